"""Providers' own caches of prompts, as the official SDKs and the providers behind the gateway see them."""

import json

import anthropic
import openai
import pytest

from harness.gateway import KEY, PROVIDER_KEYS, Gateway, document

INSTRUCTIONS = "Mind what is said here, and nothing else. " * 200
#: Of the simulated provider: a token is four bytes.
TOKENS = len(INSTRUCTIONS) // 4
MODEL = "claude/claude-sonnet-4-5"


@pytest.fixture
def caching(simulator, tmp_path):
    """A gateway that has prompts cached, before providers whose caches work as the real ones do."""
    configuration = document(simulator)
    for provider in ("openai", "claude"):
        # A credential of its own, so that no other test's prompts are in the provider's cache.
        configuration["providers"][provider]["api_key"] = f"{PROVIDER_KEYS[provider]}-{tmp_path.name}"
        configuration["providers"][provider]["headers"] = {"x-sim-prompt-cache": "on"}
    configuration["prompt_caching"] = {"enabled": True}
    with Gateway(tmp_path, configuration, name="caching") as gateway:
        yield gateway


def bodies(simulator, marker):
    """What the provider was sent whose text has the marker."""
    return [json.loads(sent["body"]) for sent in simulator.requests() if marker in sent["body"]]


def test_openai_sdk_reads_from_anthropics_cache(caching, simulator, request):
    marker = request.node.name
    with openai.OpenAI(api_key=KEY, base_url=f"{caching.url}/v1", max_retries=0) as client:
        cached = []
        for number in range(4):
            raw = client.chat.completions.with_raw_response.create(
                model=MODEL,
                messages=[
                    {"role": "system", "content": INSTRUCTIONS},
                    {"role": "user", "content": f"{marker} {number}"},
                ],
            )
            cached.append(raw.parse().usage.prompt_tokens_details.cached_tokens)
            said = raw.headers["x-kanmon-prompt-cache"]
            assert said == ("none" if number == 0 else "breakpoints=1; ttl=5m")
    assert cached == [0, 0, TOKENS, TOKENS]
    sent = bodies(simulator, marker)
    assert [body["system"][0].get("cache_control") for body in sent] == [None] + [{"type": "ephemeral"}] * 3
    assert all(body["system"][0]["text"] == INSTRUCTIONS for body in sent)


@pytest.mark.parametrize("stream", [False, True])
def test_anthropic_sdk_grows_a_conversation_in_the_cache(caching, simulator, request, stream):
    marker = request.node.name
    usages = []
    turns = []
    with anthropic.Anthropic(api_key=KEY, base_url=caching.url, max_retries=0) as client:
        for number in range(5):
            turns.append({"role": "user", "content": f"{marker} {number} " + "and so on " * 100})
            arguments = {"model": MODEL, "max_tokens": 30, "system": INSTRUCTIONS, "messages": turns}
            if stream:
                with client.messages.stream(**arguments) as events:
                    answer = events.get_final_message()
            else:
                answer = client.messages.create(**arguments)
            usages.append(answer.usage)
            turns.append({"role": "assistant", "content": answer.content[0].text})
    # Each request from the third on reads all that the one before has sent, and writes what has been added.
    assert [usage.cache_read_input_tokens for usage in usages[:2]] == [0, 0]
    for before, after in zip(usages[1:], usages[2:]):
        sent = before.cache_read_input_tokens + before.cache_creation_input_tokens
        assert sent > TOKENS and after.cache_read_input_tokens == sent
        assert 0 < after.cache_creation_input_tokens < TOKENS / 2
    for body in bodies(simulator, marker):
        assert json.dumps(body).count('"cache_control"') <= 4


def test_callers_own_breakpoints_go_on_alone(caching, simulator, request):
    marker = request.node.name
    control = {"type": "ephemeral", "ttl": "1h"}
    with anthropic.Anthropic(api_key=KEY, base_url=caching.url, max_retries=0) as client:
        for number in range(3):
            answer = client.messages.create(
                model=MODEL,
                max_tokens=30,
                system=[{"type": "text", "text": INSTRUCTIONS, "cache_control": control}],
                messages=[{"role": "user", "content": f"{marker} {number}"}],
            )
    assert answer.usage.cache_read_input_tokens == TOKENS
    for body in bodies(simulator, marker):
        assert body["system"] == [{"type": "text", "text": INSTRUCTIONS, "cache_control": control}]
        assert body["messages"][0]["content"].startswith(marker)


def test_openai_sdk_has_its_cache_key_sent(caching, simulator, request):
    marker = request.node.name
    with openai.OpenAI(api_key=KEY, base_url=f"{caching.url}/v1", max_retries=0) as client:
        usages = []
        for number in range(3):
            answer = client.chat.completions.create(
                model="openai/gpt-4o",
                messages=[
                    {"role": "system", "content": INSTRUCTIONS},
                    {"role": "user", "content": f"{marker} {number}"},
                ],
            )
            usages.append(answer.usage.prompt_tokens_details.cached_tokens)
        client.chat.completions.create(
            model="openai/gpt-4o",
            prompt_cache_key="of-my-own",
            messages=[{"role": "user", "content": marker + INSTRUCTIONS}],
        )
    keys = [body.get("prompt_cache_key") for body in bodies(simulator, marker)]
    assert len(set(keys[:3])) == 1 and keys[0].startswith("km-") and len(keys[0]) <= 64
    assert keys[3] == "of-my-own"
    assert usages[0] == 0 and min(usages[1:]) >= 1024


def test_requests_decline(caching, simulator, request):
    marker = request.node.name
    with anthropic.Anthropic(api_key=KEY, base_url=caching.url, max_retries=0) as client:
        for number in range(3):
            answer = client.messages.create(
                model=MODEL,
                max_tokens=30,
                system=INSTRUCTIONS,
                messages=[{"role": "user", "content": f"{marker} {number}"}],
                extra_headers={"x-kanmon-prompt-cache": "off"},
            )
            assert answer.usage.cache_creation_input_tokens == 0
    assert all(body["system"] == INSTRUCTIONS for body in bodies(simulator, marker))
