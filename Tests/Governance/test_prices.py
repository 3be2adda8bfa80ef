"""`kanmon prices update` takes prices over whole or not at all, from files and over TLS; a running gateway charges by them."""

import contextlib
import datetime
import http.server
import ipaddress
import json
import ssl
import subprocess
import threading
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from governed.documents import ADMIN_TOKEN
from governed.scripted import Script, scripted
from harness.gateway import KEY
from harness.process import binary, eventually
from harness.surfaces import SURFACES


def own_format(version, **models):
    """A list in Kanmon's own format: the provider `acme`, its models with their price of input."""
    entries = {name: {"prices": [{"input": price, "output": "1"}]} for name, price in models.items()}
    return {
        **{"format": "kanmon-prices/1", "version": version, "source": "tests"},
        "providers": {"acme": {"name": "Acme", "models": entries}},
    }


GENAI = [
    {
        "id": "acme",
        "name": "Acme",
        "models": [{"id": "one", "match": {"equals": "one"}, "prices": {"input_mtok": 2, "output_mtok": 8}}],
    }
]
LITELLM = {
    "acme/one": {
        **{"litellm_provider": "acme", "mode": "chat", "input_cost_per_token": 2e-06, "output_cost_per_token": 8e-06},
        **{"max_input_tokens": 128000, "max_output_tokens": 4096},
    }
}


def update(folder, *arguments):
    """Runs the command: (exit code, output, errors)."""
    command = [binary(), "prices", "update", "--data", str(folder), *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, env={"PATH": "/usr/bin:/bin"})
    return ended.returncode, ended.stdout, ended.stderr


def shown(folder, model="acme/one"):
    """What a model costs by the folder's prices."""
    command = [binary(), "prices", "show", model, "--json", "--data", str(folder)]
    return json.loads(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout)[0]


@contextlib.contextmanager
def served(answer, certificate=None):
    """A server whose every answer is `answer(handler)`; gives its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            # Whoever has read enough goes away.
            with contextlib.suppress(ConnectionError):
                answer(self)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            scheme = "https"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"{scheme}://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def document(content, kind="application/json", status=200, length=None, **head):
    """An answer with a document; `length` is what its head says where that is not true."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()

    def answer(handler):
        handler.send_response(status)
        fields = {"content-type": kind, "content-length": str(len(body) if length is None else length), **head}
        for name, value in fields.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A certificate for 127.0.0.1 with its key in one file, and the authority that has signed it in another."""
    folder = tmp_path_factory.mktemp("authority")
    now = datetime.datetime.now(datetime.timezone.utc)

    def certificate(name, issuer, key, signer, *extensions):
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1))
            .not_valid_after(now + datetime.timedelta(days=1))
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(signer, hashes.SHA256())

    def named(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = named("tests")
    root = certificate(root_name, root_name, root_key, root_key, (x509.BasicConstraints(True, None), True))
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    other = x509.SubjectAlternativeName([x509.DNSName("prices.example.com")])
    pem = serialization.Encoding.PEM
    (folder / "ca.pem").write_bytes(root.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    for file, names in (("server.pem", address), ("other.pem", other)):
        leaf = certificate(named("server"), root_name, key, root_key, (names, False))
        (folder / file).write_bytes(leaf.public_bytes(pem) + private)
    return folder


@pytest.mark.parametrize("content", [GENAI, {"providers": GENAI}, LITELLM], ids=["genai", "genai in an object", "litellm"])
def test_a_file_is_taken_over_in_each_format(tmp_path, content):
    file = tmp_path / "prices-from-elsewhere.json"
    file.write_text(json.dumps(content))
    code, output, errors = update(tmp_path / "data", "--from", file)
    assert (code, errors) == (0, "")
    assert "+ acme/one\n1 added, 0 changed, 0 removed\n" in output
    entry = shown(tmp_path / "data")
    assert (entry["prices"][0]["input"], entry["prices"][0]["output"]) == ("2", "8")
    # The providers that it does not name are still there.
    assert shown(tmp_path / "data", "openai/gpt-4o")["prices"]
    # A second time nothing changes.
    assert "0 added, 0 changed, 0 removed" in update(tmp_path / "data", "--from", file)[1]


def test_prices_come_over_tls_from_who_is_trusted_alone(tmp_path, authority):
    data = tmp_path / "data"
    with served(document(GENAI, "text/plain"), authority / "server.pem") as address:
        code, _, errors = update(data, "--from", f"{address}/data.json")
        assert code == 1 and "ertificate" in errors, errors
        assert not (data / "prices.json").exists()
        code, output, errors = update(data, "--from", f"{address}/data.json", "--ca", authority / "ca.pem", "--dry-run")
        assert (code, errors) == (0, "") and "nothing was written" in output
        assert not (data / "prices.json").exists()
        code, output, errors = update(data, "--from", f"{address}/data.json", "--ca", authority / "ca.pem")
        assert (code, errors) == (0, "") and "written to" in output
    assert shown(data)["prices"][0]["input"] == "2"
    # A certificate of somebody else's.
    with served(document(GENAI), authority / "other.pem") as address:
        code, _, errors = update(tmp_path / "other", "--from", address, "--ca", authority / "ca.pem")
        assert code == 1 and not (tmp_path / "other").exists(), errors


def endless(handler):
    """65 MiB of what could be the beginning of a list."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b"[")
    for _ in range(65):
        handler.wfile.write(b" " * (1 << 20))


BROKEN = {
    "redirect": (document(b"", status=302, location="https://example.com/"), "redirects are not followed"),
    "missing": (document({"error": "x"}, status=404), "status 404"),
    "truncated": (document(json.dumps(GENAI).encode()[:-20], length=5000), ""),
    "page": (document(b"<!doctype html><title>Sign in</title>", "text/html"), "this is no JSON"),
    "malformed": (document(b'[{"id": "acme", '), "this is no JSON"),
    "empty": (document(b""), "this is no JSON"),
    "without prices": (document({"hello": {"world": 1}}), "no price was found"),
    "oversized": (endless, ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_price_list_changes_nothing(tmp_path, name):
    answer, message = BROKEN[name]
    data = tmp_path / "data"
    data.mkdir()
    before = json.dumps(own_format("before", one="3"))
    (data / "prices.json").write_text(before)
    with served(answer) as address:
        code, output, errors = update(data, "--from", f"{address}/data.json")
    assert code == 1 and output == "", (code, output)
    assert errors and message in errors, errors
    assert (data / "prices.json").read_text() == before
    # Nothing half-written is left beside it.
    assert [path.name for path in data.iterdir()] == ["prices.json"]


def test_plain_http_is_spoken_to_this_machine_only(tmp_path):
    code, _, errors = update(tmp_path / "data", "--from", "http://prices.example.com/data.json")
    assert code == 1 and "plain HTTP is spoken to this machine only" in errors


def test_prices_that_look_like_mistakes_are_pointed_out(tmp_path):
    data, file = tmp_path / "data", tmp_path / "new.json"
    data.mkdir()
    (data / "prices.json").write_text(json.dumps(own_format("before", one="3", two="3", three="3", four="3")))
    file.write_text(json.dumps(own_format("after", one="30", two="30.1", three="0.2")))
    code, output, errors = update(data, "--from", file, "--dry-run")
    assert code == 0
    assert errors == "warning: 1 model is gone: their cost will be unknown; 2 models change a price more than tenfold\n"
    lines = output.splitlines()
    assert "~ acme/one: input 3 -> 30" in lines
    assert "~ acme/two: input 3 -> 30.1 (more than tenfold)" in lines
    assert "~ acme/three: input 3 -> 0.2 (more than tenfold)" in lines
    assert "- acme/four" in lines
    code, output, _ = update(data, "--from", file, "--json")
    changes = {change["model"]: change["suspicious"] for change in json.loads(output)["changes"]}
    assert changes == {"one": False, "two": True, "three": True, "four": True}


@pytest.fixture
def charged(govern):
    """A gateway before a provider that answers with 1,000 tokens in and 100 out of acme/one."""
    usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
    with scripted({"one": Script(usage)}) as address:

        def begin(**arguments):
            return govern(
                {
                    "server": {"drain_timeout": "5s", "admin_token": ADMIN_TOKEN},
                    "data": "./data",
                    "providers": {"acme": {"type": "openai-compatible", "api_key": "sk-a", "base_url": f"{address}/v1"}},
                    "models": {"m": {"targets": [{"model": "acme/one"}]}},
                    "teams": {"tests": {}},
                    "keys": [{"name": "tests", "team": "tests", "key": KEY}],
                },
                **arguments,
            )[0]

        yield begin


def charge(gateway):
    """What a request costs now."""
    return gateway.post(SURFACES[0].path("m"), SURFACES[0].body("m"))[1].get("x-kanmon-cost-usd")


def test_a_running_gateway_charges_by_new_prices_within_a_second(charged, tmp_path):
    gateway = charged()
    data, file = gateway.path.parent / "data", tmp_path / "new.json"
    assert charge(gateway) is None
    for price, cost in (("2", "0.0021"), ("4", "0.0041")):
        file.write_text(json.dumps(own_format(f"v{price}", one=price)))
        assert update(data, "--from", file)[0] == 0
        written = time.monotonic()
        eventually(lambda: charge(gateway) == cost, 5, f"a cost of {cost}", every=0.02)
        # The file is looked at every 500 ms; the rest is room for a busy machine.
        assert time.monotonic() - written < 3
    # What is broken leaves the prices in use, and says so.
    (data / "prices.json").write_text("{")
    eventually(lambda: gateway.readiness()["configuration"].get("last_error"), 5, "an error of the reload", every=0.02)
    assert charge(gateway) == "0.0041"


def test_a_gateway_does_not_start_on_broken_prices(charged, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "prices.json").write_text("{")
    with pytest.raises(Exception):
        charged()
    assert "prices.json: this is no JSON" in (tmp_path / "gateway-0.log").read_text()
