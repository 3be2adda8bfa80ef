"""Stored answers as the official SDKs read them: whichever asked first, whole or as a stream."""

import itertools

import pytest

from harness.gateway import PROVIDERS

WAYS = [(surface, stream) for surface in ("openai", "anthropic", "genai") for stream in (False, True)]
numbers = itertools.count()
CACHED = {"x-kanmon-cache": "namespace=sdks"}


@pytest.fixture
def ask(openai_client, anthropic_client, genai_client):
    """Asks one question in one of the ways; gives the text and, where the SDK shows headers, what became of it."""

    def openai(model, prompt, stream, headers):
        create = openai_client.chat.completions.with_raw_response.create
        raw = create(
            model=model,
            stream=stream,
            max_tokens=300,
            messages=[{"role": "user", "content": prompt}],
            extra_headers=headers,
        )
        answer = raw.parse()
        if not stream:
            return answer.choices[0].message.content, raw.headers["x-kanmon-cache"]
        chunks = list(answer)
        assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
        return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices), raw.headers["x-kanmon-cache"]

    def anthropic(model, prompt, stream, headers):
        arguments = {
            "model": model,
            "max_tokens": 300,
            "messages": [{"role": "user", "content": prompt}],
            "extra_headers": headers,
        }
        if not stream:
            raw = anthropic_client.messages.with_raw_response.create(**arguments)
            return raw.parse().content[0].text, raw.headers["x-kanmon-cache"]
        with anthropic_client.messages.stream(**arguments) as events:
            text = "".join(events.text_stream)
            message = events.get_final_message()
            assert message.stop_reason == "end_turn" and message.content[0].text == text
            return text, events.response.headers["x-kanmon-cache"]

    def genai(model, prompt, stream, headers):
        arguments = {
            "model": model,
            "contents": prompt,
            "config": {"max_output_tokens": 300, "http_options": {"headers": headers}},
        }
        if not stream:
            return genai_client.models.generate_content(**arguments).text, None
        chunks = list(genai_client.models.generate_content_stream(**arguments))
        assert chunks[-1].candidates[0].finish_reason.name == "STOP"
        return "".join(chunk.text or "" for chunk in chunks), None

    return {"openai": openai, "anthropic": anthropic, "genai": genai}


@pytest.mark.parametrize("first", WAYS, ids=str)
@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_sdk_reads_what_another_asked_for(ask, provider, first):
    prompt = f"Question {next(numbers)}: where does the canal end?"
    for number, (surface, stream) in enumerate([first] + WAYS):
        # Each SDK with the version that it sends of its own accord.
        text, state = ask[surface](f"{provider}/echo", prompt, stream, CACHED)
        assert text == prompt
        assert state in (None, "hit" if number else "miss"), (surface, stream)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_later_versions_of_the_api_share_and_earlier_ones_are_kept_apart(ask, provider):
    prompt = f"Question {next(numbers)}: where does the canal begin?"
    states = []
    for version in ("2023-06-01", "2024-01-01", "2026-10-21", "2023-01-01", "2023-01-01", "2023-06-01"):
        headers = CACHED | {"anthropic-version": version}
        text, state = ask["anthropic"](f"{provider}/echo", prompt, False, headers)
        assert text == prompt
        states.append(state)
    assert states == ["miss", "hit", "hit", "miss", "hit", "hit"]
