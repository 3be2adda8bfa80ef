"""Stored answers from outside: what outlives the process and what never does, whom they are given to, what is never stored."""

import concurrent.futures
import contextlib
import itertools
import json
import re
import secrets
import sqlite3
import subprocess
import time
import urllib.request
from decimal import Decimal

import pytest

from governed.disguises import found
from governed.documents import ADMIN_TOKEN, OTHERS, bearer, governed
from harness.gateway import KEY
from harness.process import binary, eventually
from harness.surfaces import SURFACES, events_of

OPENAI, ANTHROPIC, GEMINI = SURFACES
numbers = itertools.count()


def document(simulator, exact=None, **sections):
    """Two teams with a key each, and a cache that is on."""
    keys = [{"name": "tests", "team": "tests", "key": KEY}, {"name": "others", "team": "others", "key": OTHERS}]
    cache = {"exact": {"enabled": True, **(exact or {})}}
    sections = {"teams": {"tests": {}, "others": {}}, **sections}
    return governed(simulator, keys=keys, cache=cache, **sections)


def fresh(text="Where does the canal end?"):
    """A question that nobody has asked."""
    return f"{text} {next(numbers)}-{secrets.token_hex(4)}"


def ask(gateway, text, model="openai/echo", stream=False, key=KEY, surface=OPENAI, headers=None):
    """(what became of it in the cache, its answer's head, its body)"""
    status, answered, body = gateway.post(
        surface.path(model, stream), surface.body(model, text, stream), {**bearer(key), **(headers or {})}, timeout=60
    )
    return answered.get("x-kanmon-cache") if status == 200 else status, answered, body


def state(*arguments, **named):
    return ask(*arguments, **named)[0]


def disk(admin):
    return admin.get("/cache").get("disk")


def questions(gateway):
    """How many questions are there to be compared with."""
    with urllib.request.urlopen(f"{gateway.url}/metrics", timeout=10) as answer:
        return int(re.search(r"(?m)^kanmon_semantic_cache_entries (\d+)$", answer.read().decode()).group(1))


def written(admin, count):
    eventually(lambda: disk(admin)["writes"] >= count, what=f"{count} answers on the disk")


def loaded(admin):
    """Waits until everything of earlier times has been read."""
    eventually(lambda: disk(admin)["max_bytes"] and not disk(admin)["loading"], what="the stored answers")
    return disk(admin)


def everything(tmp_path, gateway):
    return [path for path in tmp_path.rglob("*") if path.is_file() and path != gateway.path]


def is_there(canary, tmp_path, gateway):
    """Whether a text is in any file, while files come and go."""
    while True:
        try:
            return bool(found(canary, everything(tmp_path, gateway)))
        except FileNotFoundError:
            continue


# Restarts


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_answers_outlive_the_process(govern, simulator, ending):
    gateway, admin = govern(document(simulator, {"persist": True}))
    asked = {}
    for surface, stream in itertools.product(SURFACES, (False, True)):
        text = fresh()
        asked[text] = surface, ask(gateway, text, surface=surface, stream=stream)
        assert asked[text][1][0] == "miss"
    if ending == "kill":
        written(admin, len(asked))
        gateway.process.kill()
        gateway.process.wait()
    else:
        gateway.stop()
    gateway, admin = govern(gateway.configuration)
    assert loaded(admin)["loaded"] == len(asked)
    simulator.forget()
    for text, (surface, first) in asked.items():
        for stream in (False, True):
            cached, head, body = ask(gateway, text, surface=surface, stream=stream)
            assert cached == "hit" and int(head["age"]) >= 0
            assert head["x-kanmon-cache-key"] == first[1]["x-kanmon-cache-key"]
            if not stream:
                assert surface.text(body) == text
    assert simulator.requests() == []
    # What it saved is known of an answer that another process has asked for.
    head = ask(gateway, next(iter(asked)))[1]
    row = next(row for row in admin.settled([head["x-request-id"]]) if row["id"] == head["x-request-id"])
    assert row["cache"] == "hit" and row["provider"] == "openai" and row["usage"]["input_tokens"] > 0


def test_an_answer_is_not_given_beyond_its_time_after_a_restart(govern, simulator):
    gateway, admin = govern(document(simulator, {"persist": True}))
    short, long = fresh(), fresh()
    assert state(gateway, short, headers={"x-kanmon-cache": "ttl=2s"}) == "miss"
    assert state(gateway, long) == "miss"
    gateway.stop()
    time.sleep(2.1)
    gateway, admin = govern(gateway.configuration)
    loaded(admin)
    assert state(gateway, short) == "miss"
    assert state(gateway, long) == "hit"


def test_a_start_does_not_wait_for_many_answers(govern, simulator):
    gateway, admin = govern(document(simulator, {"persist": True}))
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        texts = [fresh() for _ in range(1500)]
        assert set(pool.map(lambda text: state(gateway, text), texts)) == {"miss"}
    gateway.stop()
    gateway, admin = govern(gateway.configuration)
    assert loaded(admin)["loaded"] == 1500
    assert {state(gateway, text) for text in texts[::100]} == {"hit"}


# What is never on the disk


def test_without_persist_nothing_is_on_the_disk(govern, simulator, tmp_path):
    gateway, admin = govern(document(simulator))
    canary = "answer-canary-" + secrets.token_hex(12)
    for surface, stream in itertools.product(SURFACES, (False, True)):
        assert state(gateway, canary, surface=surface, stream=stream) in ("miss", "hit")
    assert disk(admin) is None
    gateway.stop()
    assert found(canary, everything(tmp_path, gateway)) == []
    assert not list(tmp_path.rglob("cache.db*"))


@pytest.mark.parametrize(
    "exact, sections",
    [
        ({}, {"teams": {"tests": {"zero_retention": True}, "others": {}}}),
        ({"teams": {"tests": {"persist": True}}}, {"teams": {"tests": {"zero_retention": True}, "others": {}}}),
        ({"teams": {"tests": {"persist": False}}}, {}),
        ({"scope": "shared"}, {"teams": {"tests": {"zero_retention": True}, "others": {}}}),
    ],
    ids=["zero", "zero-against-its-own-word", "its-own-word", "zero-and-shared-with-all"],
)
def test_of_a_team_that_forbids_it_no_byte_is_on_a_disk(govern, simulator, tmp_path, exact, sections):
    gateway, admin = govern(document(simulator, {"persist": True, **exact}, **sections))
    canary, other = ("answer-canary-" + secrets.token_hex(12) for _ in range(2))
    for surface, stream in itertools.product(SURFACES, (False, True)):
        assert state(gateway, canary, surface=surface, stream=stream) in ("miss", "hit")
        assert state(gateway, f"{canary} {surface.name} {stream}", surface=surface, stream=stream) == "miss"
        state(gateway, other, surface=surface, stream=stream, key=OTHERS)
    written(admin, 1)
    # The search can find something.
    eventually(lambda: found(other, everything(tmp_path, gateway)), what="the other team's answer")
    assert found(canary, everything(tmp_path, gateway)) == []
    gateway.process.kill()
    gateway.process.wait()
    assert found(canary, everything(tmp_path, gateway)) == []
    gateway, admin = govern(gateway.configuration)
    loaded(admin)
    assert state(gateway, canary) == "miss"
    gateway.stop()
    assert found(canary, everything(tmp_path, gateway)) == []


@pytest.mark.parametrize("change", ["zero", "off"])
def test_a_word_taken_back_overwrites_what_was_there(govern, simulator, tmp_path, change):
    gateway, admin = govern(document(simulator, {"persist": True}))
    canary = "answer-canary-" + secrets.token_hex(12)
    assert state(gateway, canary) == "miss"
    eventually(lambda: is_there(canary, tmp_path, gateway), what="the answer on the disk")
    if change == "zero":
        after = document(simulator, {"persist": True}, teams={"tests": {"zero_retention": True}, "others": {}})
    else:
        after = document(simulator)
    gateway.path.write_text(gateway.text(after))
    eventually(lambda: not is_there(canary, tmp_path, gateway), 10, what="the end of the answer")
    # In memory it is as good as before: a configuration that says nothing of it leaves it.
    assert state(gateway, canary) == "hit"


# Removing


def test_what_is_removed_never_comes_back(govern, simulator, tmp_path):
    gateway, admin = govern(document(simulator, {"persist": True}))
    gone, left = "gone-canary-" + secrets.token_hex(8), "left-canary-" + secrets.token_hex(8)
    assert state(gateway, gone) == "miss" and state(gateway, left, key=OTHERS) == "miss"
    written(admin, 2)
    removed = admin.change("POST", "/cache/purge", {"team": "tests", "reason": "a test"})
    assert removed == {"removed": 1, "removed_on_disk": 1}
    gateway.process.kill()
    gateway.process.wait()
    assert found(gone, everything(tmp_path, gateway)) == [] and found(left, everything(tmp_path, gateway))
    gateway, admin = govern(gateway.configuration)
    assert loaded(admin)["loaded"] == 1
    assert state(gateway, gone) == "miss" and state(gateway, left, key=OTHERS) == "hit"


def test_a_removal_that_breaks_off_is_finished_at_the_next_start(govern, simulator, tmp_path):
    """What `kill -9` leaves of one: written down, and nothing done yet."""
    gateway, admin = govern(document(simulator, {"persist": True}))
    mine, theirs = fresh(), fresh()
    assert state(gateway, mine) == "miss" and state(gateway, theirs, key=OTHERS) == "miss"
    gateway.stop()
    path = next(tmp_path.rglob("cache.db"))
    with contextlib.closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "INSERT INTO removals (kind, tag, last, is_done) VALUES (1, 'tests', (SELECT max(sequence) FROM answers), 0)"
        )
    gateway, admin = govern(gateway.configuration)
    loaded(admin)
    assert state(gateway, mine) == "miss" and state(gateway, theirs, key=OTHERS) == "hit"


def test_an_answer_asked_for_before_a_purge_is_not_stored_behind_it(govern, simulator, tmp_path):
    gateway, admin = govern(document(simulator, {"persist": True}))
    text = "write 20 tokens " + secrets.token_hex(4)
    model = "openai/pace-tps-20"
    for stream in (False, True):
        connection = gateway.send(OPENAI.path(model, stream), OPENAI.body(model, text, stream))
        eventually(lambda: simulator.stats()["in_flight"] >= 1, what="the call")
        assert "removed" in admin.change("POST", "/cache/purge", {"all": True})
        with contextlib.closing(connection):
            response = connection.getresponse()
            assert response.headers["x-kanmon-cache"] == "miss"
            response.read()
        assert state(gateway, text, model=model) == "miss"
        admin.change("POST", "/cache/purge", {"all": True})
    gateway.stop()
    gateway, admin = govern(gateway.configuration)
    loaded(admin)
    assert admin.get("/cache")["entries"] == 0


def test_a_backup_leaves_stored_answers_out(govern, simulator, tmp_path):
    gateway, admin = govern(document(simulator, {"persist": True}))
    canary = "answer-canary-" + secrets.token_hex(12)
    assert state(gateway, canary) == "miss"
    written(admin, 1)
    (data,) = {path.parent for path in tmp_path.rglob("kanmon.sqlite")}
    backup = tmp_path / "backup.kanmon"
    result = subprocess.run([binary(), "backup", str(backup), "--data", str(data)], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert found(canary, [backup]) == []


@pytest.mark.parametrize("damage", ["garbage", "rows", "another-version"])
def test_a_damaged_file_costs_answers_and_nothing_else(govern, simulator, tmp_path, damage):
    gateway, admin = govern(document(simulator, {"persist": True}))
    texts = [fresh() for _ in range(4)]
    for text in texts:
        assert state(gateway, text) == "miss"
    gateway.stop()
    path = next(tmp_path.rglob("cache.db"))
    if damage == "garbage":
        path.write_bytes(b"garbage" * 1000)
    else:
        with contextlib.closing(sqlite3.connect(path)) as database, database:
            if damage == "rows":
                database.execute("UPDATE answer_bytes SET bytes = zeroblob(50) WHERE sequence <= 2")
            else:
                database.execute("PRAGMA user_version = 77")
    gateway, admin = govern(gateway.configuration)
    report = loaded(admin)
    assert (report["damaged"], report["resets"]) == ((2, 0) if damage == "rows" else (0, 1))
    assert [state(gateway, text) for text in texts].count("hit") == (2 if damage == "rows" else 0)
    assert {state(gateway, text) for text in texts} == {"hit"}


# Reloads and replay


def test_a_reload_keeps_what_is_stored_and_what_it_says_counts_at_once(govern, simulator):
    gateway, _ = govern(document(simulator))
    text = fresh()
    assert state(gateway, text) == "miss"

    def reload(exact):
        before = gateway.readiness()["configuration"]["generation"]
        gateway.path.write_text(gateway.text(document(simulator, exact)))
        eventually(lambda: gateway.readiness()["configuration"]["generation"] > before, what="the reload")

    reload({"ttl": "2h"})
    assert state(gateway, text) == "hit"
    reload({"rules": [{"name": "none", "action": "deny"}]})
    assert state(gateway, text) == "bypass; reason=rule:none"
    reload({"scope": "key"})
    assert state(gateway, text) == "miss"
    reload({})
    assert state(gateway, text) == "hit"


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
@pytest.mark.parametrize("replay, seconds", [({}, 0), ({"replay": "recorded"}, 1.0), ({"replay_rate": 20}, 1.0)], ids=str)
def test_a_stored_stream_is_told_at_once_as_recorded_or_at_a_rate(govern, simulator, surface, replay, seconds):
    gateway, _ = govern(document(simulator, replay))
    model = "openai/pace-tps-20"
    text = "write 30 tokens " + secrets.token_hex(4)
    whole = [ask(gateway, text, model=model, surface=surface, stream=True)]
    started = time.monotonic()
    connection, response = gateway.stream(surface.path(model, True), surface.body(model, text, True))
    with contextlib.closing(connection):
        assert response.headers["x-kanmon-cache"] == "hit"
        arrivals = []
        body = b""
        while piece := response.read1(65536):
            arrivals.append(time.monotonic() - started)
            body += piece
    assert surface.ends_cleanly(events_of(body))
    assert whole[0][0] == "miss"
    if seconds:
        assert arrivals[-1] >= seconds and len(arrivals) >= 10, arrivals
    else:
        assert arrivals[-1] < 0.9


# Many at once


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_500_clients_at_once_make_one_call(govern, simulator, stream):
    gateway, admin = govern(document(simulator))
    model, text = "openai/pace-ttft-1500ms", "write 40 tokens " + secrets.token_hex(4)
    simulator.forget()
    with concurrent.futures.ThreadPoolExecutor(500) as pool:
        answers = list(pool.map(lambda _: ask(gateway, text, model=model, stream=stream), range(500)))
    states = [answer[0] for answer in answers]
    assert (states.count("miss"), states.count("hit")) == (1, 499)
    assert sum(text in json.dumps(request) for request in simulator.requests()) == 1
    if stream:
        def said(body):
            chunks = [event.json() for event in events_of(body) if event.data != "[DONE]"]
            return "".join(c["choices"][0]["delta"].get("content") or "" for c in chunks if c["choices"])

        assert all(body.endswith("[DONE]\n\n") for _, _, body in answers)
        assert len({said(body) for _, _, body in answers}) == 1
    else:
        assert len({OPENAI.text(body) for _, _, body in answers}) == 1
    rows = admin.settled([head["x-request-id"] for _, head, _ in answers], seconds=30)
    assert sum(row["cache"] == "hit" for row in rows) == 499


# What is never stored


POISONS = [
    "fault-error-mid-stream-after-3", "fault-reset-mid-stream-after-3", "fault-truncated-body", "fault-no-terminal",
    "fault-invalid-sse", "fault-invalid-json", "fault-status-500",
]


@pytest.mark.parametrize("provider", ["openai", "claude", "gemini"])
@pytest.mark.parametrize("fault", POISONS)
def test_an_answer_that_a_provider_breaks_is_never_stored(govern, simulator, provider, fault):
    gateway, admin = govern(document(simulator, {"persist": True}))
    for surface, stream in itertools.product(SURFACES, (False, True)):
        if not stream and fault in ("fault-no-terminal", "fault-invalid-sse"):
            continue
        model = f"{provider}/{fault}-first-1@{secrets.token_hex(4)}"
        text = fresh("write 30 tokens")
        ask(gateway, text, model=model, surface=surface, stream=stream)

        def whole():
            # A target that has failed is left alone for a moment.
            answer = ask(gateway, text, model=model, surface=surface)
            return answer if isinstance(answer[0], str) else None

        cached, _, body = eventually(whole, 40, what="a whole answer", every=0.2)
        # Either the gateway has asked again of its own accord, and has a good answer, or nothing is stored.
        assert cached in ("miss", "hit"), (surface.name, stream, cached)
        assert len(surface.text(body)) >= 100
        assert state(gateway, text, model=model, surface=surface) == "hit"


@pytest.mark.parametrize("provider", ["openai", "claude", "gemini"])
def test_cut_filtered_and_refused_answers_are_never_stored(govern, simulator, provider):
    gateway, admin = govern(document(simulator))
    for surface, stream in itertools.product(SURFACES, (False, True)):
        for text in ("please refuse", "block prompt"):
            text = fresh(text)
            first = state(gateway, text, model=f"{provider}/m", surface=surface, stream=stream)
            if provider == "claude" and text.startswith("block"):
                continue
            assert first in ("miss", 400, 403), (surface.name, stream, text, first)
            again = state(gateway, text, model=f"{provider}/m", surface=surface, stream=stream)
            assert again != "hit", (surface.name, stream, text)
    limited = OPENAI.body(f"{provider}/m", fresh("write 50 tokens")) | {"max_tokens": 5}
    for _ in range(2):
        status, head, _ = gateway.post(OPENAI.path(None), limited)
        assert (status, head["x-kanmon-cache"]) == (200, "miss")
    assert admin.get("/cache")["entries"] == (6 if provider == "claude" else 0)


def test_an_answer_that_its_caller_leaves_is_not_stored_in_part(govern, simulator):
    gateway, _ = govern(document(simulator))
    model = "openai/pace-tps-30"
    text = "write 60 tokens " + secrets.token_hex(4)
    connection, response = gateway.stream(OPENAI.path(model, True), OPENAI.body(model, text, True))
    assert response.headers["x-kanmon-cache"] == "miss" and response.read(20)
    connection.close()
    response.close()
    eventually(lambda: simulator.stats()["in_flight"] == 0, what="the end of the call")
    cached, _, body = ask(gateway, text, model=model)
    assert cached == "miss" and len(OPENAI.text(body)) >= 200
    assert ask(gateway, text, model=model)[2]["choices"] == body["choices"]


# What is told


def test_a_hit_repeats_what_the_provider_was_not_told(govern, simulator):
    gateway, _ = govern(document(simulator))
    body = ANTHROPIC.body("openai/echo", fresh()) | {"top_k": 7}
    answers = [gateway.post(ANTHROPIC.path(None), body) for _ in range(2)]
    assert [head["x-kanmon-cache"] for _, head, _ in answers] == ["miss", "hit"]
    dropped = [head["x-kanmon-dropped"] for _, head, _ in answers]
    assert dropped[0].startswith("top_k") and dropped[0] == dropped[1]


def test_what_hits_saved_is_added_up_apart(govern, simulator):
    gateway, admin = govern(document(simulator))
    text = fresh("write 30 tokens")
    heads = [ask(gateway, text, model="openai")[1] for _ in range(4)]
    rows = admin.settled([head["x-request-id"] for head in heads])
    (miss,) = (row for row in rows if row["cache"] == "miss")
    hits = [row for row in rows if row["cache"] == "hit"]
    assert len(hits) == 3 and Decimal(miss["cost_usd"]) > 0
    for row in hits:
        assert row["saved_usd"] == row["saved_exact_usd"] == miss["cost_usd"]
        assert row["saved_semantic_usd"] is None and row["saved_prompt_cache_usd"] is None
    total = admin.get("/usage")["total"]
    assert (total["cache_hits"], total["semantic_hits"]) == (3, 0)
    assert Decimal(total["saved_exact_usd"]) == 3 * Decimal(miss["cost_usd"]) == Decimal(total["saved_usd"])
    assert Decimal(total["saved_semantic_usd"]) == Decimal(total["saved_prompt_cache_usd"]) == 0
    admin.verify()


def test_the_entries_that_are_given_most_often_are_listed_without_their_content(govern, simulator, tmp_path):
    gateway, admin = govern(document(simulator, {"persist": True}))
    often, seldom = ("entry-canary-" + secrets.token_hex(6) for _ in range(2))
    for text, count in ((seldom, 2), (often, 4)):
        for _ in range(count):
            head = ask(gateway, text)[1]
    rows = admin.get("/cache/entries")["rows"]
    assert [row["hits"] for row in rows] == [3, 1]
    assert rows[0]["key"] == head["x-kanmon-cache-key"] and rows[0]["model"] == "openai/echo"
    assert rows[0]["team"] == "tests" and rows[0]["bytes"] > 0 and rows[0]["age_seconds"] >= 0
    assert "canary" not in json.dumps(rows)
    environment = {"KANMON_ADMIN_TOKEN": ADMIN_TOKEN, "PATH": "/usr/bin:/bin"}
    shown = subprocess.run(
        [binary(), "cache", "entries", "--url", gateway.url], capture_output=True, text=True, env=environment
    )
    assert shown.returncode == 0 and rows[0]["key"] in shown.stdout, shown
    # How often they were given is known to the next process.
    gateway.stop()
    gateway, admin = govern(gateway.configuration)
    loaded(admin)
    assert [row["hits"] for row in admin.get("/cache/entries")["rows"]] == [3, 1]


# By meaning


ASKED = "How do I reset my password?"
ALIKE = "password reset steps"


def by_meaning(simulator, mode="serve", exact=None, **sections):
    configuration = document(simulator, exact, **sections)
    configuration["cache"]["semantic"] = {"enabled": True, "mode": mode}
    return configuration


def test_questions_are_found_by_meaning_after_a_restart_until_one_is_marked_wrong(govern, simulator):
    gateway, admin = govern(by_meaning(simulator, exact={"persist": True}))
    assert state(gateway, ASKED) == "miss"
    eventually(lambda: (state(gateway, ALIKE, headers={"cache-control": "no-store"}) or "").startswith("semantic-hit"))
    written(admin, 1)
    gateway.stop()
    gateway, admin = govern(gateway.configuration)
    loaded(admin)
    cached, head, body = ask(gateway, ALIKE, headers={"x-request-id": "the-hit"})
    assert cached.startswith("semantic-hit; score=") and OPENAI.text(body) == ASKED
    (row,) = (row for row in admin.settled(["the-hit"]) if row["id"] == "the-hit")
    assert row["cache"] == "semantic-hit" and row["saved_usd"] == row["saved_semantic_usd"]
    total = admin.get("/usage")["total"]
    assert total["semantic_hits"] >= 1 and total["saved_usd"] == total["saved_semantic_usd"]
    mark = admin.change("POST", "/cache/feedback", {"request_id": "the-hit", "wrong": True, "reason": "a test"})
    assert mark["key"] == head["x-kanmon-cache-key"] and mark["served"] is True
    assert admin.ask("POST", "/cache/feedback", {"request_id": "nobody", "wrong": True})[0] == 404
    for _ in range(2):
        # The pair is remembered by this process and by the next.
        assert state(gateway, ASKED) in ("miss", "hit")
        assert state(gateway, ALIKE, headers={"cache-control": "no-store"}) == "miss"
        gateway.stop()
        gateway, admin = govern(gateway.configuration)
        loaded(admin)
    admin.verify()


def test_shadow_mode_serves_nothing_and_is_reported(govern, simulator, tmp_path):
    configuration = by_meaning(simulator, "shadow", teams={"tests": {}, "others": {"zero_retention": True}})
    gateway, admin = govern(configuration)
    count = 0
    for key in (KEY, OTHERS):
        for text in (ASKED, ALIKE):
            assert state(gateway, text, key=key) == "miss"
            count += 1
            # Beside the request, which does not wait for it.
            eventually(lambda count=count: questions(gateway) >= count, what="the question")
    report = eventually(
        lambda: next((r for r in [admin.get("/cache/shadow?samples=9")] if r["total"]["shadowed"] == 2), None)
    )
    assert report["total"]["served"] == 0 and report["total"]["hit_share"] == 0.5
    assert report["models"][0]["model"] == "openai/echo"
    thresholds = {row["threshold"]: row["hits"] for row in report["total"]["thresholds"]}
    assert thresholds[0.4] == 2 and list(thresholds.values()) == sorted(thresholds.values(), reverse=True)
    # Nobody has opted in to having prompts kept.
    assert all(finding["asked"] is None for finding in report["hits"]) and "password" not in json.dumps(report)
    environment = {"KANMON_ADMIN_TOKEN": ADMIN_TOKEN, "PATH": "/usr/bin:/bin"}
    shown = subprocess.run(
        [binary(), "cache", "shadow", "--url", gateway.url, "--samples", "3"],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert shown.returncode == 0 and "THRESHOLD" in shown.stdout and "openai/echo" in shown.stdout, shown
    result = subprocess.run(
        [binary(), "cache", "feedback", report["hits"][0]["request_id"], "--url", gateway.url],
        capture_output=True,
        text=True,
        env=environment,
    )
    assert result.returncode == 0, result
    assert admin.get("/cache/shadow")["total"]["wrong"] == 1


def test_questions_of_a_team_with_zero_retention_are_on_no_disk(govern, simulator, tmp_path):
    teams = {"tests": {"zero_retention": True}, "others": {}}
    gateway, admin = govern(by_meaning(simulator, exact={"persist": True}, teams=teams))
    canary, other = ("canary" + secrets.token_hex(8) for _ in range(2))
    state(gateway, f"Who is {canary}?")
    state(gateway, f"Who is {other}?", key=OTHERS)
    eventually(lambda: is_there(other, tmp_path, gateway), what="the other team's question")
    gateway.stop()
    assert not is_there(canary, tmp_path, gateway)
