"""What providers' own caches saved: worked out apart from the gateway, and compared with what the ledger and the usage say."""

from decimal import Decimal

import pytest

from governed.documents import PRICES, governed

INSTRUCTIONS = "Mind what is said here, and nothing else. " * 200
TOKENS = len(INSTRUCTIONS) // 4


def saved(model, usage):
    """What all that was sent would have cost without a cache, less what it cost."""
    price = {name: Decimal(text) for name, text in PRICES[model].items()}
    plain = price["input_per_million"]
    total = usage["cached_input_tokens"] * (plain - price["cached_input_per_million"])
    for written in ("5m", "1h"):
        name = f"cache_write_{written}"
        total -= usage[f"{name}_tokens"] * (price.get(f"{name}_per_million", plain) - plain)
    return total / 1_000_000


def caching(simulator, marker, **sections):
    """A document before providers whose caches work as the real ones do, and have nothing of other tests."""
    document = governed(simulator, **sections)
    for provider in document["providers"].values():
        provider["headers"] = {"x-sim-prompt-cache": "on"}
        provider["api_key"] = f"sk-{marker}"
    return document


def ask(gateway, model, question, **more):
    messages = [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": question}]
    status, headers, answer = gateway.post(
        "/v1/chat/completions", {"model": model, "messages": messages, **more}, {"x-request-id": question}
    )
    assert status == 200, answer
    return question


@pytest.mark.parametrize("is_on", [True, False])
def test_savings_are_exact_for_every_provider(govern, simulator, request, is_on):
    marker = request.node.name
    gateway, admin = govern(caching(simulator, marker, prompt_caching={"enabled": is_on}))
    ids = [ask(gateway, model, f"{marker}-{model}-{n}") for model in ("openai", "claude", "gemini") for n in range(4)]
    rows = {row["id"]: row for row in admin.settled(ids)}
    sums = {}
    for model in ("openai", "claude", "gemini"):
        for number in range(4):
            row = rows[f"{marker}-{model}-{number}"]
            usage = row["usage"]
            expected = saved(f"{model}/m", usage)
            if usage["cached_input_tokens"] or usage["cache_write_5m_tokens"]:
                assert Decimal(row["saved_prompt_cache_usd"]) == expected
            else:
                assert row["saved_prompt_cache_usd"] is None
            sums[model] = sums.get(model, Decimal(0)) + expected
    # OpenAI's and Gemini's cache by themselves; Anthropic's where it is told to.
    assert rows[f"{marker}-openai-1"]["usage"]["cached_input_tokens"] == TOKENS // 128 * 128
    assert rows[f"{marker}-gemini-3"]["usage"]["cached_input_tokens"] == TOKENS
    claude = [rows[f"{marker}-claude-{number}"]["usage"] for number in range(4)]
    wanted = [0, TOKENS, 0, 0] if is_on else [0] * 4
    assert [usage["cache_write_5m_tokens"] for usage in claude] == wanted
    assert [usage["cached_input_tokens"] for usage in claude] == ([0, 0, TOKENS, TOKENS] if is_on else [0] * 4)
    if is_on:
        assert Decimal(rows[f"{marker}-claude-1"]["saved_prompt_cache_usd"]) < 0
    report = admin.get("/usage?group_by=model")
    total = sum(Decimal(row["saved_prompt_cache_usd"]) for row in report["rows"])
    assert total == sum(sums.values())
    assert admin.verify()["ok"] is True


def test_a_switch_is_a_lost_prefix(govern, simulator, request):
    marker = request.node.name
    models = {
        "chat": {
            "targets": [{"model": f"openai/fault-status-503-first-1@{marker}"}, {"model": "gemini/m"}],
            "retry": {"attempts": 1},
        }
    }
    gateway, admin = govern(caching(simulator, marker, models=models, prompt_caching={"enabled": True}))
    ids = [ask(gateway, "chat", f"{marker}-{number}") for number in range(3)]
    rows = {row["id"]: row for row in admin.settled(ids)}
    assert ["prefix_lost" in rows[one]["flags"] for one in ids] == [False, True, False]
    assert 'kanmon_prompt_cache_prefixes_total{result="lost"} 1' in gateway.get("/metrics")[2].decode()
