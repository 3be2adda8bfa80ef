"""Traces from outside: what a collector gets, what providers are told, and what happens where there is no collector."""

import concurrent.futures
import contextlib
import json
import time

import pytest

from collected.traces import all_spans
from governed.documents import ADMIN_TOKEN
from harness.gateway import KEY, document
from harness.process import eventually, free_port
from harness.recorder import Recorder, recording
from harness.surfaces import SURFACES

CALLER = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
INTERNAL, SERVER, CLIENT = 1, 2, 3


def traced(simulator, url, models=None, **traces):
    return {
        **document(simulator, models, admin_token=ADMIN_TOKEN),
        "telemetry": {"traces": {"endpoint": url, "sample": 0, **traces}},
    }


def chat(gateway, model, headers=None, **members):
    body = {"model": model, "messages": [{"role": "user", "content": "Hello"}], **members}
    return gateway.post("/v1/chat/completions", body, headers)


@pytest.fixture
def collector():
    with recording() as recorder:
        yield recorder


def parent(flags="01", trace=CALLER[0]):
    return {"traceparent": f"00-{trace}-{CALLER[1]}-{flags}"}


def test_a_callers_trace_is_continued_and_every_attempt_stands_under_the_request(start, simulator, collector):
    models = {"chat": {"targets": [{"model": "openai/fault-status-502"}, {"model": "claude/m"}]}}
    gateway = start(traced(simulator, collector.url, models, headers={"authorization": "Basic b3RscA=="}))
    assert chat(gateway, "chat", {**parent(), "tracestate": "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"})[0] == 200
    found = eventually(lambda: all_spans(collector), what="spans")
    assert collector.all()[0].headers["authorization"] == "Basic b3RscA=="
    assert {span.trace for span in found} == {CALLER[0]}
    assert {span.state for span in found} == {"rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"}
    [root] = [span for span in found if span.kind == SERVER]
    assert root.parent == CALLER[1] and root.id != CALLER[1] and root.flags & 1
    assert {span.parent for span in found if span is not root} == {root.id}
    assert len({span.id for span in found}) == len(found)
    assert all(root.start <= span.start and span.end <= root.end for span in found)
    first, second = sorted((span for span in found if span.kind == CLIENT), key=lambda span: span.start)
    assert (first.name, first.status, first.attributes["error.type"]) == ("chat fault-status-502", 2, "502")
    assert first.attributes["kanmon.attempt.decision"].startswith("next target")
    assert (second.name, second.status) == ("chat m", 0)
    assert second.attributes["gen_ai.provider.name"] == "anthropic"
    assert second.attributes["server.address"] == "127.0.0.1"
    assert second.attributes["server.port"] == simulator.port
    assert second.attributes["gen_ai.usage.output_tokens"] > 0
    assert root.name == "POST openai-chat" and root.status == 0
    expected = {
        "http.request.method": "POST",
        "http.response.status_code": 200,
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "chat",
        "gen_ai.response.model": "m",
        "kanmon.attempts": 2,
        "kanmon.outcome": "answered",
        "kanmon.key.name": "tests",
    }
    assert expected.items() <= root.attributes.items()
    stages = [span.name for span in sorted(found, key=lambda span: span.start) if span.kind == INTERNAL]
    assert {"kanmon.identify", "kanmon.read", "kanmon.admit", "kanmon.cache", "kanmon.plan", "kanmon.attempt"} <= set(stages)


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
@pytest.mark.parametrize("stream", [False, True])
def test_what_the_caller_has_not_chosen_is_not_exported_but_an_error_always_is(start, simulator, collector, surface, stream):
    gateway = start(traced(simulator, collector.url))
    for headers in ({}, parent("00")):
        assert gateway.post(surface.path("openai/m", stream), surface.body("openai/m", stream=stream), headers)[0] == 200
    model = "openai/fault-reset-mid-stream-after-2" if stream else "openai/fault-status-500"
    gateway.post(surface.path(model, stream), surface.body(model, stream=stream), parent("00"))
    found = eventually(lambda: all_spans(collector), what="spans")
    [root] = [span for span in found if span.kind == SERVER]
    assert root.trace == CALLER[0] and root.attributes["error.type"] and root.status == 2
    assert not root.flags & 1


@pytest.mark.parametrize(
    "wrong",
    [
        f"00-{CALLER[0].upper()}-{CALLER[1]}-01",
        f"00-{'0' * 32}-{CALLER[1]}-01",
        f"00-{CALLER[0]}-{'0' * 16}-01",
        f"ff-{CALLER[0]}-{CALLER[1]}-01",
        f"00-{CALLER[0]}-{CALLER[1]}-01-more",
        f"00-{CALLER[0]}-{CALLER[1]}",
        "nonsense",
    ],
)
def test_a_place_that_is_not_valid_begins_a_trace_of_its_own(start, simulator, collector, wrong):
    gateway = start(traced(simulator, collector.url, sample=1))
    assert chat(gateway, "openai/m", {"traceparent": wrong, "tracestate": "a=b"})[0] == 200
    found = eventually(lambda: all_spans(collector), what="spans")
    [root] = [span for span in found if span.kind == SERVER]
    assert root.parent == "" and root.trace != CALLER[0] and root.state == ""


class Provider(Recorder):
    """A provider that fails first and answers then."""

    def answer(self, request):
        status, fields = super().answer(request)
        answer = {
            "id": "1", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        return status, {**fields, "body": json.dumps(answer).encode()}


@pytest.mark.parametrize("is_on", [True, False])
def test_each_attempt_tells_the_provider_its_own_span(start, simulator, collector, is_on):
    with recording(Provider()) as provider:
        configuration = traced(simulator, collector.url)
        if not is_on:
            del configuration["telemetry"]
        configuration["providers"]["own"] = {"type": "openai-compatible", "base_url": f"{provider.url}/v1"}
        configuration["models"] = {
            "chat": {"targets": [{"model": "own/m"}], "retry": {"attempts": 2, "backoff": {"initial": "1ms"}}}
        }
        gateway = start(configuration)
        provider.answers = [500, 200]
        assert chat(gateway, "chat", {**parent(), "tracestate": "a=b"})[0] == 200
        told = [request.headers["traceparent"] for request in provider.all()]
        assert not any("tracestate" in request.headers for request in provider.all())
    if not is_on:
        assert told == [parent()["traceparent"]] * 2 and not collector.all()
        return
    found = eventually(lambda: all_spans(collector), what="spans")
    attempts = sorted((span for span in found if span.kind == CLIENT), key=lambda span: span.start)
    assert told == [f"00-{CALLER[0]}-{span.id}-01" for span in attempts]


def test_a_collector_that_has_too_much_to_do_is_asked_again_and_nothing_is_lost(start, simulator, collector):
    collector.answers = [503, (429, {"retry-after": "1"})]
    gateway = start(traced(simulator, collector.url, sample=1))
    before = time.monotonic()
    assert chat(gateway, "openai/m")[0] == 200
    eventually(lambda: len(collector.all()) == 3, seconds=20, what="the third try")
    assert time.monotonic() - before >= 1.2
    assert len({request.body for request in collector.all()}) == 1


def test_without_a_collector_requests_are_served_and_the_end_is_quick(start, simulator):
    gateway = start(traced(simulator, f"http://127.0.0.1:{free_port()}", sample=1))
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda _: chat(gateway, "openai/m")[0], range(800)))
    assert set(statuses) == {200}
    before = time.monotonic()
    gateway.stop()
    assert time.monotonic() - before < 12


def test_a_reload_turns_traces_on_and_off(start, simulator, collector):
    configuration = traced(simulator, collector.url, sample=1)
    off = {name: section for name, section in configuration.items() if name != "telemetry"}
    gateway = start(off)

    def reload(configuration, generation):
        gateway.path.write_text(gateway.text(configuration))
        eventually(lambda: gateway.readiness()["configuration"]["generation"] == generation, what="the reload")

    assert chat(gateway, "openai/m")[0] == 200
    reload(configuration, 2)
    # The exporter follows the requests' rules by a moment.
    eventually(lambda: chat(gateway, "openai/m")[0] == 200 and collector.all(), what="spans")
    reload(off, 3)
    time.sleep(1.5)
    count = len(collector.all())
    for _ in range(20):
        assert chat(gateway, "openai/m")[0] == 200
    time.sleep(1.5)
    assert len(collector.all()) == count
