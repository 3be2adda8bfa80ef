"""Budgets hold also when everybody asks at once."""

import asyncio
from decimal import Decimal

import pytest

from governed.clients import together
from governed.documents import OTHERS, bearer, simulated
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
    # Who has another budget is not asked.
    assert gateway.post(surface.path("chat"), body, bearer(OTHERS))[0] == 200
    gateway.stop()


def test_pictures_that_are_only_named_are_reserved_for(govern):
    """A picture's address has a few bytes and the picture hundreds of tokens: who sends many must not slip past a budget
    together, each with next to nothing reserved."""
    gateway, admin = govern(
        simulated({"budgets": [{"amount": str(LEFT), "period": "month"}]}, pace=600, prices={"openai/m": PRICE}),
        environment={"KANMON_LOG_LEVEL": "warning"},
    )
    picture = {"type": "image_url", "image_url": {"url": "https://pictures.test/a.png"}}
    content = [{"type": "text", "text": f"write {OUTPUT} tokens"}, *[picture] * 4]
    body = {"model": "chat", "max_tokens": OUTPUT, "messages": [{"role": "user", "content": content}]}
    answers = asyncio.run(together(gateway.port, [("/v1/chat/completions", body, None)] * 100))
    served = [answer.headers["x-request-id"] for answer in answers if answer.status == 200]
    costs = [Decimal(row["cost_usd"]) for row in admin.settled(served)]
    assert served and sum(costs) - LEFT <= max(costs), f"{sum(costs)} spent by {len(served)} of {LEFT}"
    gateway.stop()


def test_a_budget_says_what_the_ledger_says(govern):
    gateway, admin = govern(simulated({"budgets": [{"amount": "1", "period": "month"}]}))
    answers = [gateway.post("/v1/chat/completions", SURFACES[0].body("chat", f"write {n} tokens")) for n in (5, 50, 500)]
    rows = admin.settled([headers["x-request-id"] for _, headers, _ in answers])
    budget = next(row for row in admin.get("/budgets")["rows"] if row["scope"] == "team:tests")
    assert Decimal(budget["state"]["spent"]) == sum(Decimal(row["cost_usd"]) for row in rows), budget
    # Nothing stays reserved.
    assert Decimal(budget["state"]["reserved"]) == 0, budget
    # And the answers said so before.
    assert [headers["x-kanmon-cost-usd"] for _, headers, _ in answers] == [
        next(row["cost_usd"] for row in rows if row["id"] == headers["x-request-id"]) for _, headers, _ in answers
    ]
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
    status, _, document = gateway.post("/v1/chat/completions", {**SURFACES[0].body("chat"), "max_tokens": 700})
    assert status == 200, document
    gateway.stop()
