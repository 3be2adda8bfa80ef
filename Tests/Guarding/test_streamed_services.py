"""Services outside that look at streamed answers: window by window, and what goes on in between."""

import json
import time

import pytest

from fakes import guarding
from guarded.asking import OWN, PII, ask
from guarded.streams import told
from harness.process import eventually
from harness.surfaces import SURFACES

TOKEN = "t" * 20
BAD = "山田爆弾"
SENTENCES = [f"これは{number}番目の文で、とくに変わったことは書いてありません。" for number in range(60)]
LONG = "".join(SENTENCES)
CUT = ("content_filter", "refusal", "SAFETY")


def moderation(service, **more):
    fields = {"name": "outside", "type": "openai-moderation", "default": True, "on": ["output"], "token": TOKEN}
    return {**fields, "url": f"{service.url}/v1", "model": "omni-moderation-latest", "action": "block", **more}


def presidio(service, **more):
    fields = {"name": "outside", "type": "presidio", "default": True, "on": ["output"], "token": TOKEN}
    return {**fields, "url": service.url, "options": {"language": "ja"}, "action": "redact", **more}


def moderating(**more):
    return guarding("openai-moderation", words={BAD: "violence"}, token=TOKEN, **more)


def rows(admin, count=1):
    return eventually(lambda: (found := admin.get("/ledger")["rows"]) and len(found) >= count and found)


@pytest.mark.parametrize("piece", [1, 7, 200, 10_000])
def test_a_clean_answer_goes_on_whole(guard, speaker, surface, piece):
    with moderating() as service:
        gateway, admin = guard([moderation(service)])
        speaker.say, speaker.piece = LONG, piece
        _, _, text, (_, reason, events, _) = ask(gateway, surface, "?", stream=True)
        assert text == LONG and surface.ends_cleanly(events) and reason not in CUT
        assert service.refusals == []
        shown = service.texts
        assert shown[-1].endswith(SENTENCES[-1])
        if piece < 200:
            assert len(shown) <= len(LONG) / 200 + 4
            for before, after in zip(shown, shown[1:]):
                assert after[:30] in before, "windows overlap"
        assert rows(admin)[0]["usage"]["output_tokens"] > 0


def test_text_goes_out_while_the_model_speaks(guard, speaker, surface):
    with moderating() as service:
        gateway, _ = guard([moderation(service)])
        speaker.say, speaker.piece, speaker.pause = LONG[:900], 15, 0.05
        begun = time.monotonic()
        model = OWN[surface.name]
        connection, response = gateway.stream(surface.path(model, True), surface.body(model, "?", True))
        raw, first = b"", None
        while line := response.readline():
            raw += line
            if first is None and SENTENCES[0] in told(surface, raw if line == b"\n" else b"")[0]:
                first = time.monotonic() - begun
        connection.close()
        whole = time.monotonic() - begun
        assert told(surface, raw)[0] == LONG[:900]
        assert first is not None and first < whole / 2, (first, whole)
        assert len(service.texts) >= 3


@pytest.mark.parametrize("piece", [1, 5, 10_000])
def test_a_block_ends_the_stream(guard, speaker, surface, piece):
    with moderating() as service:
        gateway, admin = guard([moderation(service)])
        before, behind = "".join(SENTENCES[:20]), "".join(SENTENCES[20:])
        speaker.say, speaker.piece = f"{before}ここに{BAD}がある。{behind}", piece
        speaker.pause = 0.005 if piece == 5 else 0
        _, _, text, (_, reason, events, _) = ask(gateway, surface, "?", stream=True)
        assert before.startswith(text)
        assert reason in CUT and surface.ends_cleanly(events)
        if speaker.pause:
            assert len(text) > 100
            eventually(lambda: speaker.broken == 1)
        row = rows(admin)[0]
        assert "guardrail_blocked" in row["flags"] and row["usage"]["output_tokens"] > 0
        line = row["guards"][-1]
        assert (line["guardrail"], line["stage"], line["action"]) == ("outside", "output", "block")


@pytest.mark.parametrize("piece", [1, 3, 11, 64, 10_000])
def test_what_a_service_masks_is_masked(guard, speaker, surface, piece):
    name = "Zaphod Beeblebrox"
    with guarding("presidio", words={name: "PERSON"}, token=TOKEN) as service:
        gateway, admin = guard([presidio(service)])
        # Names without the end of a sentence near them, too: wherever windows end, none of them is cut.
        text = "".join(f"{sentence}{name if number % 7 == 0 else ''}" for number, sentence in enumerate(SENTENCES))
        text += "語" * 391 + name + "語" * 300
        speaker.say, speaker.piece = text, piece
        _, _, got, (_, _, events, _) = ask(gateway, surface, "?", stream=True)
        assert got == text.replace(name, "") and surface.ends_cleanly(events)
        row = rows(admin)[0]
        places = [index for index in range(len(text)) if text.startswith(name, index)]
        assert [line["offset"] for line in row["guards"]] == places
        assert {line["length"] for line in row["guards"]} == {len(name)}


def test_strict_shows_the_whole_answer(guard, speaker, surface):
    with moderating() as service:
        gateway, _ = guard([moderation(service, streaming="strict")])
        speaker.say = LONG + BAD
        _, _, text, (_, reason, events, _) = ask(gateway, surface, "?", stream=True)
        assert text == "" and reason in CUT and surface.ends_cleanly(events)
        speaker.say = LONG
        assert ask(gateway, surface, "?", stream=True)[2] == LONG
        assert service.texts == [LONG + BAD, LONG]


@pytest.mark.parametrize("how", [{"streaming": "audit"}, {"mode": "monitor"}], ids=["audit", "monitor"])
def test_what_is_only_noted_holds_nothing_back(guard, speaker, surface, how):
    with moderating() as service:
        gateway, admin = guard([moderation(service, **how)])
        speaker.say = LONG + BAD
        _, _, text, (_, reason, events, _) = ask(gateway, surface, "?", stream=True)
        assert text == LONG + BAD and reason not in CUT and surface.ends_cleanly(events)
        assert service.texts == [LONG + BAD]
        assert [line["monitored"] for line in rows(admin)[0]["guards"]] == [True]


@pytest.mark.parametrize("on_error", ["closed", "open"])
def test_a_service_that_fails(guard, speaker, surface, on_error):
    with moderating() as service:
        gateway, admin = guard([moderation(service, token="another-token-000000", on_error=on_error)])
        speaker.say = LONG
        _, _, text, (_, _, events, raw) = ask(gateway, surface, "?", stream=True)
        if on_error == "open":
            assert text == LONG and surface.ends_cleanly(events)
        else:
            assert text == "" and not surface.ends_cleanly(events) and b"guardrail" in raw
            row = rows(admin)[0]
            assert row["outcome"] == "partial" and "guardrail_unavailable" in row["flags"]


def test_values_are_put_back_behind_the_service(guard, speaker, surface):
    with moderating() as service:
        gateway, _ = guard([PII, moderation(service)])
        speaker.say = lambda document: "はい、<PERSON_1>様ですね。" + LONG + "<PERSON_1>様。"
        speaker.piece = 2
        text = ask(gateway, surface, "担当は山田太郎様です。", stream=True)[2]
        assert text == "はい、山田太郎様ですね。" + LONG + "山田太郎様。"
        assert "山田太郎" not in "".join(service.texts)


def test_arguments_of_tools_are_shown(guard, speaker, surface):
    with moderating() as service:
        gateway, _ = guard([moderation(service)])
        model = OWN[surface.name]

        def arguments(note):
            speaker.arguments, speaker.piece = json.dumps({"note": note}, ensure_ascii=False), 2
            connection, response = gateway.stream(surface.path(model, True), surface.body(model, "?", True))
            raw = response.read()
            connection.close()
            return told(surface, raw)

        _, said, _, events = arguments("よい天気")
        assert json.loads(said) == {"note": "よい天気"} and surface.ends_cleanly(events)
        _, said, reason, events = arguments(f"{BAD}のこと")
        assert BAD not in said and reason in CUT and surface.ends_cleanly(events)
        assert service.texts == ["よい天気", f"{BAD}のこと"]


def test_stored_answers_are_shown_too(guard, speaker, surface):
    with guarding("presidio", words={"Zaphod": "PERSON"}, token=TOKEN) as service:
        gateway, _ = guard([presidio(service)], cache={"exact": {"enabled": True, "ttl": "1m"}})
        speaker.say = LONG + "Zaphod" + LONG
        for _ in range(3):
            _, _, text, (_, _, events, _) = ask(gateway, surface, "?", stream=True)
            assert text == LONG + LONG and surface.ends_cleanly(events)
        assert len(speaker.asked) == 1


def test_a_kept_stream_stays_awake(guard, speaker):
    surface = SURFACES[0]
    with moderating() as service:
        gateway, _ = guard([moderation(service, streaming="strict")])
        speaker.say, speaker.piece, speaker.pause = LONG[:240], 10, 0.6
        model = OWN[surface.name]
        connection, response = gateway.stream(surface.path(model, True), surface.body(model, "?", True), timeout=30)
        begun = time.monotonic()
        line = response.readline()
        assert line == b": keep-alive\n" and time.monotonic() - begun < 13
        raw = line + response.read()
        connection.close()
        assert told(surface, raw)[0] == LONG[:240]


def test_a_refusal_for_want_of_a_service_has_a_record(guard, speaker, surface):
    with moderating() as service:
        gateway, admin = guard([moderation(service, token="another-token-000000", on=["input"])])
        status, _, _, answer = ask(gateway, surface, "こんにちは")
        assert status == 503
        surface.check_error(answer, 503, "guardrail_unavailable")
        row = rows(admin)[0]
        assert row["status"] == 503 and row["outcome"] == "failed" and "guardrail_unavailable" in row["flags"]
        assert row["attempts"] == [] and not row.get("usage")
        assert speaker.asked == []
