"""The log from outside: access lines against the ledger, every kind of sink, levels, and sinks that fail."""

import concurrent.futures
import contextlib
import gzip
import json
import os
import re
import socket
import time

import pytest

from collected.store import ObjectStore
from governed.documents import ADMIN_TOKEN, governed
from harness.gateway import KEY
from harness.process import eventually, free_port
from harness.recorder import Recorder, recording
from harness.surfaces import SURFACES

#: What surfaces are called in the ledger and in the log.
SURFACE_NAMES = {"openai": "openai-chat", "anthropic": "anthropic-messages", "gemini": "gemini"}

STAGES = {"identify", "receive", "read", "queue", "admit", "cache", "plan", "attempt", "reply", "settle"}


def logged(simulator, log, **sections):
    configuration = governed(simulator, **sections)
    return {**configuration, "telemetry": {"log": {"level": "notice", **log}}}


def lines(data):
    """The lines of a log, each of which must be one JSON object."""
    found = []
    for line in data.decode().splitlines():
        if line.startswith("{"):
            found.append(json.loads(line))
            assert {"time", "level", "module", "message"} <= set(found[-1])
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", found[-1]["time"])
    return found


def access(data):
    return [line for line in lines(data) if line["module"] == "access"]


def read(path):
    return path.read_bytes() if path.exists() else b""


def test_an_access_line_says_what_the_ledger_says(govern, simulator, tmp_path):
    path = tmp_path / "access.log"
    models = {"chat": {"targets": [{"model": "openai/fault-status-503"}, {"model": "claude/m"}]}}
    gateway, admin = govern(logged(simulator, {"access": True, "sinks": [{"type": "file", "path": "access.log"}]}, models=models))
    for surface in SURFACES:
        for stream in (False, True):
            assert gateway.post(surface.path("chat", stream), surface.body("chat", "日本語 Hello", stream))[0] == 200
    assert gateway.post("/v1/chat/completions", {"model": "nobody", "messages": []})[0] == 404
    found = eventually(lambda: len(rows := access(read(path))) == 7 and rows, what="seven lines")
    ledger = {row["id"]: row for row in admin.settled([line["request"] for line in found[:6]])}
    for line in found[:6]:
        row = ledger[line["request"]]
        assert (line["level"], line["message"]) == ("info", "answered")
        for field, member in {
            "surface": "surface", "status": "status", "outcome": "outcome", "team": "team", "key": "key_name",
            "model_asked": "model_asked", "provider": "provider", "model": "model_served", "cost_usd": "cost_usd",
        }.items():
            if member in row:
                assert line[field] == row[member], (field, line, row)
        assert line["output_tokens"] > 0 and line["prompt_bytes"] > 40
        # After some failures the first target is passed over.
        outcomes = [attempt["outcome"] for attempt in line["attempts"]]
        assert outcomes == (["answered"] if "skipped" in line else ["503", "answered"])
        assert len(row["attempts"]) == len(outcomes)
        assert set(line["stages_us"]) <= STAGES and {"read", "admit", "attempt", "reply"} <= set(line["stages_us"])
        assert abs(sum(line["stages_us"].values()) - line["duration_us"]) <= len(STAGES)
    assert found[6]["error"] == "model_not_found" and found[6]["status"] == 404
    assert "Hello" not in read(path).decode() and path.stat().st_mode & 0o777 == 0o600


def test_questions_are_logged_of_teams_that_want_it_masked_and_cut(govern, simulator, tmp_path):
    path = tmp_path / "log"
    log = {
        "access": True,
        "prompts": {"teams": ["tests"], "characters": 40},
        "sinks": [{"type": "file", "path": "log"}],
    }
    keys = [
        {"name": "tests", "team": "tests", "key": KEY},
        {"name": "shy", "team": "shy", "key": "sk-km-shy-0123456789abcdef"},
    ]
    gateway, _ = govern(logged(simulator, log, teams={"tests": {}, "shy": {}}, keys=keys))
    question = "Write to hana@example.com, " + "please " * 20
    for key in (KEY, "sk-km-shy-0123456789abcdef"):
        body = SURFACES[0].body("openai", question)
        assert gateway.post("/v1/chat/completions", body, {"authorization": f"Bearer {key}"})[0] == 200
    first, second = eventually(lambda: len(rows := access(read(path))) == 2 and rows, what="two lines")
    assert first["prompt"] == "Write to [masked:email], please please" and "prompt" not in second
    assert second["prompt_bytes"] == first["prompt_bytes"]


def test_a_file_is_rotated_and_every_line_is_in_one_of_them(govern, simulator, tmp_path):
    sink = {"type": "file", "path": "logs/k.log", "max_size": "64KiB", "keep": 50}
    (tmp_path / "logs").mkdir()
    gateway, _ = govern(logged(simulator, {"access": True, "sinks": [sink]}))
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        bodies = [SURFACES[0].body("openai") for _ in range(300)]
        assert {status for status, _, _ in pool.map(lambda body: gateway.post("/v1/chat/completions", body), bodies)} == {200}

    def rows():
        files = [file for file in (tmp_path / "logs").iterdir() if file.suffix != ".tmp"]
        try:
            found = [row for file in files for row in access(unpacked(file))]
        except (OSError, ValueError):
            # Something was moved, or written, while it was read.
            return []
        # A file may have been seen under two names.
        return list({row["request"]: row for row in found}.values())

    def unpacked(file):
        return gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()

    eventually(lambda: len(rows()) == 300, what="300 lines")
    eventually(lambda: all(file.suffix == ".gz" for file in (tmp_path / "logs").iterdir() if file.name != "k.log"), what="gzip")
    files = sorted((tmp_path / "logs").iterdir())
    assert len(files) >= 3 and {file.name for file in files} >= {"k.log", "k.log.1.gz", "k.log.2.gz"}
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert len(rows()) == 300
    # Somebody else moves the file away: a new one is begun.
    os.rename(tmp_path / "logs/k.log", tmp_path / "logs/elsewhere")
    gateway.post("/v1/chat/completions", SURFACES[0].body("openai"))
    eventually(lambda: len(access(read(tmp_path / "logs/k.log"))) == 1, what="a new file")


def test_lines_are_posted_in_batches_and_again_after_a_failure(govern, simulator):
    with recording() as collector:
        collector.answers = [503]
        sink = {
            "type": "http", "url": f"{collector.url}/ingest", "interval": "100ms",
            "headers": {"authorization": "Bearer collector-token"},
        }
        gateway, _ = govern(logged(simulator, {"access": True, "sinks": [sink]}))
        for _ in range(20):
            assert gateway.post("/v1/chat/completions", SURFACES[0].body("openai"))[0] == 200

        def arrived():
            return [row for request in collector.all()[1:] for row in access(request.body)]

        eventually(lambda: len(arrived()) == 20, seconds=15, what="20 lines")
        assert len({row["request"] for row in arrived()}) == 20
        first = collector.all()[0]
        assert first.path == "/ingest" and first.headers["content-type"] == "application/x-ndjson"
        assert first.headers["authorization"] == "Bearer collector-token"
        assert len(collector.all()) < 20


def test_lines_are_stored_as_signed_objects(govern, simulator):
    secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    with recording(ObjectStore(secret, "ap-northeast-1")) as store:
        sink = {
            "type": "s3", "endpoint": store.url, "bucket": "logs", "prefix": "kanmon/本番 1/", "region": "ap-northeast-1",
            "access_key_id": "AKIDEXAMPLE", "secret_access_key": secret, "interval": "200ms",
        }
        gateway, _ = govern(logged(simulator, {"access": True, "sinks": [sink]}))
        for _ in range(5):
            assert gateway.post("/v1/chat/completions", SURFACES[0].body("openai"))[0] == 200

        def rows():
            return [row for body in store.objects.values() for row in access(body)]

        eventually(lambda: len(rows()) == 5 or store.refusals, seconds=15, what="five lines")
        assert not store.refusals
        pattern = r"/logs/kanmon/%E6%9C%AC%E7%95%AA%201/\d{4}/\d\d/\d\d/\d\d/\d{8}T\d{6}-[0-9a-f]+-\d+\.jsonl"
        assert all(re.fullmatch(pattern, path) for path in store.objects), store.objects.keys()
        # The last lines arrive when the process ends.
        assert gateway.post("/v1/chat/completions", SURFACES[0].body("openai"))[0] == 200
        gateway.stop()
        assert len(rows()) == 6


def test_sinks_that_take_nothing_hold_up_no_request(govern, simulator, tmp_path):
    hole = socket.create_server(("127.0.0.1", 0))
    sinks = [
        {"type": "file", "path": "no/such/folder/log"},
        {"type": "http", "url": f"http://127.0.0.1:{free_port()}"},
        {"type": "http", "url": f"http://127.0.0.1:{hole.getsockname()[1]}"},
    ]
    gateway, _ = govern(logged(simulator, {"access": True, "sinks": sinks}))
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        bodies = [SURFACES[0].body("openai") for _ in range(300)]
        begun = time.monotonic()
        assert {status for status, _, _ in pool.map(lambda body: gateway.post("/v1/chat/completions", body), bodies)} == {200}
    assert time.monotonic() - begun < 20
    begun = time.monotonic()
    gateway.stop()
    assert time.monotonic() - begun < 8
    hole.close()


def test_levels_change_while_the_gateway_runs_by_the_admin_api_and_by_a_reload(govern, simulator, tmp_path):
    path = tmp_path / "log"
    sinks = [{"type": "file", "path": "log"}]
    gateway, admin = govern(logged(simulator, {"sinks": sinks}))
    ask = lambda: gateway.post("/v1/chat/completions", SURFACES[0].body("openai"))[0]
    assert ask() == 200
    shown = admin.get("/log/levels")
    assert shown["level"] == "notice" and shown["levels"] == {} and shown["modules"]["access"] == "notice"
    changed = admin.change("PUT", "/log/levels", {"level": "notice", "levels": {"access": "debug"}, "reason": "a look"})
    assert changed["modules"]["access"] == "debug" and changed["modules"]["gateway"] == "notice"
    assert ask() == 200
    eventually(lambda: len(access(read(path))) == 1, what="one line")
    assert access(read(path))[0]["level"] == "debug"
    [entry] = [row for row in admin.get("/audit")["rows"] if row["action"] == "log.levels"]
    assert entry["reason"] == "a look"
    for wrong in ({"level": "loud"}, {"level": "info", "levels": {"nobody": "info"}}, {"levels": {}}, {"level": "info", "x": 1}):
        assert admin.ask("PUT", "/log/levels", wrong)[0] == 400
    configuration = logged(simulator, {"sinks": sinks, "levels": {"access": "info"}})
    gateway.path.write_text(gateway.text(configuration))
    eventually(lambda: admin.get("/log/levels")["levels"] == {"access": "info"}, what="the reload")
    assert ask() == 200
    gateway.post("/v1/chat/completions", {"model": "nobody", "messages": []})
    eventually(lambda: len(access(read(path))) == 2, what="two lines")
    assert "model_not_found" in [line.get("error") for line in access(read(path))]


def test_lines_for_people_have_no_character_that_a_terminal_obeys(govern, simulator, tmp_path):
    sinks = [{"type": "file", "path": "log", "format": "human"}]
    gateway, _ = govern(logged(simulator, {"access": True, "sinks": sinks}))
    gateway.post("/v1/chat/completions", SURFACES[0].body("x\u001b[31m\u2028\u009b31m evil\nforged line"))
    text = eventually(lambda: "access" in read(tmp_path / "log").decode() and read(tmp_path / "log").decode(), what="a line")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]", text)
    assert not any(line.startswith("forged") for line in text.splitlines())
    assert re.search(r"^\d{4}-\S+Z INFO     access: failed: model_not_found request=", text, re.MULTILINE)


def test_requests_of_nobody_have_lines_without_what_they_presented(govern, simulator, tmp_path):
    stranger = "sk-km-stranger-canary-0123456789abcdef0123456789"
    keys = [
        {"name": "tests", "team": "tests", "key": KEY},
        {"name": "old", "team": "tests", "key": "sk-km-old-canary-0123456789abcdef", "expires": "2020-01-01T00:00:00Z"},
        {"name": "chat", "team": "tests", "key": "sk-km-chat-canary-0123456789abcdef", "surfaces": ["openai-chat"]},
        {"name": "far", "team": "tests", "key": "sk-km-far-canary-0123456789abcdef", "addresses": ["192.0.2.0/24"]},
    ]
    sections = {"keys": keys, "server": {"drain_timeout": "5s", "admin_token": ADMIN_TOKEN, "trusted_proxies": ["127.0.0.1"]}}
    gateway, _ = govern(logged(simulator, {"access": True, "sinks": [{"type": "file", "path": "log"}]}, **sections))
    chat, messages = SURFACES[0], SURFACES[1]
    asked = [
        (chat, None, 401, "invalid_key"), (chat, stranger, 401, "invalid_key"), (messages, stranger, 401, "invalid_key"),
        (chat, keys[1]["key"], 401, "key_expired"), (messages, keys[2]["key"], 403, "forbidden"),
        (chat, keys[3]["key"], 403, "forbidden"),
    ]
    for number, (surface, key, status, _) in enumerate(asked):
        fields = {"x-forwarded-for": f"203.0.113.{number}", **({"authorization": f"Bearer {key}"} if key else {})}
        body = json.dumps(surface.body("openai")).encode()
        assert gateway.get(surface.path("openai"), "POST", 10, fields, body)[0] == status
    found = eventually(lambda: len(rows := access(read(tmp_path / "log"))) >= 6 and rows, what="six lines")
    assert len(found) == 6
    # Connections on different event loops may be overtaken on the way to the file.
    found.sort(key=lambda line: line["address"])
    for number, (line, (surface, _, status, code)) in enumerate(zip(found, asked)):
        assert (line["message"], line["error"], line["status"]) == (f"refused: {code}", code, status)
        assert line["surface"] == SURFACE_NAMES[surface.name] and line["address"] == f"203.0.113.{number}" and line["reason"]
        assert line["level"] == "info" and line["request"] and "team" not in line and "key" not in line
    # Of many some have lines, and how many more there were is told; the metric counts all.
    for _ in range(100):
        assert gateway.post(chat.path("openai"), chat.body("openai"), {"authorization": f"Bearer {stranger}"})[0] == 401
    eventually(lambda: b"left_out" in read(tmp_path / "log"), 15, "how many were left out")
    gateway.stop()
    found = access(read(tmp_path / "log"))
    left_out = [row["left_out"] for row in found if "left_out" in row]
    assert sum(left_out) + len(found) - len(left_out) == 106 and 20 <= len(found) - len(left_out) <= 60
    text = read(tmp_path / "log").decode() + gateway.output()
    for secret in (stranger, "canary-0123456789abcdef"):
        assert secret not in text


def trouble(kind, stack):
    """The address of a server that refuses, never answers, or takes two seconds for each answer."""
    if kind == "refusing":
        return f"http://127.0.0.1:{free_port()}"
    if kind == "hanging":
        hole = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        return f"http://127.0.0.1:{hole.getsockname()[1]}"

    class Slow(Recorder):
        def answer(self, request):
            time.sleep(2)
            return super().answer(request)

    return stack.enter_context(recording(Slow())).url


@pytest.mark.parametrize("kind, stops", [("refusing", 4), ("hanging", 3), ("slow", 3)])
def test_a_stop_is_over_in_time_whatever_the_sinks_do(govern, simulator, kind, stops):
    with contextlib.ExitStack() as stack:
        url = trouble(kind, stack)
        credentials = {"region": "r", "access_key_id": "id", "secret_access_key": "canary"}
        sinks = [
            {"type": "http", "url": url, "interval": "100ms"},
            {"type": "s3", "endpoint": url, "bucket": "logs", "interval": "100ms", **credentials},
        ]
        configuration = logged(simulator, {"access": True, "sinks": sinks})
        configuration["telemetry"]["traces"] = {"endpoint": url, "sample": 1}
        for _ in range(stops):
            gateway, _ = govern(configuration)
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                bodies = [SURFACES[0].body("openai") for _ in range(200)]
                answers = pool.map(lambda body: gateway.post("/v1/chat/completions", body), bodies)
                assert {status for status, _, _ in answers} == {200}
            begun = time.monotonic()
            gateway.stop()
            # Five seconds for what waits, and the time that any stop takes.
            assert time.monotonic() - begun < 8
