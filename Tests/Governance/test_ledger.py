"""The ledger has one row for each request that reached a provider, with what the provider said and what that costs."""

import contextlib
import csv
import io
import json
import os
import socket
import sqlite3
import subprocess
from collections import Counter
from decimal import Decimal

import pytest

from governed.documents import ADMIN_TOKEN, PRICES, cost, governed
from harness.faults import fault_model
from harness.process import binary, eventually
from harness.surfaces import SURFACES, events_of

#: The members of a row (the documented ones first), of its usage, and of a row of `usage`.
ROW = {
    *("id", "time", "key", "team", "surface", "model", "provider", "status", "usage", "cost_usd", "flags"),
    *("entry", "sequence", "key_id", "organization", "project", "user", "environment", "tags", "model_served", "outcome"),
    *("service_tier", "speed", "inference_geo"),
    *("saved_exact_usd", "saved_semantic_usd", "saved_prompt_cache_usd"),
    *("price_version", "cache", "saved_usd", "attempts", "duration_ms", "time_to_first_token_ms", "overhead_us"),
}
USAGE = {
    *("input_tokens", "cached_input_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens"),
    *("output_tokens", "reasoning_tokens"),
}
SUMS = {
    *("requests", "errors", "input_tokens", "output_tokens", "cost_usd", "cache_hits", "semantic_hits", "saved_usd"),
    *("saved_exact_usd", "saved_semantic_usd", "saved_prompt_cache_usd"),
}

OWN = {"openai": "openai", "anthropic": "claude", "gemini": "gemini"}
SURFACE_NAMES = {"openai": "openai-chat", "anthropic": "anthropic-messages", "gemini": "gemini"}


@pytest.fixture
def gateway(govern, simulator):
    gateway, gateway.admin = govern(governed(simulator))
    yield gateway
    gateway.stop()


def ask(gateway, surface, model, text, stream=False, **members):
    """One request; returns its id, status and the answer or the events."""
    body = {**surface.body(model, text, stream), **members}
    status, headers, raw = gateway.get(
        surface.path(model, stream),
        "POST",
        20,
        {"content-type": "application/json", "authorization": f"Bearer {gateway.configuration['keys'][0]['key']}"},
        json.dumps(body).encode(),
    )
    answer = events_of(raw) if stream and status == 200 else json.loads(raw)
    return headers["x-request-id"], status, answer


def said(surface, answer):
    """The usage that an answer in the provider's own dialect tells, as the ledger writes it."""
    if surface.name == "openai":
        usage = answer["usage"]
        cached = usage.get("prompt_tokens_details", {}).get("cached_tokens", 0)
        reasoning = usage.get("completion_tokens_details", {}).get("reasoning_tokens", 0)
        return row_usage(usage["prompt_tokens"], cached, 0, 0, usage["completion_tokens"], reasoning)
    if surface.name == "anthropic":
        usage = answer["usage"]
        written = usage.get("cache_creation") or {}
        short, long = written.get("ephemeral_5m_input_tokens", 0), written.get("ephemeral_1h_input_tokens", 0)
        cached = usage.get("cache_read_input_tokens", 0)
        return row_usage(usage["input_tokens"] + cached + short + long, cached, short, long, usage["output_tokens"], 0)
    usage = answer["usageMetadata"]
    thoughts = usage.get("thoughtsTokenCount", 0)
    cached = usage.get("cachedContentTokenCount", 0)
    return row_usage(usage["promptTokenCount"], cached, 0, 0, usage["candidatesTokenCount"] + thoughts, thoughts)


def row_usage(read, cached, short, long, output, reasoning):
    return {
        "input_tokens": read,
        "cached_input_tokens": cached,
        "cache_write_5m_tokens": short,
        "cache_write_1h_tokens": long,
        "output_tokens": output,
        "reasoning_tokens": reasoning,
    }


def test_whole_and_streamed_answers_cost_what_their_providers_say(gateway):
    """Every surface with every provider, once whole and once as a stream; the own dialect tells what the usage is."""
    expected = {}
    for provider_surface in SURFACES:
        model = OWN[provider_surface.name]
        for number, surface in enumerate(SURFACES):
            for stream in (False, True):
                count = 11 + 3 * number + stream
                text = f"write {count} tokens"
                # The same words straight in the provider's dialect say what it counts for them.
                _, status, answer = ask(gateway, provider_surface, model, text)
                assert status == 200
                usage = said(provider_surface, answer)
                assert usage["output_tokens"] == count and usage["input_tokens"] > 0
                identifier, status, _ = ask(gateway, surface, model, text, stream)
                assert status == 200
                expected[identifier] = (surface, model, stream, usage)
    rows = gateway.admin.settled(expected)
    assert Counter(row["id"] for row in rows).most_common(1)[0][1] == 1
    assert len(rows) == 2 * len(expected)
    for row in rows:
        assert set(row) == ROW and set(row["usage"]) == USAGE
        if row["id"] not in expected:
            continue
        surface, model, stream, usage = expected[row["id"]]
        assert row["usage"] == usage, (surface, model, stream)
        assert Decimal(row["cost_usd"]) == cost(f"{model}/m", usage)
        assert (row["surface"], row["model"], row["provider"]) == (SURFACE_NAMES[surface.name], model, model)
        assert (row["status"], row["outcome"], row["team"], row["key"]) == (200, "answered", "tests", "tests")
        assert row["flags"] == (["stream"] if stream else [])
        assert [attempt["target"] for attempt in row["attempts"]] == [f"{model}/m"]
    check_sums(gateway.admin, rows)


def test_tokens_of_caches_cost_what_they_cost(gateway):
    expected = {}
    text = "cache me " + "word " * 400
    for surface in SURFACES:
        model = OWN[surface.name]
        members = {}
        if surface.name == "anthropic":
            blocks = [
                {"type": "text", "text": "cache me " + "a" * 400, "cache_control": {"type": "ephemeral"}},
                {"type": "text", "text": "b" * 400, "cache_control": {"type": "ephemeral"}},
                {"type": "text", "text": "c" * 800, "cache_control": {"type": "ephemeral", "ttl": "1h"}},
                {"type": "text", "text": "d" * 40},
            ]
            # Longer lifetimes come first.
            blocks[1], blocks[2] = blocks[2], blocks[1]
            members["messages"] = [{"role": "user", "content": blocks}]
        identifier, status, answer = ask(gateway, surface, model, text, **members)
        assert status == 200, answer
        expected[identifier] = (model, said(surface, answer))
    rows = gateway.admin.settled(expected)
    for row in rows:
        model, usage = expected[row["id"]]
        assert usage["cached_input_tokens"] > 0, "the prompt was meant to be cached"
        assert row["usage"] == usage
        assert Decimal(row["cost_usd"]) == cost(f"{model}/m", usage)
        if model == "claude":
            assert usage["cache_write_5m_tokens"] and usage["cache_write_1h_tokens"]
    check_sums(gateway.admin, rows)


def check_sums(admin, rows):
    """Every grouping of `usage` adds up to the rows, exactly."""
    def sums(rows):
        return {
            "requests": len(rows),
            "errors": sum(row["status"] >= 400 or row["outcome"] in ("failed", "partial") for row in rows),
            "input_tokens": sum((row["usage"] or {}).get("input_tokens", 0) for row in rows),
            "output_tokens": sum((row["usage"] or {}).get("output_tokens", 0) for row in rows),
            "cost_usd": sum((Decimal(row["cost_usd"]) for row in rows if row["cost_usd"] is not None), Decimal()),
            "cache_hits": 0,
            "semantic_hits": 0,
            **{
                name: sum((Decimal(row[name]) for row in rows if row[name] is not None), Decimal())
                for name in ("saved_usd", "saved_exact_usd", "saved_semantic_usd", "saved_prompt_cache_usd")
            },
        }

    def compared(row):
        assert SUMS <= set(row) <= SUMS | {"key", "id", "unpriced_requests"}, row
        return {
            name: Decimal(row[name]) if name.endswith("_usd") else row[name] for name in SUMS
        }

    for grouping in ("team", "key", "model", "provider", "project", "user", "day", "hour"):
        usage = admin.get(f"/usage?group_by={grouping}")
        assert set(usage) == {"rows", "total"}
        assert compared(usage["total"]) == sums(rows), grouping
        if grouping in ("model", "provider", "team", "key"):
            found = {row["key"]: compared(row) for row in usage["rows"]}
            groups = {row[grouping] for row in rows}
            assert found == {name: sums([row for row in rows if row[grouping] == name]) for name in groups}


#: A fault, whether the request is a stream, the status that the caller sees, how its row says that it ended.
FAULTS = [
    ("fault-status-400", False, 400, "failed"),
    ("fault-status-503", False, None, "failed"),
    ("fault-status-429-retry-after-9000", True, 429, "failed"),
    ("fault-invalid-json", False, None, "failed"),
    ("fault-reset", True, None, "failed"),
    ("fault-truncated-body", False, None, "failed"),
    ("fault-reset-mid-stream-after-3", True, 200, "partial"),
    ("fault-error-mid-stream-after-3", True, 200, "partial"),
    ("fault-no-terminal", True, 200, "partial"),
]


def test_failures_have_one_row_each_that_says_so(gateway):
    expected = {}
    for fault, stream, wanted, outcome in FAULTS:
        for surface in SURFACES:
            model = fault_model(OWN[surface.name], fault)
            identifier, status, answer = ask(gateway, surface, model, "write 20 tokens", stream)
            assert status == wanted if wanted else status >= 500, (fault, status, answer)
            expected[identifier] = (fault, stream, status, outcome, model)
    rows = gateway.admin.settled(expected)
    assert sorted(row["id"] for row in rows) == sorted(expected)
    for row in rows:
        fault, stream, status, outcome, model = expected[row["id"]]
        context = (fault, row)
        assert (row["status"], row["outcome"], row["model"]) == (status, outcome, model), context
        assert ("stream" in row["flags"]) == stream, context
        assert row["attempts"], context
        if outcome == "partial":
            assert row["usage"]["output_tokens"] > 0, context
            check_flagged(row)
        if row["usage"] is not None:
            # Nobody gave these models a price.
            assert row["cost_usd"] is None and "unknown_price" in row["flags"], context
    check_sums(gateway.admin, rows)
    gateway.admin.verify()


def check_flagged(row):
    """A stream that has not ended: OpenAI's tell their usage at the end only, Gemini's as they go; for Anthropic's there is
    a test of its own."""
    assert row["provider"] == "claude" or ("estimated_usage" in row["flags"]) == (row["provider"] == "openai"), row


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
@pytest.mark.parametrize("model", OWN.values())
@pytest.mark.parametrize("cut_by", ["the provider", "the caller"])
def test_a_stream_that_broke_off_counts_as_far_as_it_got(gateway, surface, model, cut_by):
    """Of each provider: also of Anthropic's, whose first event speaks of one token of output and the last one of all."""
    name = fault_model(model, "fault-reset-mid-stream-after-50" if cut_by == "the provider" else "pace-tps-200")
    connection, response = gateway.stream(surface.path(name, True), surface.body(name, "write 400 tokens", True))
    with contextlib.closing(connection):
        identifier = response.headers["x-request-id"]
        seen = b""
        while line := response.readline():
            seen += line
            if cut_by == "the caller" and seen.count(b"data:") > 55:
                break
        response.close()
    [row] = gateway.admin.settled([identifier])
    assert row["outcome"] == ("partial" if cut_by == "the provider" else "aborted")
    assert 40 <= row["usage"]["output_tokens"] < 400, (row["usage"], row["flags"])
    if model == "claude":
        assert "estimated_usage" in row["flags"], row


def test_callers_who_go_away_have_one_row_each(govern, simulator):
    """In the middle of streams that take long, and while whole answers are waited for."""
    models = {
        name: {"targets": [{"model": f"{name}/pace-ttft-10ms-tps-40"}]} for name in ("openai", "claude", "gemini")
    }
    gateway, admin = govern(governed(simulator, models=models))
    expected = {}
    for surface in SURFACES:
        for stream in (True, False):
            model = OWN[surface.name]
            identifier = f"gone-{surface.name}-{stream}"
            body = json.dumps(surface.body(model, "write 400 tokens", stream)).encode()
            key = gateway.configuration["keys"][0]["key"]
            head = (
                f"POST {surface.path(model, stream)} HTTP/1.1\r\nhost: kanmon\r\nauthorization: Bearer {key}\r\n"
                f"x-request-id: {identifier}\r\ncontent-length: {len(body)}\r\n\r\n"
            ).encode()
            with contextlib.closing(socket.create_connection(("127.0.0.1", gateway.port), 5)) as peer:
                peer.sendall(head + body)
                if stream:
                    seen = b""
                    while seen.count(b"data:") < 6:
                        seen += peer.recv(4096)
                else:
                    eventually(lambda: simulator.stats()["in_flight"] == 1, what="the provider's part in it")
            expected[identifier] = stream
            eventually(lambda: simulator.stats()["in_flight"] == 0, what="the provider's release")
    rows = admin.settled(expected)
    assert sorted(row["id"] for row in rows) == sorted(expected)
    for row in rows:
        assert row["outcome"] == "aborted", row
        assert ("stream" in row["flags"]) == expected[row["id"]]
        if expected[row["id"]]:
            assert row["status"] == 200, row
            check_flagged(row)
            assert 0 < row["usage"]["output_tokens"] < 400 and row["usage"]["input_tokens"] > 0, row
    check_sums(admin, rows)
    gateway.stop()


def test_what_reached_no_provider_has_no_row(gateway):
    surface = SURFACES[0]
    refused = [
        ask(gateway, surface, "no-such-model", "Hello"),
        refusal(gateway, {}, b"{"),
        refusal(gateway, {"authorization": "Bearer sk-km-wrong-0123456789abcdef"}, surface.body("openai")),
    ]
    assert [status for _, status, _ in refused] == [404, 400, 401]
    answered, _, _ = ask(gateway, surface, "openai", "Hello")
    assert [row["id"] for row in gateway.admin.settled([answered])] == [answered]


def refusal(gateway, headers, body):
    status, answered, document = gateway.post("/v1/chat/completions", body, headers)
    return answered["x-request-id"], status, document


def test_one_id_for_two_requests_is_two_rows(gateway):
    for _ in range(2):
        headers = {"x-request-id": "chosen-by-the-caller"}
        assert gateway.post("/v1/chat/completions", SURFACES[0].body("openai"), headers)[0] == 200
    eventually(lambda: len(gateway.admin.rows()) == 2, what="both rows")
    rows = gateway.admin.rows()
    assert len({row["entry"] for row in rows}) == 2


def test_exports_and_pages_have_the_same_rows(gateway):
    ids = [ask(gateway, SURFACES[0], "openai", f"write {n} tokens")[0] for n in range(1, 24)]
    rows = gateway.admin.settled(ids)
    assert sorted(row["entry"] for row in gateway.admin.rows(limit=5)) == sorted(row["entry"] for row in rows)
    lines = gateway.admin.ask("GET", "/ledger/export?format=jsonl")[2].splitlines()
    assert sorted(map(json.dumps, rows)) == sorted(json.dumps(json.loads(line)) for line in lines)
    table = list(csv.DictReader(io.StringIO(gateway.admin.ask("GET", "/ledger/export?format=csv")[2])))
    assert sorted((row["id"], row["cost_usd"]) for row in table) == sorted((row["id"], row["cost_usd"]) for row in rows)


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE ledger_bytes SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'7f' AS BLOB) WHERE sequence = 2",
        "DELETE FROM ledger_bytes WHERE sequence = 3",
        "DELETE FROM ledger_rows WHERE sequence = 3",
        "UPDATE ledger_rows SET time = time + 1 WHERE sequence = 1",
    ],
)
def test_verification_finds_an_edit(govern, simulator, tmp_path, edit):
    """The proof that `verify` in the other tests can fail."""
    gateway, admin = govern(governed(simulator))
    ids = [ask(gateway, SURFACES[0], "openai", f"write {n} tokens")[0] for n in range(1, 6)]
    admin.settled(ids)
    admin.verify()
    gateway.stop()
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "kanmon.sqlite")) as database, database:
        assert database.execute(edit).rowcount == 1
    gateway, admin = govern(governed(simulator))
    report = admin.get("/ledger/verify")
    assert report["ok"] is False, report
    gateway.stop()


def rerated(folder, *arguments, **environment):
    """`kanmon ledger rerate --json` in a folder: what it answers."""
    command = [binary(), "ledger", "rerate", "--json", *arguments]
    variables = {"PATH": os.environ["PATH"], **environment}
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_costs_are_worked_out_anew_by_corrected_prices(govern, simulator):
    """Prices that were wrong or missing, corrected: over the admin API, by the command line, and without a gateway."""
    wrong = {"openai/m": {"input_per_million": "7", "output_per_million": "7"}, "gemini/m": PRICES["gemini/m"]}
    gateway, admin = govern(governed(simulator, prices=wrong))
    ids = [ask(gateway, surface, OWN[surface.name], "write 50 tokens")[0] for surface in SURFACES for _ in range(3)]
    ids.append(ask(gateway, SURFACES[0], fault_model("openai", "fault-status-503"), "Hello")[0])
    before = {row["entry"]: row for row in admin.settled(ids)}
    head = admin.verify()["head"]
    assert admin.change("POST", "/ledger/rerate") == {
        "dry_run": False,
        "rows": 10,
        "changed": 0,
        "unknown_before": 3,
        "unknown_after": 3,
        **dict.fromkeys(["cost_before_usd", "cost_after_usd"], admin.get("/usage")["total"]["cost_usd"]),
    }
    gateway.stop()

    gateway, admin = govern(governed(simulator))
    folder = gateway.path.parent
    trial = rerated(folder, "--url", gateway.url, "--dry-run", KANMON_ADMIN_TOKEN=ADMIN_TOKEN)
    assert (trial["rows"], trial["changed"], trial["unknown_before"], trial["unknown_after"]) == (10, 6, 3, 0)
    assert {row["entry"]: row for row in admin.rows()} == before, "a dry run changes nothing"
    one = rerated(folder, "--url", gateway.url, "--provider", "claude", KANMON_ADMIN_TOKEN=ADMIN_TOKEN)
    assert (one["rows"], one["changed"]) == (3, 3)
    assert admin.change("POST", "/ledger/rerate", {"team": "others"})["rows"] == 0
    assert admin.change("POST", "/ledger/rerate", {"from": "2999-01-01"})["rows"] == 0
    done = admin.change("POST", "/ledger/rerate", {"reason": "a wrong price"})
    assert done["changed"] == 3 and done["cost_after_usd"] == trial["cost_after_usd"]
    rows = admin.rows()
    for row in rows:
        first = before[row["entry"]]
        if row["usage"] is None or row["provider"] == "gemini":
            assert row == first
            continue
        assert Decimal(row["cost_usd"]) == cost(f"{row['provider']}/m", row["usage"])
        assert row["recorded_cost_usd"] == first["cost_usd"] and row["usage"] == first["usage"]
        assert row["flags"] == ["rerated"] and row["price_version"] != first["price_version"]
        assert admin.get(f"/ledger/{row['entry']}") == row
    check_sums(admin, rows)
    admin.verify()
    assert admin.get(f"/ledger/verify?anchor={head}")["ok"] is True, "what was noted before a rerating still fits"
    assert admin.change("POST", "/ledger/rerate")["changed"] == 0
    actions = [row["action"] for row in admin.get("/audit")["rows"]]
    assert actions.count("ledger.rerate") == actions.count("ledger.rerated") == 6
    gateway.stop()

    dearer = {**PRICES, "gemini/m": {"input_per_million": "70", "output_per_million": "70"}}
    (folder / "dearer.json").write_text(json.dumps({"version": 1, **governed(simulator, prices=dearer)}))
    assert rerated(folder, "--config", "dearer.json", "--dry-run")["changed"] == 3
    assert rerated(folder, "--config", "dearer.json")["changed"] == 3
    assert rerated(folder, "--config", "dearer.json")["changed"] == 0
    # Without the configuration nobody knows these prices: what is known stays.
    assert rerated(folder, "--data", "data")["changed"] == 0
