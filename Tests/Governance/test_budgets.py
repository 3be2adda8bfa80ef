"""Budgets hold also when everybody asks at once."""

import asyncio
from decimal import Decimal

import pytest

from governed.clients import together
from governed.documents import OTHERS, bearer, simulated
from harness.process import eventually
from harness.surfaces import SURFACES

#: What is left when 500 ask at once, in dollars; and what one of their requests may cost at most, in tokens of output. With
#: a dollar for a million tokens of either kind a cent is 10,000 tokens.
LEFT, CALLERS, OUTPUT = Decimal("0.01"), 500, 300
PRICE = {"input_per_million": 1, "output_per_million": 1}


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_five_hundred_at_one_cent_left(govern, surface):
    """A slow provider, so that most are under way together: only what is reserved can hold them back."""
    gateway, admin = govern(
        simulated(
            {"budgets": [{"amount": str(LEFT), "period": "month"}]},
            pace=600,
            prices={"openai/m": PRICE},
        ),
        environment={"KANMON_LOG_LEVEL": "warning"},
    )
    body = surface.body("chat", f"write {OUTPUT} tokens")
    if surface.name == "gemini":
        body["generationConfig"] = {"maxOutputTokens": OUTPUT}
    else:
        body["max_tokens"] = OUTPUT
    answers = asyncio.run(together(gateway.port, [(surface.path("chat"), body, None)] * CALLERS))
    served = [answer for answer in answers if answer.status == 200]
    refused = [answer for answer in answers if answer.status != 200]
    rows = admin.settled([answer.headers["x-request-id"] for answer in served])
    assert len(rows) == len(served), "a refused request has a row"
    costs = [Decimal(row["cost_usd"]) for row in rows]
    spent = sum(costs, Decimal())
    over = max(spent - LEFT, Decimal())
    print(
        f"\nbudget race, {surface.name}: {CALLERS} at {LEFT} left: {len(served)} served, {spent} spent, {over} over; "
        f"a request costs {max(costs)}"
    )
    # The output is bounded by the request, so only the estimate of the input can be too low: by less than it cost.
    under = max(row["usage"]["input_tokens"] for row in rows) * Decimal("0.000001")
    assert over <= under
    # And what was left was let through: what stays is what the estimate of each input was too high by.
    assert spent >= LEFT * Decimal("0.9")
    assert len(served) > 10 and refused
    for answer in refused:
        assert answer.status == 429, answer
        surface.check_error(answer.json(), 429, "budget_exceeded")
        assert answer.headers["x-should-retry"] == "false"
    total = admin.get("/usage?group_by=team")["total"]
    assert Decimal(total["cost_usd"]) == spent
    # Nothing stays reserved, and the budget says what the ledger says.
    budget = eventually(
        lambda: next(row for row in admin.get("/budgets")["rows"] if row["scope"] == "team:tests"), what="the budget"
    )
    assert Decimal(budget["state"]["spent"]) == spent, budget
    assert Decimal(budget["state"].get("reserved", "0")) == 0, budget
    # Who has another budget is not asked.
    assert gateway.post(surface.path("chat"), body, bearer(OTHERS))[0] == 200
    gateway.stop()


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_what_is_spent_outlives_the_process(govern, end):
    team = {"budgets": [{"amount": "0.001", "period": "month"}]}
    document = simulated(team, prices={"openai/m": PRICE})
    gateway, _ = govern(document)
    ask = {**SURFACES[0].body("chat", "write 400 tokens"), "max_tokens": 400}
    answers = [gateway.post("/v1/chat/completions", ask) for _ in range(4)]
    assert [status for status, _, _ in answers] == [200, 200, 429, 429]
    getattr(gateway, end)()
    gateway, _ = govern(document)
    assert gateway.post("/v1/chat/completions", ask)[0] == 429
    small = {**SURFACES[0].body("chat", "Hello"), "max_tokens": 10}
    assert gateway.post("/v1/chat/completions", small)[0] == 200
    gateway.stop()


def test_a_raise_holds_at_once(govern):
    gateway, admin = govern(simulated({}))
    admin.change(
        "POST", "/teams", {"name": "made", "budgets": [{"name": "all", "amount": "0.000001", "period": "month"}]}
    )
    key = admin.key("made", team="made")["key"]
    ask = {**SURFACES[0].body("chat"), "max_tokens": 20}
    assert gateway.post("/v1/chat/completions", ask, bearer(key))[0] == 429
    admin.change(
        "POST", "/budgets/team:made~all/raise", {"amount": "1", "until": "2099-01-01T00:00:00Z", "reason": "a test"}
    )
    assert gateway.post("/v1/chat/completions", ask, bearer(key))[0] == 200
    gateway.stop()


@pytest.mark.parametrize("fault", ["fault-status-400", "fault-status-429", "fault-status-503"])
def test_a_failed_request_gives_its_money_back(govern, fault):
    """What a provider refused cost nothing: the next request has what it held."""
    model = f"openai/{fault}@budget"
    budgets = [{"amount": "0.001", "period": "month"}]
    gateway, _ = govern(simulated({"budgets": budgets}, prices={"openai/m": PRICE, model: PRICE}))
    assert gateway.post("/v1/chat/completions", {**SURFACES[0].body(model), "max_tokens": 700})[0] >= 400
    assert gateway.post("/v1/chat/completions", {**SURFACES[0].body("chat"), "max_tokens": 700})[0] == 200
    gateway.stop()
