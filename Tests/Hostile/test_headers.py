"""What crosses the gateway: of the caller's headers only those meant to, of the provider's only under our names."""

import json

import pytest

from harness.gateway import KEY, PROVIDER_KEYS
from harness.surfaces import SURFACES, Surface

#: Header names a provider may see, whatever the caller sent.
ALLOWED = {
    "openai": {"authorization"},
    "claude": {"x-api-key", "anthropic-version", "anthropic-beta"},
    "gemini": {"x-goog-api-key"},
}
ALLOWED_EVERYWHERE = {
    "host",
    "content-type",
    "content-length",
    "accept",
    "accept-encoding",
    "user-agent",
    "x-request-id",
    "x-client-request-id",
    "traceparent",
    "tracestate",
    "idempotency-key",
}

#: What a caller, its SDK or a proxy before us may send along, and what must stay here.
CALLER_HEADERS = {
    "cookie": "session=caller-secret",
    "x-forwarded-for": "10.1.2.3",
    "x-forwarded-host": "inside.example",
    "x-forwarded-proto": "https",
    "forwarded": "for=10.1.2.3",
    "x-real-ip": "10.1.2.3",
    "via": "1.1 proxy",
    "x-stainless-lang": "python",
    "x-stainless-os": "Linux",
    "x-stainless-retry-count": "1",
    "openai-organization": "org-of-the-caller",
    "openai-project": "project-of-the-caller",
    "x-goog-user-project": "project-of-the-caller",
    "x-goog-api-client": "gl-python/3.11",
    "x-amz-security-token": "caller-secret",
    "api-key": "caller-secret",
    "proxy-authorization": "Basic caller-secret",
    "proxy-connection": "keep-alive",
    "te": "trailers",
    "keep-alive": "timeout=5",
    "referer": "https://inside.example/page",
    "origin": "https://inside.example",
    "x-gateway-secret": "caller-secret",
    "x-kanmon-provider": "claude",
    "x-listed": "caller-secret",
    "connection": "keep-alive, X-Listed",
}


def names_of(request):
    return {name.lower() for name, _ in request["headers"]}


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_only_allowed_headers_reach_the_provider(gateway, seen, surface, provider, stream):
    model = f"{provider}/echo"
    connection, response = gateway.stream(
        surface.path(model, stream), surface.body(model, stream=stream), headers=CALLER_HEADERS
    )
    response.read()
    connection.close()
    assert response.status == 200
    (request,) = seen()
    unexpected = names_of(request) - ALLOWED_EVERYWHERE - ALLOWED[provider]
    assert not unexpected
    text = json.dumps(request)
    assert "caller-secret" not in text and "10.1.2.3" not in text and "inside.example" not in text
    assert KEY not in text
    credentials = [value for _, value in request["headers"] if PROVIDER_KEYS[provider] in value]
    assert len(credentials) == 1
    for other, key in PROVIDER_KEYS.items():
        assert other == provider or key not in text


@pytest.mark.parametrize(
    "headers",
    [{"authorization": f"Bearer {KEY}"}, {"x-api-key": KEY}, {"x-goog-api-key": KEY}],
    ids=["bearer", "x-api-key", "x-goog-api-key"],
)
def test_key_is_taken_from_each_header_and_goes_no_further(gateway, seen, surface, headers):
    model = "openai/echo"
    status, _, _ = gateway.get(
        surface.path(model),
        "POST",
        headers={"content-type": "application/json", **headers},
        body=json.dumps(surface.body(model)).encode(),
    )
    assert status == 200
    assert KEY not in json.dumps(seen())


def test_two_different_keys_are_not_a_choice(gateway, seen):
    """One good key beside a bad one must not depend on who reads first."""
    surface = SURFACES[0]
    verdicts = set()
    for first, second in (("authorization", "x-api-key"), ("x-api-key", "authorization")):
        values = {"authorization": f"Bearer {KEY}", "x-api-key": "sk-km-wrong-0123456789"}
        status, _, _ = gateway.get(
            surface.path("openai/echo"),
            "POST",
            headers={"content-type": "application/json", first: values[first], second: values[second]},
            body=json.dumps(surface.body("openai/echo")).encode(),
        )
        verdicts.add(status)
    assert len(verdicts) == 1, "the order of the headers decides"


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_provider_headers_stop_here(gateway, surface, provider, stream):
    model = f"{provider}/echo"
    connection, response = gateway.stream(surface.path(model, stream), surface.body(model, stream=stream))
    response.read()
    connection.close()
    ours = {"date", "server", "content-type", "content-length", "transfer-encoding", "connection", "cache-control"}
    ours |= {"x-request-id", "x-should-retry", "retry-after", "x-content-type-options", "x-accel-buffering"}
    if surface.name == "anthropic":
        # The SDK's own name for it; the value is ours.
        assert response.headers["request-id"] == response.headers["x-request-id"]
        ours.add("request-id")
    for name in response.headers:
        name = name.lower()
        assert name in ours or name.startswith(("x-kanmon-", "x-upstream-")), name
    assert "set-cookie" not in response.headers
    for key in PROVIDER_KEYS.values():
        assert key not in str(response.headers)


def test_provider_key_in_an_error_stays_here(gateway, surface, provider):
    """Providers like to quote the key they refuse."""
    for fault in ("status-401", "status-403", "status-500"):
        model = f"{provider}-{fault}"
        status, headers, document = gateway.post(surface.path(model), surface.body(model))
        assert status >= 500 and status != 401
        for key in PROVIDER_KEYS.values():
            assert key not in json.dumps(document) and key not in str(headers)
    output = gateway.output()
    for key in PROVIDER_KEYS.values():
        assert key not in output


def test_request_id_of_the_caller_is_kept_if_it_is_one(gateway):
    surface = SURFACES[0]
    body = surface.body("openai/echo")
    _, headers, _ = gateway.post(surface.path("openai/echo"), body, headers={"x-request-id": "order-4711"})
    assert headers["x-request-id"] == "order-4711"
    for odd in ("a" * 10_000, "a b\tc", "\xfc\xe4", '"<script>"'):
        _, headers, _ = gateway.post(surface.path("openai/echo"), body, headers={"x-request-id": odd})
        answered = headers["x-request-id"]
        assert 0 < len(answered) <= 256 and answered.isascii() and " " not in answered


def test_host_header_decides_nothing(gateway, seen):
    surface = Surface("openai")
    for host in ("evil.test", "evil.test/?x=", "127.0.0.1:1", "[::1]:99999", "a" * 300):
        status, headers, _ = gateway.post(
            surface.path("openai/echo"), surface.body("openai/echo"), headers={"host": host}
        )
        assert status in (200, 400)
        assert "evil" not in str(headers)
    assert all(dict(map(lambda h: (h[0].lower(), h[1]), r["headers"]))["host"].startswith("127.0.0.1:") for r in seen())
