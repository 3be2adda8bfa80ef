"""Virtual keys: their life over the admin API, and what each of their rules refuses."""

import contextlib
import datetime
import hashlib
import hmac
import http.client
import json
import time

import pytest

from governed.documents import bearer, governed, simulated
from harness.process import eventually
from harness.surfaces import SURFACES

OPENAI = SURFACES[0]
CHAT = "/v1/chat/completions"


@pytest.fixture
def gateway(govern):
    gateway, gateway.admin = govern(simulated({}))
    yield gateway
    gateway.stop()


def status_of(gateway, key, surface=OPENAI):
    return gateway.post(surface.path("chat"), surface.body("chat"), bearer(key))[0]


def refusal(gateway, key, surface=OPENAI):
    """The status and code of a request that is refused."""
    status, _, document = gateway.post(surface.path("chat"), surface.body("chat"), bearer(key))
    return status, surface.check_error(document, status)


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_a_key_counts_from_the_answer_that_makes_it_to_the_one_that_revokes_it(gateway, surface):
    made = gateway.admin.key("bot", team="tests")
    assert status_of(gateway, made["key"], surface) == 200
    gateway.admin.change("POST", f"/keys/{made['id']}/disable")
    assert refusal(gateway, made["key"], surface) == (401, "invalid_key")
    gateway.admin.change("POST", f"/keys/{made['id']}/enable")
    assert status_of(gateway, made["key"], surface) == 200
    gateway.admin.change("POST", f"/keys/{made['id']}/revoke", {"reason": "a test"})
    assert refusal(gateway, made["key"], surface) == (401, "invalid_key")


def test_a_revoked_key_is_refused_on_an_open_connection_and_its_stream_ends_whole(govern):
    gateway, admin = govern(simulated({}, pace=60))
    made = admin.key("bot")
    kept = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)

    used = []

    def ask():
        if kept.sock is None:
            kept.connect()
        used.append(kept.sock.getsockname())
        kept.request("POST", CHAT, json.dumps(OPENAI.body("chat")), bearer(made["key"]))
        answer = kept.getresponse()
        answer.read()
        return answer.status

    with contextlib.closing(kept):
        assert ask() == 200
        connection, response = gateway.stream(CHAT, OPENAI.body("chat", "write 60 tokens", True), bearer(made["key"]))
        with contextlib.closing(connection):
            assert response.status == 200 and response.read(1)
            admin.change("POST", f"/keys/{made['id']}/revoke")
            revoked = time.monotonic()
            eventually(lambda: ask() == 401, 1.0, "the refusal")
            assert time.monotonic() - revoked < 1
            assert len(set(used)) == 1, "it was another connection that was refused"
            assert b"[DONE]" in response.read()
    gateway.stop()


def test_rotation_with_and_without_overlap(gateway):
    made = gateway.admin.key("bot")
    rotated = gateway.admin.change("POST", f"/keys/{made['id']}/rotate", {"overlap_seconds": 2})
    assert rotated["id"] == made["id"] and rotated["key"] != made["key"]
    assert status_of(gateway, made["key"]) == status_of(gateway, rotated["key"]) == 200
    eventually(lambda: status_of(gateway, made["key"]) == 401, 4, "the end of the overlap", every=0.1)
    assert status_of(gateway, rotated["key"]) == 200
    again = gateway.admin.change("POST", f"/keys/{made['id']}/rotate", {"overlap_seconds": 0})
    assert status_of(gateway, rotated["key"]) == 401
    assert status_of(gateway, again["key"]) == 200


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_expiry(gateway, surface):
    expires = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=2)
    key = gateway.admin.key("bot", expires=expires.strftime("%Y-%m-%dT%H:%M:%SZ"))["key"]
    assert status_of(gateway, key, surface) == 200
    eventually(lambda: status_of(gateway, key, surface) != 200, 4, "the expiry", every=0.1)
    assert refusal(gateway, key, surface) == (401, "key_expired")


def test_keys_outlive_a_restart(govern):
    document = simulated({})
    gateway, admin = govern(document)
    kept, gone = admin.key("kept")["key"], admin.key("gone")
    admin.change("POST", f"/keys/{gone['id']}/revoke")
    gateway.kill()
    gateway, _ = govern(document)
    assert status_of(gateway, kept) == 200 and status_of(gateway, gone["key"]) == 401
    gateway.stop()


def test_models_and_environments(govern):
    document = simulated({})
    document["models"]["beta"] = {"targets": [{"model": "openai/m"}], "environments": ["dev"]}
    gateway, admin = govern(document)
    admin.change("POST", "/teams", {"name": "narrow", "models": ["chat", "beta", "openai/*"]})
    keys = {
        "dev": admin.key("dev", team="narrow", environment="dev"),
        "prod": admin.key("prod", team="narrow", environment="prod"),
        "narrower": admin.key("narrower", team="narrow", models=["ch*", "other"]),
    }

    def status(name, model):
        answer = gateway.post(CHAT, OPENAI.body(model), bearer(keys[name]["key"]))
        return answer[0]

    def listed(name):
        listing = json.loads(gateway.get("/v1/models", headers=bearer(keys[name]["key"]))[2])
        return {model["id"] for model in listing["data"]}

    assert status("dev", "beta") == 200 and "beta" in listed("dev")
    assert status("prod", "beta") in (403, 404) and "beta" not in listed("prod")
    assert status("prod", "chat") == status("prod", "openai/any") == 200
    # The team has not got `other`, the key has not got `openai/*`.
    assert status("dev", "other") == 403 and status("narrower", "other") == 403
    assert status("narrower", "chat") == 200 and status("narrower", "openai/any") == 403
    assert listed("narrower") == {"chat"}
    gateway.stop()


def test_surfaces(gateway):
    key = gateway.admin.key("bot", surfaces=["openai-chat"])["key"]
    assert status_of(gateway, key) == 200
    for surface in SURFACES[1:]:
        assert refusal(gateway, key, surface)[0] == 403


def test_addresses(govern):
    document = simulated({})
    gateway, admin = govern(document)
    here = admin.key("here", addresses=["127.0.0.0/8"])["key"]
    there = admin.key("there", addresses=["10.1.0.0/16", "2001:db8::/32"])["key"]

    def status(key, forwarded=None):
        headers = {**bearer(key), **({"x-forwarded-for": forwarded} if forwarded else {})}
        return gateway.post(CHAT, OPENAI.body("chat"), headers)[0]

    # Nobody's word counts yet.
    assert status(here) == status(here, "10.1.2.3") == 200
    assert status(there) == status(there, "10.1.2.3") == 403
    document["server"]["trusted_proxies"] = ["127.0.0.1"]
    gateway.path.write_text(gateway.text(document))
    eventually(lambda: gateway.readiness()["configuration"]["generation"] == 2, what="the reload")
    assert status(there, "10.1.2.3") == status(there, "2001:db8::7") == 200
    # What stands to the left of the address that the proxy saw is the caller's own word.
    assert status(there, "10.1.2.3, 192.0.2.1") == 403
    assert status(there, "192.0.2.1, 10.1.2.3") == 200
    assert status(there, "10.1.2.3, nonsense") == 403
    assert status(here, "10.1.2.3") == 403
    gateway.stop()


#: Bodies that ask for more than 100 tokens, in every spelling there is and in some that are none.
TOO_MUCH = [
    ("openai", '"max_tokens": 101'),
    ("openai", '"max_completion_tokens": 101'),
    ("openai", '"max_tokens": 50, "max_completion_tokens": 5000'),
    ("openai", '"max_completion_tokens": 50, "max_tokens": 5000'),
    ("openai", '"max_tokens": 5000, "max_tokens": 50'),
    ("openai", '"max_tokens": 50, "max_tokens": 5000'),
    ("openai", '"max_tokens": 5e3'),
    ("openai", '"max_tokens": 5000.0'),
    ("openai", '"max_tokens": 99999999999999999999'),
    ("openai", r'"max\u005ftokens": 5000'),
    ("anthropic", '"max_tokens": 101'),
    ("anthropic", '"max_tokens": 5e3'),
    ("gemini", '"generationConfig": {"maxOutputTokens": 101}'),
    ("gemini", '"generationConfig": {"max_output_tokens": 101}'),
    ("gemini", '"generation_config": {"max_output_tokens": 101}'),
    ("gemini", '"generation_config": {"maxOutputTokens": 101}'),
    ("gemini", '"generationConfig": {"maxOutputTokens": 50}, "generation_config": {"max_output_tokens": 5000}'),
    ("gemini", '"generationConfig": {"maxOutputTokens": "5000"}'),
    ("gemini", '"generationConfig": {"maxOutputTokens": 5e3}'),
]
OWN = {"openai": "openai", "anthropic": "claude", "gemini": "gemini"}


def numbers(value):
    """Every number in a document, also those that are written as text."""
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers(item)]
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    if isinstance(value, str):
        return [int(value)] if value.isdigit() else []
    return [] if isinstance(value, bool) or value is None else [value]


@pytest.mark.parametrize("action", ["refuse", "clamp"])
def test_no_spelling_of_max_tokens_gets_past_its_bound(govern, simulator, action):
    gateway, admin = govern(governed(simulator))
    key = admin.key("bounded", bounds={"max_tokens": 100, "action": action})["key"]
    surfaces = {surface.name: surface for surface in SURFACES}
    passed = []
    for name, members in TOO_MUCH:
        surface, model = surfaces[name], OWN[name]
        plain = {key: value for key, value in surface.body(model, "Hello").items() if key != "max_tokens"}
        body = (json.dumps(plain)[:-1] + ", " + members + "}").encode()
        simulator.forget()
        status, _, answer = gateway.post(surface.path(model), body, bearer(key))
        for seen in simulator.requests():
            sent = json.loads(seen["body"])
            if any(number > 100 for number in numbers(sent)):
                passed.append((name, members, seen["body"]))
        if action == "refuse" and status == 200:
            passed.append((name, members, "answered"))
        assert status < 500, (name, members, answer)
    assert not passed, "\n".join(map(str, passed))
    # Who says nothing gets the bound.
    for surface in SURFACES:
        body = {name: value for name, value in surface.body(OWN[surface.name]).items() if name != "max_tokens"}
        status, _, answer = gateway.post(surface.path(OWN[surface.name]), body, bearer(key))
        assert status == 200, answer
        assert 100 in numbers(json.loads(simulator.last_request()["body"]))
    gateway.stop()


def test_tools_streams_temperatures_and_choices_have_bounds(gateway):
    key = gateway.admin.key(
        "bounded", bounds={"tools": False, "stream": False, "max_temperature": 0.5, "max_n": 1}
    )["key"]
    tool = {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}
    for members in (
        {"tools": [tool]},
        {"functions": [{"name": "f", "parameters": {"type": "object", "properties": {}}}]},
        {"stream": True},
        {"temperature": 0.51},
        {"n": 2},
    ):
        status, _, document = gateway.post(CHAT, {**OPENAI.body("chat"), **members}, bearer(key))
        assert status == 403, (members, document)
        assert document["error"]["param"] == next(iter(members)), document
    gemini = SURFACES[2]
    assert gateway.post(gemini.path("chat", stream=True), gemini.body("chat"), bearer(key))[0] == 403
    body = {**gemini.body("chat"), "tools": [{"functionDeclarations": [{"name": "f"}]}]}
    assert gateway.post(gemini.path("chat"), body, bearer(key))[0] == 403
    assert gateway.post(CHAT, {**OPENAI.body("chat"), "temperature": 0.5, "n": 1}, bearer(key))[0] == 200


def signature(secret, path, body, moment=None, nonce=None, method="POST"):
    moment = int(time.time()) if moment is None else moment
    parts = [str(moment), *([nonce] if nonce else []), method, path, hashlib.sha256(body).hexdigest()]
    code = hmac.new(secret.encode(), ".".join(parts).encode(), hashlib.sha256).hexdigest()
    return f"t={moment}," + (f"n={nonce}," if nonce else "") + f"v1={code}"


def first_taken(secret, path, body, send):
    """The first signature that a gateway takes: none that may have been used before it began."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        signed = signature(secret, path, body)
        status, headers, answer = send(signed)
        if status == 200:
            return signed
        assert status == 401 and "invalid_signature" in str(answer) and "sign the request again" in str(answer), answer
        assert 1 <= int(headers["retry-after"]) <= 6
        time.sleep(0.2)
    raise AssertionError("no signature was taken")


def test_a_signature_is_good_for_one_process(govern):
    """What was used before a restart is not taken after it, not even of a clock that is ahead."""
    document = simulated({})
    gateway, admin = govern(document)
    made = admin.key("signer", signing=True)
    path, body = OPENAI.path("chat"), json.dumps(OPENAI.body("chat")).encode()

    def send(signed):
        return gateway.post(path, body, {**bearer(made["key"]), "x-kanmon-signature": signed})

    used = [first_taken(made["signing_secret"], path, body, send)]
    used.append(signature(made["signing_secret"], path, body, moment=int(time.time()) + 5, nonce="ahead"))
    assert send(used[-1])[0] == 200
    gateway.kill()
    gateway, _ = govern(document)
    first_taken(made["signing_secret"], path, body, send)
    for signed in used:
        status, _, answer = send(signed)
        assert status == 401 and "sign the request again" in str(answer), answer
    gateway.stop()


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_signed_requests(gateway, surface):
    made = gateway.admin.key("signer", signing=True)
    secret = made["signing_secret"]
    path = surface.path("chat", stream=surface.name == "gemini")
    body = json.dumps(surface.body("chat")).encode()

    def send(signed, sent=body, to=path):
        headers = {**bearer(made["key"]), **({"x-kanmon-signature": signed} if signed is not None else {})}
        return gateway.post(to, sent, headers)

    def status(*arguments, **named):
        return send(*arguments, **named)[0]

    good = first_taken(secret, path, body, send)
    now = int(time.time())
    assert status(good) == 401, "the same signature twice"
    assert status(signature(secret, path, body, nonce="n-1")) == 200
    assert status(signature(secret, path, body, nonce="n-2")) == 200
    for wrong in (
        None,
        "",
        "v1=00",
        signature("another-secret-0123456789abcdef0123", path, body, nonce="a"),
        signature(secret, path, body + b" ", nonce="b"),
        signature(secret, path + "&x=1", body, nonce="c"),
        signature(secret, path, body, nonce="d", method="GET"),
        signature(secret, path, body, moment=now - 400, nonce="e"),
        signature(secret, path, body, moment=now + 60, nonce="f"),
        signature(secret, path, body, nonce="g").replace("n=g", "n=h"),
        good.upper(),
    ):
        assert status(wrong) == 401, wrong
    assert status(signature(secret, path, body, nonce="i"), sent=body.replace(b"Hello", b"Hullo")) == 401
    gateway.admin.change("PATCH", f"/keys/{made['id']}", {"signing": False})
    assert status(None) == 200
