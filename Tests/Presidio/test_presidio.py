"""Guardrails that ask Presidio's real analyzer."""

import pytest

from guarded.asking import echo
from harness.surfaces import SURFACES

OPENAI = SURFACES[0]
CARD, EMAIL = "4111111111111111", "taro.yamada@gmail.com"
# Characters outside the basic plane in front: offsets are code points, not bytes and not UTF-16.
TEXT = f"日本語 𠮷野家 👩‍👩‍👧 My card is {CARD} and my address is {EMAIL}."


def rule(analyzer, batch, **more):
    options = {"language": "en", "entities": "CREDIT_CARD,EMAIL_ADDRESS", "batch": batch}
    return {"name": "presidio", "type": "presidio", "default": True, "url": analyzer, "options": options, **more}


def ask(gateway, text):
    return gateway.post(OPENAI.path("openai"), OPENAI.body("openai", text))


@pytest.mark.parametrize("batch", ["false", "true"])
def test_what_it_finds_is_masked_where_it_stands(guard, speaker, analyzer, batch):
    gateway = guard([rule(analyzer, batch, on=["input"], action="mask")])
    assert ask(gateway, TEXT)[0] == 200
    seen = echo(speaker.asked[-1])
    assert CARD not in seen and EMAIL not in seen
    head, tail = TEXT.split(CARD)
    middle, end = tail.split(EMAIL)
    assert seen.startswith(head) and middle in seen and seen.endswith(end)


@pytest.mark.parametrize("batch", ["false", "true"])
def test_it_can_refuse_questions_and_answers(guard, speaker, analyzer, batch):
    gateway = guard([rule(analyzer, batch, on=["input", "output"], action="block")])
    status, _, answer = ask(gateway, TEXT)
    assert status == 400
    OPENAI.check_error(answer, 400, "guardrail_blocked")
    assert not speaker.asked
    speaker.say = f"Write to {EMAIL}."
    assert ask(gateway, "Hello.")[0] == 400
    speaker.say = "Hello."
    assert ask(gateway, "A clean question.")[0] == 200


def test_a_language_that_it_does_not_know_is_no_verdict(guard, speaker, analyzer):
    fields = rule(analyzer, "false", on=["input"], action="block")
    gateway = guard([{**fields, "options": {"language": "ja"}}])
    status, _, answer = ask(gateway, "Hello.")
    assert status == 503 and not speaker.asked
    OPENAI.check_error(answer, 503, "guardrail_unavailable")
