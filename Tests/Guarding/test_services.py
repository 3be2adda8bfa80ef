"""Guardrails that other services look for: what they are shown, what they decide, and what happens without them."""

import json
import time

import pytest

from fakes import SHAPES, guarding
from guarded.streams import told
from harness.process import free_port
from harness.surfaces import SURFACES

OPENAI = SURFACES[0]
BAD, GOOD = "これは山田爆弾の話です。", "今日はよい天気です。"
MODELS = {"openai-moderation": "omni-moderation-latest", "llamaguard": "llama-guard"}
CATEGORIES = {
    "openai-moderation": "violence", "azure-content-safety": "Violence", "azure-pii": "Person", "presidio": "PERSON",
    "llamaguard": "S9", "bedrock": "NAME", "lakera": "moderated_content/violence",
}
OPTIONS = {
    "bedrock": {"guardrail": "abc", "region": "us-east-1"},
    "model-armor": {"template": "projects/p/locations/l/templates/t"},
    "nemo": {"config": "c"},
    "guardrails-ai": {"guard": "g"},
    "presidio": {"language": "ja"},
}


def service_of(name, **more):
    """The service, and its guardrail's fields."""
    token = "secret-token-0123456789"
    return guarding(name, words={"山田爆弾": CATEGORIES.get(name, "Violence")}, token=token, **more), token


def rule(name, service, token, **more):
    base = {"openai-moderation": "/v1", "llamaguard": "/v1"}.get(name, "")
    fields = {"name": "outside", "type": name, "default": True, "url": service.url + base, "token": token}
    if name in MODELS:
        fields["model"] = MODELS[name]
    if name in OPTIONS:
        fields["options"] = OPTIONS[name]
    # Services that find places mask by default; here everything ends the call.
    return {**fields, "on": ["input"], "action": "block", **more}


def ask(gateway, text, stream=False):
    if not stream:
        status, fields, answer = gateway.post(OPENAI.path("openai"), OPENAI.body("openai", text))
        return status, fields, answer
    connection, response = gateway.stream(OPENAI.path("openai", True), OPENAI.body("openai", text, True))
    raw = response.read()
    connection.close()
    return response.status, dict(response.getheaders()), told(OPENAI, raw) if response.status == 200 else json.loads(raw)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_service_lets_pass_and_refuses(guard, speaker, name):
    context, token = service_of(name)
    with context as service:
        gateway, _ = guard([rule(name, service, token)])
        status, _, answer = ask(gateway, GOOD)
        assert (status, service.refusals) == (200, []), answer
        assert any(GOOD in text for text in service.texts)
        status, _, answer = ask(gateway, BAD)
        assert status == 400, answer
        OPENAI.check_error(answer, 400, "guardrail_blocked")
        assert service.refusals == [] and len(speaker.asked) == 1


@pytest.mark.parametrize("on_error, status", [("closed", 503), ("open", 200)])
def test_without_the_service(guard, speaker, on_error, status):
    with guarding("openai-moderation", token="t" * 20) as service:
        broken = {
            "dead": rule("openai-moderation", service, "t" * 20) | {"url": f"http://127.0.0.1:{free_port()}/v1"},
            "refusing": rule("openai-moderation", service, "another-token-000000"),
        }
        for fields in broken.values():
            gateway, _ = guard([{**fields, "on_error": on_error}])
            found, _, answer = ask(gateway, GOOD)
            assert found == status, answer
            if status == 503:
                OPENAI.check_error(answer, 503, "guardrail_unavailable")
            gateway.kill()
    assert len(speaker.asked) == (2 if status == 200 else 0)


def test_a_slow_service_is_not_waited_for(guard, speaker):
    with guarding("openai-moderation", token="t" * 20, delay=3) as service:
        gateway, _ = guard([rule("openai-moderation", service, "t" * 20, timeout="200ms")])
        begun = time.monotonic()
        assert ask(gateway, GOOD)[0] == 503 and time.monotonic() - begun < 2


def test_a_service_that_fails_is_left_alone(guard, speaker):
    with guarding("openai-moderation", token="another-token-000000") as service:
        gateway, _ = guard([rule("openai-moderation", service, "t" * 20)])
        for _ in range(12):
            assert ask(gateway, GOOD)[0] == 503
        assert len(service.refusals) < 10


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_answers_are_shown_too(guard, speaker, stream):
    context, token = service_of("openai-moderation")
    with context as service:
        gateway, _ = guard([rule("openai-moderation", service, token, on=["output"])])
        speaker.say = BAD
        status, _, answer = ask(gateway, GOOD, stream)
        if stream:
            text, _, reason, events = answer
            assert (status, text, reason) == (200, "", "content_filter") and OPENAI.ends_cleanly(events)
        else:
            assert status == 400
        speaker.say = GOOD
        status, _, answer = ask(gateway, GOOD, stream)
        assert status == 200 and (answer[0] if stream else OPENAI.text(answer)) == GOOD
        assert service.refusals == [] and BAD in service.texts


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_a_service_is_asked_while_the_model_works(guard, speaker, stream):
    context, token = service_of("openai-moderation", delay=0.6)
    with context as service:
        gateway, _ = guard([rule("openai-moderation", service, token, parallel=True)])
        assert ask(gateway, BAD, stream)[0] == 400
        assert len(speaker.asked) == 1, "the model was asked at the same time"
        assert ask(gateway, GOOD, stream)[0] == 200


def test_what_was_said_is_remembered(guard, speaker):
    context, token = service_of("openai-moderation")
    with context as service:
        gateway, _ = guard([rule("openai-moderation", service, token, cache="5m")])
        for _ in range(3):
            assert ask(gateway, GOOD)[0] == 200
            assert ask(gateway, BAD)[0] == 400
        assert len(service.texts) == 2


def test_a_service_does_not_see_what_was_masked(guard, speaker):
    context, token = service_of("openai-moderation")
    pii = {"name": "pii", "type": "pii", "default": True, "preset": "japan-enterprise"}
    with context as service:
        gateway, _ = guard([pii, rule("openai-moderation", service, token)])
        assert ask(gateway, "担当は佐藤花子様です。")[0] == 200
        assert service.texts and "佐藤花子" not in "".join(service.texts) and "<PERSON_1>" in "".join(service.texts)


def test_what_a_service_finds_is_masked(guard, speaker):
    with guarding("presidio", words={"Zaphod Beeblebrox": "PERSON"}, token="t" * 20) as service:
        fields = rule("presidio", service, "t" * 20)
        gateway, _ = guard([{**fields, "action": "restore", "on": ["input"]}])
        speaker.say = lambda document: document["messages"][-1]["content"]
        question = "🪐 Ask Zaphod Beeblebrox about it"
        status, _, answer = ask(gateway, question)
        assert status == 200 and OPENAI.text(answer) == question
        assert "Zaphod" not in json.dumps(speaker.asked)
