"""What is remembered of findings: enough to follow them up, and never the value."""

import json

from governed.documents import ADMIN_TOKEN
from harness.process import eventually
from guarded.asking import MY_NUMBER, NAME, PII, QUESTION, SECRET, ask

LOGGED = {"telemetry": {"log": {"level": "trace", "access": True, "sinks": [{"type": "stdout", "format": "json"}]}}}


def test_findings_stand_in_the_ledger(guard, speaker, surface):
    gateway, admin = guard([PII], **LOGGED)
    assert ask(gateway, surface, QUESTION)[0] == 200
    assert ask(gateway, surface, f"マイナンバーは{MY_NUMBER}です。")[0] == 400
    speaker.say = f"鍵は {SECRET} です。"
    assert ask(gateway, surface, "鍵は?", stream=True)[0] == 200
    rows = eventually(lambda: (found := admin.get("/ledger")["rows"]) if len(admin.get("/ledger")["rows"]) == 3 else None)
    leaked, blocked, restored = rows
    found = {line["type"]: line for line in restored["guards"]}
    assert found["PERSON_NAME"]["action"] == "restore" and found["PERSON_NAME"]["stage"] == "input"
    assert found["PERSON_NAME"]["offset"] == QUESTION.index(NAME) and found["PERSON_NAME"]["length"] == len(NAME)
    assert blocked["guards"][0]["type"] == "MY_NUMBER" and blocked["status"] == 400
    assert leaked["guards"][0]["stage"] == "output" and leaked["guards"][0]["action"] == "block"
    assert [row["id"] for row in admin.get("/ledger?guard_type=MY_NUMBER")["rows"]] == [blocked["id"]]
    everything = json.dumps(rows, ensure_ascii=False)
    for value in (NAME, MY_NUMBER, SECRET):
        assert value not in everything
    metrics = gateway.get("/metrics", headers={"authorization": f"Bearer {ADMIN_TOKEN}"})[2].decode()
    assert 'kanmon_guard_results_total{' in metrics and 'action="block"' in metrics


def test_no_value_is_anywhere(guard, speaker, surface, tmp_path):
    gateway, admin = guard([PII], **LOGGED)
    values = (NAME, "090-1234-5678", MY_NUMBER, SECRET)
    speaker.say = f"鍵は {SECRET} です。"
    for text in (QUESTION, f"マイナンバーは{MY_NUMBER}です。", f"鍵は {SECRET} です。"):
        for stream in (False, True):
            ask(gateway, surface, text, stream)
    eventually(lambda: len(admin.get("/ledger")["rows"]) >= 4)
    gateway.stop()
    for path in tmp_path.rglob("*"):
        if path.is_file() and path.suffix != ".yaml":
            raw = path.read_bytes()
            for value in values:
                assert value.encode() not in raw, (path, value)
                assert value.encode("utf-16-le") not in raw


def test_equal_values_have_equal_hashes(guard, speaker):
    gateway, admin = guard([PII])
    for text in (QUESTION, f"別の件ですが、担当は{NAME}様のままです。"):
        gateway.post("/v1/chat/completions", {"model": "openai", "messages": [{"role": "user", "content": text}]})
    rows = eventually(lambda: (found := admin.get("/ledger")["rows"]) if len(admin.get("/ledger")["rows"]) == 2 else None)
    hashes = {line["hash"] for row in rows for line in row["guards"] if line["type"] == "PERSON_NAME"}
    assert len(hashes) == 1


def test_a_monitor_only_notes(guard, speaker, surface):
    gateway, admin = guard([{**PII, "mode": "monitor"}])
    text = f"マイナンバーは{MY_NUMBER}です。"
    status, fields, _, _ = ask(gateway, surface, text)
    assert status == 200 and fields["x-kanmon-guard"] == "pii=monitor"
    assert MY_NUMBER in json.dumps(speaker.asked)
    row = eventually(lambda: admin.get("/ledger")["rows"])[0]
    assert row["guards"][0]["action"] == "block" and row["guards"][0]["monitored"] is True
