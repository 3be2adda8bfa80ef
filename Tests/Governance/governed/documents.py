"""A governed gateway's document, and what its models cost."""

from decimal import Decimal

from harness.gateway import KEY, providers

#: Opens the admin API. Nothing may ever keep or log it.
ADMIN_TOKEN = "admin-canary-5f0c2e7b9a41"

#: Prices of every model that the tests ask for by its price, in US dollars per million tokens. No two are alike, and none
#: is a number that binary fractions could hold.
PRICES = {
    "openai/m": {"input_per_million": "0.15", "cached_input_per_million": "0.075", "output_per_million": "0.6"},
    "claude/m": {
        "input_per_million": "3.1",
        "cached_input_per_million": "0.31",
        "cache_write_5m_per_million": "3.875",
        "cache_write_1h_per_million": "6.2",
        "output_per_million": "15.7",
    },
    "gemini/m": {"input_per_million": "0.07", "cached_input_per_million": "0.0175", "output_per_million": "0.28"},
}


def cost(model, usage):
    """What a row's usage costs, worked out apart from the gateway."""
    price = {name: Decimal(text) for name, text in PRICES[model].items()}
    classes = {
        "cached_input_per_million": usage["cached_input_tokens"],
        "cache_write_5m_per_million": usage["cache_write_5m_tokens"],
        "cache_write_1h_per_million": usage["cache_write_1h_tokens"],
    }
    plain = usage["input_tokens"] - sum(classes.values())
    total = plain * price["input_per_million"] + usage["output_tokens"] * price["output_per_million"]
    total += sum(tokens * price.get(name, price["input_per_million"]) for name, tokens in classes.items())
    return total / 1_000_000


def governed(simulator, **sections):
    """A document with `data`, an admin token, the tests' key in the team `tests`, and prices."""
    return {
        "server": {"drain_timeout": "5s", "admin_token": ADMIN_TOKEN},
        "data": "./data",
        "providers": providers(simulator),
        "models": {name: {"targets": [{"model": f"{name}/m"}]} for name in ("openai", "claude", "gemini")},
        "teams": {"tests": {}},
        "keys": [{"name": "tests", "team": "tests", "key": KEY}],
        "prices": PRICES,
        **sections,
    }


def simulated(team, pace=None, **sections):
    """A document whose only provider is played inside the gateway, with one team and the tests' key in it."""
    provider = {"type": "simulated", **({"tokens_per_second": pace} if pace else {})}
    return {
        "server": {"drain_timeout": "5s", "admin_token": ADMIN_TOKEN},
        "data": "./data",
        "providers": {"openai": provider},
        "models": {"chat": {"targets": [{"model": "openai/m"}]}, "other": {"targets": [{"model": "openai/m"}]}},
        "teams": {"tests": team, "others": {}},
        "keys": [
            {"name": "tests", "team": "tests", "key": KEY},
            {"name": "others", "team": "others", "key": OTHERS},
        ],
        "prices": {"openai/m": PRICES["openai/m"]},
        **sections,
    }


#: The key of the team `others`.
OTHERS = "sk-km-others-0123456789abcdef0123456789abcdef"


def bearer(key):
    """The header that presents a key."""
    return {"authorization": f"Bearer {key}"}
