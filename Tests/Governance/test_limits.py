"""Limits: what they let through, what they say, whom they leave alone, and what comes back."""

import asyncio
import contextlib
import time

import pytest

from governed.clients import together
from governed.documents import OTHERS, bearer, simulated
from harness.process import eventually
from harness.surfaces import SURFACES

OPENAI = SURFACES[0]
CHAT = "/v1/chat/completions"


def check_refused(surface, status, headers, document):
    assert status == 429, document
    surface.check_error(document, 429, "rate_limited")
    assert 1 <= int(headers["retry-after"]) <= 60


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_requests_per_minute(govern, surface):
    gateway, _ = govern(simulated({"limits": {"requests_per_minute": 3}}))
    path, body = surface.path("chat"), surface.body("chat")
    prefix = "anthropic-ratelimit-requests-{}" if surface.name == "anthropic" else "x-ratelimit-{}-requests"
    for left in (2, 1, 0):
        status, headers, _ = gateway.post(path, body)
        assert status == 200
        assert headers[prefix.format("limit")] == "3" and headers[prefix.format("remaining")] == str(left)
    status, headers, document = gateway.post(path, body)
    check_refused(surface, status, headers, document)
    assert headers[prefix.format("limit")] == "3" and headers[prefix.format("remaining")] == "0"
    assert headers[prefix.format("reset")]
    # The others' limits are theirs.
    assert gateway.post(path, body, bearer(OTHERS))[0] == 200
    gateway.stop()


def test_three_hundred_at_once_get_the_forty_places(govern):
    gateway, admin = govern(simulated({"limits": {"requests_per_minute": 40}}))
    answers = asyncio.run(together(gateway.port, [(CHAT, OPENAI.body("chat"), None)] * 300))
    assert sorted(answer.status for answer in answers) == [200] * 40 + [429] * 260
    served = {answer.headers["x-request-id"] for answer in answers if answer.status == 200}
    assert {row["id"] for row in admin.settled(served)} == served
    gateway.stop()


def test_room_comes_back_when_it_is_said_to(govern):
    gateway, _ = govern(simulated({"limits": {"requests_per_second": 2}}))
    statuses = []
    while 429 not in statuses:
        assert len(statuses) < 1000, "nothing was ever refused"
        status, headers, _ = gateway.post(CHAT, OPENAI.body("chat"))
        statuses.append(status)
    # Asking in between changes nothing: what is refused is not counted.
    said = time.monotonic() + int(headers["retry-after"])
    eventually(lambda: gateway.post(CHAT, OPENAI.body("chat"))[0] == 200, 10, "the room", every=0.02)
    assert time.monotonic() < said + 0.5
    gateway.stop()


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_tokens_per_minute_are_settled_with_what_was_used(govern, surface):
    """Reserved is the most that a request may use; when it is over, only what it used counts."""
    gateway, admin = govern(simulated({"limits": {"tokens_per_minute": 1000}}))
    body = surface.body("chat", "write 50 tokens")
    large = surface.body("chat", "write 880 tokens")
    for document, tokens in ((body, 600), (large, 880)):
        if surface.name == "gemini":
            document["generationConfig"] = {"maxOutputTokens": tokens}
        else:
            document["max_tokens"] = tokens
    prefix = "anthropic-ratelimit-tokens-{}" if surface.name == "anthropic" else "x-ratelimit-{}-tokens"
    identifiers = []
    for _ in range(3):
        status, headers, _ = gateway.post(surface.path("chat"), body)
        assert status == 200, "what was not used is not given back"
        assert headers[prefix.format("limit")] == "1000"
        identifiers.append(headers["x-request-id"])
    used = sum(row["usage"]["input_tokens"] + row["usage"]["output_tokens"] for row in admin.settled(identifiers))
    state = next(row for row in admin.get("/limits")["rows"] if row["scope"] == "team:tests")["state"]
    assert state["remaining"] == 1000 - used
    status, headers, document = gateway.post(surface.path("chat"), large)
    check_refused(surface, status, headers, document)
    assert headers[prefix.format("remaining")] == str(1000 - used)
    assert gateway.post(surface.path("chat"), body, bearer(OTHERS))[0] == 200
    gateway.stop()


@pytest.mark.parametrize("fault", ["fault-status-400", "fault-status-429", "fault-status-503"])
def test_a_failed_request_gives_its_tokens_back(govern, fault):
    """What the provider refused has used nothing: all of its reservation comes back."""
    gateway, admin = govern(simulated({"limits": {"tokens_per_minute": 2000}}))

    def remaining():
        return next(row for row in admin.get("/limits")["rows"] if row["scope"] == "team:tests")["state"]["remaining"]

    assert gateway.post(CHAT, {**OPENAI.body(f"openai/{fault}@limit", "x" * 400), "max_tokens": 1500})[0] >= 400
    assert remaining() == 2000
    gateway.stop()


def test_a_request_that_is_too_large_for_a_limit_counts_nothing(govern):
    gateway, admin = govern(simulated({"limits": {"tokens_per_minute": 2000, "requests_per_minute": 2}}))
    status, headers, document = gateway.post(CHAT, {**OPENAI.body("chat"), "max_tokens": 3000})
    assert status == 429 and "retry-after" not in headers, "waiting does not help"
    OPENAI.check_error(document, 429, "rate_limited")
    assert {row["state"]["remaining"] for row in admin.get("/limits")["rows"] if row["scope"] == "team:tests"} == {2, 2000}
    gateway.stop()


@pytest.mark.parametrize("ending", ["read to the end", "left by the caller"])
def test_concurrent_streams(govern, ending):
    gateway, _ = govern(simulated({"limits": {"concurrent": 2}}, pace=40))
    long = OPENAI.body("chat", "write 60 tokens", stream=True)
    with contextlib.ExitStack() as stack:
        open_streams = []
        for _ in range(2):
            connection, response = gateway.stream(CHAT, long)
            stack.callback(connection.close)
            assert response.status == 200 and response.read(1)
            open_streams.append((connection, response))
        status, headers, document = gateway.post(CHAT, OPENAI.body("chat"))
        check_refused(OPENAI, status, headers, document)
        assert gateway.post(CHAT, OPENAI.body("chat"), bearer(OTHERS))[0] == 200
        if ending == "read to the end":
            assert b"[DONE]" in open_streams[0][1].read()
        else:
            open_streams[0][1].close()
            open_streams[0][0].close()
        eventually(lambda: gateway.post(CHAT, OPENAI.body("chat"))[0] == 200, what="the place of the ended stream")
    gateway.stop()


def test_a_key_and_a_model_together(govern):
    document = simulated({})
    document["keys"][0]["model_limits"] = {"chat": {"requests_per_minute": 1}}
    gateway, _ = govern(document)
    assert gateway.post(CHAT, OPENAI.body("chat"))[0] == 200
    status, headers, refusal = gateway.post(CHAT, OPENAI.body("chat"))
    check_refused(OPENAI, status, headers, refusal)
    assert gateway.post(CHAT, OPENAI.body("other"))[0] == 200
    assert gateway.post(CHAT, OPENAI.body("chat"), bearer(OTHERS))[0] == 200
    gateway.stop()


def test_what_one_limit_refuses_no_other_counts(govern):
    document = simulated({"limits": {"requests_per_minute": 4}})
    document["keys"][0]["limits"] = {"requests_per_minute": 1}
    gateway, admin = govern(document)
    statuses = [gateway.post(CHAT, OPENAI.body("chat"))[0] for _ in range(4)]
    assert statuses == [200, 429, 429, 429]
    state = next(row for row in admin.get("/limits")["rows"] if row["scope"] == "team:tests")["state"]
    assert state["remaining"] == 3
    gateway.stop()


def test_a_reload_keeps_what_was_counted_and_takes_the_new_limit(govern):
    document = simulated({"limits": {"requests_per_minute": 3}})
    gateway, _ = govern(document)

    def reload(limit):
        generation = gateway.readiness()["configuration"]["generation"]
        document["teams"]["tests"]["limits"] = {"requests_per_minute": limit}
        gateway.path.write_text(gateway.text(document))
        eventually(lambda: gateway.readiness()["configuration"]["generation"] > generation, what="the reload")

    def statuses(count):
        return [gateway.post(CHAT, OPENAI.body("chat"))[0] for _ in range(count)]

    assert statuses(4) == [200, 200, 200, 429]
    reload(5)
    assert statuses(3) == [200, 200, 429], "what was counted is forgotten, or the new limit does not hold"
    reload(2)
    assert statuses(1) == [429]
    gateway.stop()


def test_a_limit_that_is_changed_over_the_api_holds_at_once(govern):
    gateway, admin = govern(simulated({}))
    admin.change("POST", "/teams", {"name": "made", "limits": {"requests_per_minute": 2}})
    key = admin.key("made", team="made")["key"]

    def statuses(count):
        return [gateway.post(CHAT, OPENAI.body("chat"), bearer(key))[0] for _ in range(count)]

    assert statuses(3) == [200, 200, 429]
    admin.change("PATCH", "/limits/team:made~requests_per_minute", {"amount": 3})
    assert statuses(2) == [200, 429]
    admin.change("DELETE", "/limits/team:made~requests_per_minute")
    assert statuses(5) == [200] * 5
    gateway.stop()
