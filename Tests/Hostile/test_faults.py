"""Every way a provider can fail, seen through every surface: a proper error, in time, and never a clean end."""

import contextlib
import json
import time

import pytest

from harness.faults import fault_model
from harness.process import eventually
from harness.surfaces import SURFACES, events_of
from terms import FAULTS

#: What a whole answer becomes: the gateway's stable code and the statuses that may carry it.
WHOLE = {
    "status-500": ({"upstream_error"}, {500, 502}),
    "status-502": ({"upstream_error", "upstream_unavailable"}, {502, 503}),
    "status-503": ({"overloaded"}, {503, 529}),
    "status-504": ({"upstream_timeout"}, {504}),
    "status-529": ({"overloaded"}, {503, 529}),
    "status-429-retry-after-2": ({"rate_limited", "rate_limit_exceeded"}, {429}),
    "status-401": ({"upstream_auth"}, {502}),
    "status-403": ({"upstream_auth"}, {502}),
    "status-404": ({"model_not_found"}, {404}),
    "status-413": ({"body_too_large", "invalid_request"}, {400, 413}),
    "status-422": (None, {400}),
    "insufficient-quota": (None, {402, 429, 503}),
    "context-length": ({"context_length_exceeded"}, {400}),
    "hang-before-headers": ({"upstream_timeout"}, {504}),
    "hang-after-headers": ({"upstream_timeout"}, {504}),
    "hang-mid-stream": ({"upstream_timeout"}, {504}),
    "truncated-body": ({"upstream_error"}, {502}),
    "reset": ({"upstream_error", "upstream_unavailable"}, {502, 503}),
    "reset-mid-stream": ({"upstream_error", "upstream_unavailable"}, {502, 503}),
    "invalid-json": ({"upstream_error"}, {502}),
    "html-200": ({"upstream_error"}, {502}),
    "redirect": ({"upstream_error"}, {502}),
    "gzip-bomb": ({"upstream_error"}, {502}),
}

#: Faults that strike after content has gone out.
MID_STREAM = (
    "hang-mid-stream",
    "truncated-body",
    "reset-mid-stream",
    "error-mid-stream",
    "no-terminal",
    "invalid-sse",
)


def faulty(provider, fault):
    """A model with a fault: of those that hang one with short patience, of the others one nobody has used before."""
    return f"{provider}-{fault}" if "hang" in fault else fault_model(provider, f"fault-{fault}")


def test_no_fault_is_forgotten():
    assert set(WHOLE) | set(MID_STREAM) == set(FAULTS)


@pytest.mark.parametrize("fault", WHOLE)
def test_whole_answer(gateway, surface, provider, fault):
    model = faulty(provider, fault)
    codes, statuses = WHOLE[fault]
    started = time.monotonic()
    status, headers, document = gateway.post(surface.path(model), surface.body(model))
    # The patience of two tries, and the wait between them that an overloaded provider is given.
    assert time.monotonic() - started < 8
    assert status in statuses, document
    assert headers["content-type"].startswith("application/json")
    found = surface.check_error(document, status)
    assert codes is None or found in codes, document
    assert "127.0.0.1" not in str(document), "an error names no host"


#: The provider that speaks each surface's own dialect, where a stream passes through untouched.
SAME_DIALECT = {"openai": "openai", "anthropic": "claude", "gemini": "gemini"}


@pytest.mark.parametrize("fault", MID_STREAM)
def test_stream_ends_with_an_error_event(gateway, surface, provider, fault):
    model = faulty(provider, fault)
    started = time.monotonic()
    connection, response = gateway.stream(surface.path(model, True), surface.body(model, "Hello", stream=True))
    with contextlib.closing(connection):
        raw = response.read()
    # The patience of two tries, and the wait between them that an overloaded provider is given.
    assert time.monotonic() - started < 8
    if response.status != 200:
        # Nothing had reached the client yet, so that the status itself could say it.
        assert response.status in (502, 504), raw
        return
    if fault == "invalid-sse" and SAME_DIALECT[surface.name] == provider:
        # Where nothing is translated the broken event, like every other, is passed on as it came.
        assert b"\n\n" in raw and raw.count(b"data:") > 3
        return
    events = events_of(raw)
    assert not surface.ends_cleanly(events), raw[-500:]
    error = surface.error_event(events)
    assert error is not None, raw[-500:]
    assert error["error"]["message"]


BEFORE_CONTENT = [fault for fault in WHOLE if fault not in MID_STREAM and fault != "invalid-json"]


@pytest.mark.parametrize("fault", BEFORE_CONTENT)
def test_stream_that_never_began_is_an_ordinary_error(gateway, surface, provider, fault):
    """While no content has gone out the client still gets the status that says what happened."""
    model = faulty(provider, fault)
    codes, statuses = WHOLE[fault]
    connection, response = gateway.stream(surface.path(model, True), surface.body(model, stream=True))
    with contextlib.closing(connection):
        raw = response.read()
    assert response.status in statuses, raw[:500]


@pytest.mark.parametrize("fault", ["status-429-retry-after-2", "status-503-retry-after-2"])
def test_wait_hint_is_a_header(gateway, surface, provider, fault):
    model = fault_model(provider, f"fault-{fault}")
    _, headers, _ = gateway.post(surface.path(model), surface.body(model))
    assert headers["retry-after"] == "2"


@pytest.mark.parametrize("fault", ["insufficient-quota", "status-401"])
def test_what_waiting_does_not_heal_says_so(gateway, provider, fault):
    surface = SURFACES[0]
    model = faulty(provider, fault)
    _, headers, _ = gateway.post(surface.path(model), surface.body(model))
    assert headers["x-should-retry"] == "false"
    assert "retry-after" not in headers


def test_redirect_is_not_followed(gateway, seen, surface, provider):
    model = f"{provider}-redirect"
    status, headers, _ = gateway.post(surface.path(model), surface.body(model))
    assert status == 502
    assert "location" not in headers
    assert seen() and not any("redirect-target" in request["target"] for request in seen())


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_odd_but_legal_stream_is_understood(gateway, surface, provider, stream):
    """Comment lines, CRLF, pings, a doubled start, split code points: all seen in the wild."""
    model = f"{provider}/fault-odd-stream"
    text = "Grüße, 関門 👩‍🚀"
    connection, response = gateway.stream(surface.path(model, stream), surface.body(model, text, stream=stream))
    with contextlib.closing(connection):
        raw = response.read()
    assert response.status == 200, raw
    if stream:
        events = events_of(raw)
        assert surface.ends_cleanly(events), raw[-500:]
        assert surface.error_event(events) is None
    assert text in text_of(surface, raw, stream)


def text_of(surface, raw, stream):
    """The text of an answer, whole or streamed."""
    if not stream:
        return surface.text(json.loads(raw))
    pieces = []
    for event in events_of(raw):
        if event.data == "[DONE]":
            continue
        document = event.json()
        if surface.name == "openai":
            pieces += [choice["delta"].get("content") or "" for choice in document.get("choices", [])]
        elif surface.name == "anthropic":
            pieces.append(document.get("delta", {}).get("text", ""))
        else:
            for candidate in document.get("candidates", []):
                pieces += [part.get("text", "") for part in candidate.get("content", {}).get("parts", [])]
    return "".join(pieces)


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_compressed_answer_is_read_or_refused(gateway, surface, provider, stream):
    """A provider that compresses although nobody asked it to."""
    model = f"{provider}/fault-gzip"
    connection, response = gateway.stream(surface.path(model, stream), surface.body(model, "Hello", stream=stream))
    with contextlib.closing(connection):
        raw = response.read()
    if response.status == 200:
        assert "Hello" in text_of(surface, raw, stream)
    else:
        assert response.status == 502


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_huge_answer_does_not_fill_memory(gateway, surface, provider, stream):
    before = gateway.resident_kilobytes()
    model = f"{provider}/fault-huge-answer-64"
    connection, response = gateway.stream(surface.path(model, stream), surface.body(model, stream=stream), timeout=30)
    peak, size = before, 0
    with contextlib.closing(connection):
        while chunk := response.read(1 << 20):
            size += len(chunk)
            peak = max(peak, gateway.resident_kilobytes())
    assert response.status in (200, 502)
    # Passed through it needs next to nothing; translated whole it may need a few copies of what is allowed.
    assert peak - before < 300 * 1024, f"{size} bytes took {peak - before} KiB"


def test_event_over_a_mebibyte(gateway, surface, provider):
    model = f"{provider}/fault-huge-event"
    connection, response = gateway.stream(surface.path(model, True), surface.body(model, stream=True), timeout=30)
    with contextlib.closing(connection):
        raw = response.read()
    assert response.status == 200, raw[:500]
    events = events_of(raw)
    assert surface.ends_cleanly(events)
    assert len(raw) > 1 << 20


def test_slow_drip_arrives(gateway, surface, provider):
    """A byte at a time is slow, not broken."""
    model = f"{provider}/fault-slow-drip"
    connection, response = gateway.stream(surface.path(model, True), surface.body(model, "Hi", stream=True), timeout=30)
    with contextlib.closing(connection):
        raw = response.read()
    assert response.status == 200
    assert surface.ends_cleanly(events_of(raw))


def test_a_provider_nobody_hears(gateway, surface):
    status, _, document = gateway.post(surface.path("dead/echo"), surface.body("dead/echo"))
    surface.check_error(document, status, "upstream_unavailable")
    assert status in (502, 503)


def test_stream_without_reader_frees_the_provider(gateway, simulator, surface, provider):
    """Many clients that leave mid-stream leave nothing behind."""
    model = f"{provider}/fault-hang-mid-stream"
    for _ in range(20):
        connection, response = gateway.stream(surface.path(model, True), surface.body(model, stream=True))
        response.read(10)
        connection.close()
        response.close()
    eventually(lambda: simulator.stats()["in_flight"] == 0, what="every upstream request's end")
