"""Where alerts and reports go, from outside: a webhook that checks signatures, a channel of Slack's kind, a mail server with
STARTTLS and a password."""

import base64
import contextlib
import email
import email.policy
import json
import re
import ssl
import subprocess

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from governed.documents import governed
from governed.hook import Hook, is_signed
from governed.proxy import tunnelling
from harness.process import free_port
from harness.recorder import recording

SECRET = "whsec_" + base64.b64encode(b"canary-signing-secret-0123456789").decode()
PASSWORD = "canary-mail-password-7e1f"


@pytest.fixture
def hook():
    with contextlib.ExitStack() as stack:
        yield lambda *answers: stack.enter_context(recording(Hook(*answers)))


@pytest.fixture(scope="session")
def certificate(directory):
    """A certificate for 127.0.0.1 and its key."""
    chain, key = directory / "mail.pem", directory / "mail.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=mail.test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", chain],
        check=True, capture_output=True,
    )
    return chain, key


@pytest.fixture
def mailbox(certificate):
    """A mail server that takes mail over STARTTLS from who knows the password: (port, mails)."""
    mails = []

    class Handler:
        async def handle_DATA(self, server, session, envelope):
            assert session.ssl is not None and session.authenticated
            mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
            return "250 taken"

        async def handle_RCPT(self, server, session, envelope, address, options):
            if address.startswith("gone"):
                return "550 no such user"
            envelope.rcpt_tos.append(address)
            return "250 ok"

    def authenticate(server, session, envelope, mechanism, data):
        # Not handled: the server itself says how it ended.
        return AuthResult(success=data.login == b"kanmon" and data.password == PASSWORD.encode(), handled=False)

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    controller = Controller(
        Handler(), hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True,
        auth_required=True, authenticator=authenticate,
    )
    controller.start()
    yield controller.port, mails
    controller.stop()


def mail_channel(port, certificate, to=("ops@example.com",), password=PASSWORD):
    smtp = {"host": "127.0.0.1", "port": port, "username": "kanmon", "password": password, "ca": str(certificate[0])}
    return {"name": "mail", "type": "email", "smtp": smtp, "from": "kanmon@example.com", "to": list(to)}


def document(simulator, channels, **alerts):
    return governed(simulator, alerts={"channels": channels, **alerts})


def try_out(admin, name):
    return admin.change("POST", "/alerts/test", {"channel": name})


def read(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def test_each_channel_gets_a_test_message(govern, simulator, hook, mailbox, certificate):
    webhook, slack = hook(), hook()
    port, mails = mailbox
    channels = [
        {"name": "ops", "type": "webhook", "url": webhook.url, "secret": SECRET},
        {"name": "chat", "type": "slack", "url": slack.url},
        mail_channel(port, certificate),
    ]
    gateway, admin = govern(document(simulator, channels, language="ja"))
    for channel in channels:
        assert try_out(admin, channel["name"])["ok"] is True
    request, = webhook.taken
    assert request.path == "/hook/canary-path?token=canary-token" and is_signed(request, SECRET)
    assert json.loads(request.body)["kind"] == "test"
    assert json.loads(slack.taken[0].body)["text"].startswith("*")
    (sender, receivers, content), = mails
    assert (sender, receivers) == ("kanmon@example.com", ["ops@example.com"])
    message = read(content)
    assert not message.defects and message["from"] == "kanmon@example.com"
    assert re.search("[ぁ-ん]", message["subject"] + message.get_body(("plain",)).get_content())
    # Addresses of channels, the password and the signing secret are told to nobody.
    shown = json.dumps(admin.get("/alerts/channels")) + json.dumps(admin.get("/config")) + gateway.output()
    for secret in ("canary-path", "canary-token", PASSWORD, SECRET, "canary-signing"):
        assert secret not in shown


def test_webhooks_go_through_the_proxy_of_the_environment(govern, simulator, hook):
    """As requests to providers do: by `HTTP_PROXY` and its siblings, but for this machine and whom `NO_PROXY` names."""
    webhook, here = hook(), hook()
    named = webhook.url.replace("127.0.0.1", "hooks.kanmon.test")
    channels = [
        {"name": "far", "type": "webhook", "url": named, "secret": SECRET},
        {"name": "chat", "type": "slack", "url": named},
        {"name": "near", "type": "webhook", "url": here.url, "secret": SECRET},
    ]
    with tunnelling() as tunnels:
        gateway, admin = govern(document(simulator, channels), environment={"HTTP_PROXY": tunnels.url})
        for channel in channels:
            assert try_out(admin, channel["name"])["ok"] is True
        assert len(webhook.taken) == 2 and len(here.taken) == 1
        assert is_signed(webhook.taken[0], SECRET)
        word = "Basic " + base64.b64encode(b"user:canary-proxy-word").decode()
        assert tunnels.asked == [(f"hooks.kanmon.test:{webhook.port}", word)] * 2
        assert "canary-proxy-word" not in gateway.output()
        gateway.stop()
        environment = {"HTTP_PROXY": tunnels.url, "NO_PROXY": ".kanmon.test"}
        _, admin = govern(document(simulator, channels), environment=environment)
        # The name is nobody's: reached directly, it is not found.
        assert try_out(admin, "far")["ok"] is False
        assert len(tunnels.asked) == 2 and len(webhook.taken) == 2


def test_a_wrong_password_and_an_unknown_receiver_are_named(govern, simulator, mailbox, certificate):
    port, mails = mailbox
    gateway, admin = govern(document(simulator, [mail_channel(port, certificate, password="canary-wrong")]))
    answer = try_out(admin, "mail")
    assert answer["ok"] is False and "credentials" in answer["error"] and mails == []
    assert "canary-wrong" not in json.dumps(answer) + gateway.output()
    gateway.stop()
    _, admin = govern(document(simulator, [mail_channel(port, certificate, to=("gone@example.com",))]))
    answer = try_out(admin, "mail")
    assert answer["ok"] is False and "550" in answer["error"] and mails == []


def test_who_is_unknown_is_named_and_the_others_get_it(govern, simulator, mailbox, certificate):
    port, mails = mailbox
    _, admin = govern(document(simulator, [mail_channel(port, certificate, to=("gone@example.com", "ops@example.com"))]))
    answer = try_out(admin, "mail")
    assert answer["ok"] is False and "1 of 2, as gone@example.com: 550" in answer["error"]
    assert [receivers for _, receivers, _ in mails] == [["ops@example.com"]]


def test_a_mail_server_whose_certificate_nobody_knows_gets_nothing(govern, simulator, mailbox, certificate):
    port, mails = mailbox
    channel = mail_channel(port, certificate)
    del channel["smtp"]["ca"]
    _, admin = govern(document(simulator, [channel]))
    answer = try_out(admin, "mail")
    assert answer["ok"] is False and mails == []
