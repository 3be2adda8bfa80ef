"""What the pages show is what the ledger has."""

import re
from collections import Counter
from decimal import Decimal

import pytest


def exact(visitor, selector):
    """The exact value that an element of a number carries."""
    return Decimal(visitor.page.locator(selector).first.get_attribute("value"))


def summed(rows, member):
    return sum((Decimal(row[member] or 0) for row in rows), Decimal(0))


@pytest.fixture
def rows(world):
    return world.admin.rows(limit=1000)


def figure(visitor, name):
    return exact(visitor, f"[data-figure={name}] data")


def test_totals_are_the_sums_of_the_ledger(visit, rows):
    visitor = visit("owner")
    visitor.go("cost")
    assert figure(visitor, "total_cost") == summed(rows, "cost_usd") > 0
    assert figure(visitor, "total_requests") == len(rows)
    assert figure(visitor, "total_errors") == sum(row["status"] >= 400 for row in rows)
    assert figure(visitor, "total_saved") == summed(rows, "saved_usd") > 0
    tokens = [Decimal(one.get_attribute("value")) for one in visitor.page.locator("[data-figure=total_tokens] data").all()]
    assert tokens == [sum((row["usage"] or {}).get(name, 0) for row in rows) for name in ("input_tokens", "output_tokens")]


@pytest.mark.parametrize("group, member", [("team", "team"), ("model", "model"), ("provider", "provider"), ("key", "key")])
def test_each_group_has_what_its_records_cost(visit, rows, group, member):
    visitor = visit("auditor")
    visitor.go(f"cost?by={group}")
    shown = {}
    for line in visitor.page.locator("table.cards tbody tr").all():
        values = [Decimal(one.get_attribute("value")) for one in line.locator("data").all()]
        shown[line.locator("th").inner_text()] = (values[0], values[1])
    cost, count = Counter(), Counter()
    for row in rows:
        if group in ("model", "provider") and row[member] is None:
            continue
        cost[row[member] or "(none)"] += Decimal(row["cost_usd"] or 0)
        count[row[member] or "(none)"] += 1
    assert {name: (cost[name], Decimal(count[name])) for name in count} == {name: shown[name] for name in count}
    assert sum(value for value, _ in shown.values()) == summed(rows, "cost_usd")


def test_the_overview_and_the_ledger_agree(visit, rows):
    visitor = visit("owner")
    visitor.page.wait_for_selector("[data-tile=cost] data")
    visitor.page.wait_for_selector("[data-tile=month] data")
    assert exact(visitor, "[data-tile=cost] data") <= exact(visitor, "[data-tile=month] data") == summed(rows, "cost_usd")
    visitor.page.wait_for_function("() => /requests/.test(document.querySelector('[data-tile=errors] .tile-note').textContent)")
    note = visitor.page.locator("[data-tile=errors] .tile-note").inner_text()
    assert [int(number) for number in re.findall(r"\d+", note)] == [sum(row["status"] >= 400 for row in rows), len(rows)]


def test_the_charts_table_adds_up(visit, rows):
    """The numbers under a chart, which whoever cannot see it reads, are the ledger's too."""
    visitor = visit("owner")
    visitor.go("overview")
    figure = visitor.page.locator("section", has=visitor.page.locator("h2:text-is('Requests')")).locator("figure")
    figure.locator("button").click()
    cells = [int(text) for text in figure.locator("tbody td").all_inner_texts()]
    assert sum(cells[0::2]) + sum(cells[1::2]) == len(rows)
    assert sum(cells[1::2]) == sum(row["status"] >= 400 for row in rows)


def test_a_request_tells_its_record(visit, rows):
    visitor = visit("owner")
    row = next(row for row in rows if row["model"] == "careful" and len(row["attempts"]) > 1)
    visitor.go(f"requests/{row['entry']}")
    assert exact(visitor, ".facts data") == Decimal(row["cost_usd"])
    text = visitor.page.locator("#main").inner_text()
    for attempt in row["attempts"]:
        assert attempt["target"] in text
    assert visitor.texts("table.plain data") == [str(row["usage"]["input_tokens"]), str(row["usage"]["output_tokens"])]


def test_amounts_are_in_the_currency_and_exact_in_dollars(visit, world):
    visitor = visit("owner")
    visitor.go("keys/budgets")
    budgets = {budget["id"]: budget for budget in world.admin.get("/budgets")["rows"]}
    spent = {Decimal(one.get_attribute("value")) for one in visitor.page.locator(".budget-figures data").all()}
    assert spent == {Decimal(budget["state"]["spent"]) for budget in budgets.values()}
    assert all("¥" in text for text in visitor.texts(".budget-figures strong"))


def test_prompts_are_read_on_demand_and_each_reading_is_in_the_audit_log(visit, world):
    visitor = visit("owner")
    row = world.admin.rows("&key=" + world.ids["search-web"])[0]
    readings = lambda: len(world.admin.get("/audit?action=bodies.read&limit=100")["rows"])
    before = readings()
    visitor.go(f"requests/{row['entry']}")
    assert readings() == before
    visitor.page.click("button:text-is('Show')")
    visitor.page.wait_for_selector("pre.body-text")
    assert '"messages"' in visitor.texts("pre.body-text")[0]
    assert readings() == before + 1
