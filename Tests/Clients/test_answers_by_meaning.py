"""Stored answers to questions that say the same in other words, as the official SDKs read them."""

import itertools

import pytest

from harness.gateway import PROVIDERS

numbers = itertools.count()
STORED = "How do I reset my password?"
SAME = "password reset steps"
OTHERS = [
    "How do I reset my password in 2024?",
    "How do I not reset my password?",
    "When do I reset my password?",
    "How do I reset my router?",
    "パスワードをリセットする方法は?",
]


@pytest.fixture
def wish():
    """Headers that ask to be compared by meaning, apart from every other test."""
    return {"x-kanmon-cache": f"semantic, namespace=meaning-{next(numbers)}"}


def ask_openai(client, model, prompt, headers, stream=False, **more):
    raw = client.chat.completions.with_raw_response.create(
        model=model,
        stream=stream,
        max_tokens=300,
        messages=[{"role": "user", "content": prompt}],
        extra_headers=headers,
        **more,
    )
    answer = raw.parse()
    if not stream:
        return answer.choices[0].message.content, raw.headers
    chunks = list(answer)
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    return "".join(c.choices[0].delta.content or "" for c in chunks if c.choices), raw.headers


def ask_anthropic(client, model, prompt, headers):
    raw = client.messages.with_raw_response.create(
        model=model,
        max_tokens=300,
        messages=[{"role": "user", "content": prompt}],
        extra_headers=headers | {"anthropic-version": "2023-06-01"},
    )
    return raw.parse().content[0].text, raw.headers


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_same_in_other_words_is_answered_to_every_sdk(openai_client, anthropic_client, wish, provider):
    model = f"{provider}/echo"
    text, headers = ask_openai(openai_client, model, STORED, wish)
    assert (text, headers["x-kanmon-cache"]) == (STORED, "miss")
    key = headers["x-kanmon-cache-key"]
    answers = [
        ask_openai(openai_client, model, SAME, wish),
        ask_openai(openai_client, model, SAME, wish, stream=True),
        ask_anthropic(anthropic_client, model, SAME, wish),
    ]
    for text, headers in answers:
        assert text == STORED
        state, score, level = headers["x-kanmon-cache"].split("; ")
        assert state == "semantic-hit" and level == "level=2"
        assert 0.85 <= float(score.removeprefix("score=")) <= 1
        assert int(headers["age"]) >= 0
        assert headers["x-kanmon-cache-key"] == key
        assert headers["x-kanmon-attempts"] == "0"


@pytest.mark.parametrize("other", OTHERS)
def test_what_says_something_else_is_asked_anew(openai_client, wish, other):
    ask_openai(openai_client, "openai/echo", STORED, wish)
    text, headers = ask_openai(openai_client, "openai/echo", other, wish)
    assert (text, headers["x-kanmon-cache"]) == (other, "miss")


@pytest.mark.parametrize(
    "more",
    [{"temperature": 0.3}, {"seed": 1}, {"stop": ["x"]}, {"presence_penalty": 0.5}],
    ids=lambda more: next(iter(more)),
)
def test_other_parameters_are_another_question(openai_client, wish, more):
    ask_openai(openai_client, "openai/echo", STORED, wish)
    assert ask_openai(openai_client, "openai/echo", SAME, wish, **more)[1]["x-kanmon-cache"] == "miss"


def test_nobody_is_compared_who_has_not_asked(openai_client, wish):
    ask_openai(openai_client, "openai/echo", STORED, wish)
    plain = {"x-kanmon-cache": wish["x-kanmon-cache"].removeprefix("semantic, ")}
    assert ask_openai(openai_client, "openai/echo", SAME, plain)[1]["x-kanmon-cache"] == "miss"
    declined = {"x-kanmon-cache": wish["x-kanmon-cache"] + ", exact"}
    assert ask_openai(openai_client, "openai/echo", "How can I reset my password?", declined)[1]["x-kanmon-cache"] == "miss"
