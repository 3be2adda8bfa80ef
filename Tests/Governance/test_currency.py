"""Amounts in another currency stand beside the exact US dollars, and budgets may be written in it."""

import json
import os
import subprocess
from decimal import ROUND_HALF_UP, Decimal

import pytest

from governed.documents import ADMIN_TOKEN, governed
from harness.process import binary
from harness.surfaces import SURFACES

RATE = Decimal("155.2")
YEN = {"code": "JPY", "per_usd": "155.2", "as_of": "2026-11-01"}


def yen(dollars):
    """An amount as it is shown: four decimals more than yen have, half away from zero, without zeros at the end."""
    amount = (Decimal(dollars) * RATE).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return f"{amount:f}".rstrip("0").rstrip(".")


@pytest.fixture
def gateway(govern, simulator):
    budgets = [
        {"name": "yen", "amount": 1000, "currency": "JPY", "period": "month"},
        {"name": "dollars", "amount": 10, "period": "month"},
        {"name": "tokens", "amount": 1000000, "currency": "tokens", "period": "month"},
    ]
    gateway, gateway.admin = govern(governed(simulator, currency=YEN, teams={"tests": {"budgets": budgets}}))
    surface = SURFACES[0]
    asked = [gateway.post(surface.path("openai"), surface.body("openai", f"write {n} tokens"))[1] for n in (5, 50)]
    gateway.admin.settled([head["x-request-id"] for head in asked])
    return gateway


def test_the_admin_api_shows_both(gateway):
    usage = gateway.admin.get("/usage")
    assert usage["currency"] == {**YEN, "decimals": 4, "rounding": "half_away_from_zero"}
    for row in [*usage["rows"], usage["total"]]:
        assert row["cost_display"] == {"currency": "JPY", "amount": yen(row["cost_usd"])}
        assert row["saved_display"] == {"currency": "JPY", "amount": "0"}
    assert Decimal(usage["total"]["cost_usd"]) > 0
    for row in gateway.admin.rows():
        assert row["cost_display"] == {"currency": "JPY", "amount": yen(row["cost_usd"])}
        assert gateway.admin.get(f"/ledger/{row['entry']}")["cost_display"] == row["cost_display"]
    assert gateway.admin.get("/config")["currency"] == YEN


def test_a_budget_may_be_in_the_currency(gateway):
    budgets = {budget["name"]: budget for budget in gateway.admin.get("/budgets")["rows"]}
    # 1000 ÷ 155.2 dollars, to 18 decimals.
    assert budgets["yen"]["amount"] == "6.443298969072164948"
    shown = budgets["yen"]["display"]
    assert (shown["currency"], shown["amount"]) == ("JPY", "1000")
    for name in ("yen", "dollars"):
        for part in ("spent", "reserved", "remaining"):
            assert budgets[name]["display"][part] == yen(budgets[name]["state"][part]), (name, part)
    assert budgets["dollars"]["display"]["amount"] == "1552"
    assert "display" not in budgets["tokens"]


def table(gateway, *arguments):
    """The lines of a command's table, cell by cell, and its exit code and errors."""
    command = [binary(), *arguments, "--url", f"http://127.0.0.1:{gateway.port}"]
    environment = {"PATH": os.environ["PATH"], "KANMON_ADMIN_TOKEN": ADMIN_TOKEN}
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("command", [("usage",), ("ledger", "list"), ("budgets", "list")], ids=" ".join)
def test_tables_show_both_or_one(gateway, command):
    dollars, shown = {
        "usage": (["COST USD", "SAVED USD"], ["COST JPY", "SAVED JPY"]),
        "ledger": (["COST USD"], ["COST JPY"]),
        "budgets": (["SPENT ", "REMAINING "], ["AMOUNT JPY", "SPENT JPY", "REMAINING JPY"]),
    }[command[0]]
    code, output, errors = table(gateway, *command)
    assert code == 0, errors
    assert all(title in output for title in dollars + shown), output
    _, only, _ = table(gateway, *command, "--currency", "JPY")
    assert all(title in only for title in shown) and "USD" not in only, only
    _, only, _ = table(gateway, *command, "--currency", "USD")
    assert all(title in only for title in dollars) and "JPY" not in only, only
    code, _, errors = table(gateway, *command, "--currency", "EUR")
    assert code == 1 and "amounts are in USD and JPY" in errors
    if command[0] == "usage":
        total = gateway.admin.get("/usage")["total"]
        assert output.splitlines()[-1].split()[5:7] == [total["cost_usd"], total["cost_display"]["amount"]]


def test_without_a_currency_there_are_dollars_alone(govern, simulator):
    gateway, admin = govern(governed(simulator))
    surface = SURFACES[0]
    admin.settled([gateway.post(surface.path("openai"), surface.body("openai"))[1]["x-request-id"]])
    assert "currency" not in admin.get("/usage") and "cost_display" not in json.dumps(admin.get("/usage"))
    assert "cost_display" not in admin.rows()[0]
    code, output, _ = table(gateway, "usage")
    assert code == 0 and "COST USD" in output and "JPY" not in output
    code, _, errors = table(gateway, "usage", "--currency", "JPY")
    assert code == 1 and "no other 'currency' is configured" in errors
