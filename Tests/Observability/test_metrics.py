"""`/metrics` says what the ledger says, to the last decimal, also behind restarts, in forms that others' readers take."""

import json
import re
import urllib.request
from collections import Counter
from decimal import Decimal

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as text_format

from governed.documents import ADMIN_TOKEN, OTHERS, PRICES, bearer, governed
from harness.gateway import KEY
from harness.process import ROOT, free_port
from harness.surfaces import SURFACES
from observed.metrics import OPEN_METRICS, TEXT, page, promtool, scrape

#: A key that belongs to no team.
NOBODYS = "sk-km-nobodys-0123456789abcdef0123456789abcdef"

MODELS = ("openai", "claude", "gemini")

#: The classes of tokens by what the ledger calls them.
CLASSES = ("input", "cached_input", "cache_write_5m", "cache_write_1h", "output", "reasoning")


@pytest.fixture
def configuration(simulator):
    return governed(
        simulator,
        teams={
            "tests": {
                "limits": {"requests_per_minute": 6000},
                "budgets": [{"amount": 1000, "currency": "USD", "period": "month"}],
            },
            "others": {},
        },
        keys=[
            {"name": "tests", "team": "tests", "key": KEY},
            {"name": "others", "team": "others", "key": OTHERS},
            {"name": "nobodys", "key": NOBODYS},
        ],
        models={
            **{name: {"targets": [{"model": f"{name}/m"}]} for name in MODELS},
            "shaky": {"targets": [{"model": "openai/fault-status-503"}, {"model": "claude/m"}]},
            "broken": {"targets": [{"model": "gemini/fault-status-500"}], "retry": {"attempts": 1}},
        },
        cache={"exact": {"enabled": True}},
    )


def ask(gateway, surface, model, text, stream=False, key=KEY):
    status, headers, body = gateway.get(
        surface.path(model, stream),
        "POST",
        20,
        {"content-type": "application/json", **bearer(key)},
        json.dumps(surface.body(model, text, stream)).encode(),
    )
    assert body
    return status, headers["x-request-id"]


def traffic(gateway, round):
    """Every surface on every model, whole and streamed, with failures, fallbacks and hits: the requests' ids."""
    ids = []
    for number, surface in enumerate(SURFACES):
        for model in MODELS:
            for stream in (False, True):
                status, id = ask(gateway, surface, model, f"write {3 + number} tokens, {round} {stream} {model}", stream)
                assert status == 200
                ids.append(id)
        assert ask(gateway, surface, "claude", f"write 9 tokens, {round} {surface.name}")[0] == 200
        # The same again comes out of the cache.
        ids += [ask(gateway, surface, "claude", f"write 9 tokens, {round} {surface.name}")[1]]
        status, id = ask(gateway, surface, "shaky", f"again {round} {surface.name}")
        assert status == 200
        status, id = ask(gateway, surface, "broken", f"never {round} {surface.name}")
        assert status >= 500
        ids.append(id)
        # No price is known of it.
        ids.append(ask(gateway, surface, "openai/unpriced", f"write 2 tokens {round} {surface.name}")[1])
        for key in (OTHERS, NOBODYS):
            ids.append(ask(gateway, surface, "claude", f"write 4 tokens {round} {surface.name}", key=key)[1])
        # Refused before anybody is asked: no line in the ledger.
        assert ask(gateway, surface, "nothing", "hello")[0] == 404
    return ids


def tokens_of(row):
    """The tokens of a row of the ledger by class."""
    usage = row["usage"]
    if not usage or row["cache"] in ("hit", "semantic-hit"):
        return Counter()
    classes = Counter({name: usage[f"{name}_tokens"] for name in CLASSES[1:4]})
    classes["input"] = usage["input_tokens"] - sum(classes.values())
    classes["reasoning"] = usage["reasoning_tokens"]
    classes["output"] = usage["output_tokens"] - usage["reasoning_tokens"]
    return classes


def check_against_ledger(metrics, rows):
    requests, tokens, costs, unpriced, teams = Counter(), Counter(), Counter(), Counter(), Counter()
    exact = Decimal()
    for row in rows:
        target = (row["provider"], row["model_served"])
        requests[(row["surface"], *target, str(row["status"]))] += 1
        for name, count in tokens_of(row).items():
            tokens[(*target, name)] += count
        costs[target] += Decimal(row["cost_usd"] or 0)
        teams[(row["team"] or "",)] += Decimal(row["cost_usd"] or 0)
        unpriced[target] += "unknown_price" in row["flags"]
        exact += Decimal(row["saved_exact_usd"] or 0)
    counted = metrics.sums("kanmon_requests_total", "surface", "provider", "model", "status")
    assert {place: count for place, count in counted.items() if place[1]} == requests
    assert metrics.sums("kanmon_tokens_total", "provider", "model", "class") == {p: c for p, c in tokens.items() if c}
    # Counter leaves out nothing, a target that only ever failed has a counter of zero.
    assert metrics.sums("kanmon_cost_usd_total", "provider", "model").items() >= costs.items()
    assert metrics.sum("kanmon_cost_usd_total") == sum(costs.values())
    assert set(teams) == {("tests",), ("others",), ("",)} and all(teams.values())
    assert metrics.sums("kanmon_team_cost_usd_total", "team") == teams
    assert metrics.sums("kanmon_unknown_price_requests_total", "provider", "model").items() >= unpriced.items()
    assert metrics.sum("kanmon_unknown_price_requests_total") == sum(unpriced.values())
    assert metrics.sum("kanmon_saved_usd_total", by="exact") == exact > 0
    assert sum(costs.values()) > 0 and sum(unpriced.values()) > 0


def spent_on(metrics):
    """What each target's answers cost, of those that cost something."""
    return {place: value for place, value in metrics.sums("kanmon_cost_usd_total", "provider", "model").items() if value}


def test_sums_are_the_ledgers_also_behind_restarts(observe, configuration):
    gateway, admin = observe(configuration)
    ids = traffic(gateway, 1)
    admin.settled(ids)
    first = page(gateway)
    check_against_ledger(first, admin.rows())
    assert first.sum("kanmon_requests_total", status="404") == 3
    assert first.sum("kanmon_cache_total", result="hit") == 3
    assert first.sum("kanmon_fallbacks_total", provider="openai", model="fault-status-503") > 0
    assert first.sum("kanmon_attempts_total", reason="503", provider="openai") > 0
    assert first.sum("kanmon_attempts_total", reason="500", provider="gemini") == 3
    assert first.sum("kanmon_ledger_records_total", result="lost") == 0
    assert first.sum("kanmon_limit_remaining", scope="team", name="tests", resource="requests") < 6000
    spent = first.sum("kanmon_budget_spent_usd", scope="team", name="tests")
    assert spent == first.sum("kanmon_team_cost_usd_total", team="tests")

    # A rerating changes the ledger, and no counter.
    gateway.stop()
    cheaper = {**configuration, "prices": {**PRICES, "openai/m": {"input_per_million": "0.01", "output_per_million": "0.01"}}}
    gateway, admin = observe(cheaper)
    assert spent_on(page(gateway)) == spent_on(first)
    admin.change("POST", "/ledger/rerate", {})

    # As if it had been running all along, after a kill too.
    gateway.kill()
    gateway, admin = observe(configuration)
    second = page(gateway)
    assert second.sum("kanmon_requests_total", status="404") == 0, "what the ledger does not know begins anew"
    for name, by in (
        ("kanmon_requests_total", ("surface", "provider", "model", "status")),
        ("kanmon_tokens_total", ("provider", "model", "class")),
        ("kanmon_cost_usd_total", ("provider", "model")),
        ("kanmon_team_cost_usd_total", ("team",)),
        ("kanmon_saved_usd_total", ("by",)),
    ):
        known = {place: value for place, value in first.sums(name, *by).items() if value and "404" not in place}
        assert {place: value for place, value in second.sums(name, *by).items() if value} == known, name
    traffic(gateway, 2)
    third = page(gateway)
    for place, value in second.sums("kanmon_cost_usd_total", "provider", "model").items():
        assert third.sums("kanmon_cost_usd_total", "provider", "model")[place] >= value
    assert third.sum("kanmon_requests_total", provider="claude") == 2 * first.sum("kanmon_requests_total", provider="claude")


def test_what_was_running_at_a_kill_counts_once(observe, configuration):
    gateway, admin = observe(configuration)
    for number in range(20):
        assert ask(gateway, SURFACES[0], "openai", f"write 2 tokens {number}")[0] == 200
    before = page(gateway)
    # No time for the journal to come to the database.
    gateway.kill()
    gateway, admin = observe(configuration)
    after = page(gateway)
    assert after.sum("kanmon_requests_total", provider="openai") == 20
    assert after.sum("kanmon_cost_usd_total") == before.sum("kanmon_cost_usd_total")
    check = {row["id"] for row in admin.rows()}
    assert len(check) == 20


def test_promtool_and_official_parsers_take_it(observe, configuration):
    gateway, _ = observe(configuration)
    traffic(gateway, 1)
    media, text = scrape(gateway)
    assert media == TEXT
    promtool("check", "metrics", given=text.encode())
    families = {family.name: family for family in text_format(text)}
    assert families["kanmon_request_seconds"].type == "histogram"
    media, opened = scrape(gateway, "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3")
    assert media == OPEN_METRICS and opened.endswith("# EOF\n")
    names = {family.name: family for family in open_metrics(opened)}
    assert names["kanmon_cost_usd"].type == "counter" and names["kanmon_cost_usd"].unit == "usd"
    assert {name.removesuffix("_total") for name in families} <= set(names) | {family.name for family in names.values()}


def test_every_family_is_documented_and_nothing_else(observe, configuration):
    gateway, _ = observe(configuration)
    traffic(gateway, 1)
    told = set(re.findall(r"^# TYPE (\S+) ", scrape(gateway)[1], re.M))
    listed = set(re.findall(r"^\| `(kanmon_\w+)`<br>", (ROOT / "Docs/observability.md").read_text(), re.M))
    assert told <= listed
    # What this gateway has not: TLS, answers by meaning, queues, budgets of tokens, several keys of a provider, guardrails.
    absent = ("kanmon_certificate", "kanmon_semantic_cache", "kanmon_queue", "kanmon_budget_", "kanmon_credential",
              "kanmon_guard_")
    missing = {name for name in listed - told if not name.startswith(absent)}
    # Short answers come in one piece; nothing is dropped where nothing is sent.
    assert missing <= {"kanmon_inter_token_gap_seconds", "kanmon_dropped_telemetry_total"}, missing


def test_alert_rules_and_board_know_only_metrics_that_there_are(observe, configuration):
    promtool("check", "rules", str(ROOT / "deploy/prometheus/alerts.yml"))
    for name in ("alerts_test.yml", "anomaly_test.yml"):
        promtool("test", "rules", str(ROOT / "Tests/Observability" / name))
    listed = set(re.findall(r"`(kanmon_\w+)`<br>", (ROOT / "Docs/observability.md").read_text()))
    known = listed | {f"{name}{suffix}" for name in listed for suffix in ("_bucket", "_sum", "_count")}
    for path in ("deploy/prometheus/alerts.yml", "deploy/grafana/kanmon.json"):
        text = (ROOT / path).read_text()
        used = {name for name in re.findall(r"\bkanmon_\w+", text)}
        assert used and used <= known, (path, used - known)
    board = json.loads((ROOT / "deploy/grafana/kanmon.json").read_text())
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    for panel in board["panels"]:
        assert panel["title"] and (panel["type"] == "row" or panel["targets"]), panel


def test_board_queries_are_sound(tmp_path):
    board = json.loads((ROOT / "deploy/grafana/kanmon.json").read_text())
    rules = []
    for panel in board["panels"]:
        for number, target in enumerate(panel.get("targets", [])):
            query = target["expr"].replace("$__rate_interval", "5m").replace("$__range", "1h")
            query = re.sub(r"\$(provider|model|surface|instance)", ".*", query)
            assert "$" not in query, query
            rules.append({"record": f"board:panel_{panel['id']}_{number}:check", "expr": query})
    path = tmp_path / "board.yml"
    path.write_text(json.dumps({"groups": [{"name": "board", "rules": rules}]}))
    assert f"{len(rules)} rules found" in promtool("check", "rules", str(path))


def test_where_the_planes_are_apart_it_is_the_operators(observe, configuration):
    port = free_port()
    server = {**configuration["server"], "admin_listen": f"127.0.0.1:{port}"}
    gateway, _ = observe({**configuration, "server": server})
    assert gateway.get("/metrics")[0] == 404
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        assert b"kanmon_build_info" in answer.read()


def test_secrets_and_callers_are_no_labels(observe, configuration):
    gateway, _ = observe(configuration)
    traffic(gateway, 1)
    text = scrape(gateway)[1]
    for secret in (KEY, ADMIN_TOKEN, "sk-upstream"):
        assert secret not in text
