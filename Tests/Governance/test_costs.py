"""What a request costs follows from the provider's own usage object: worked out by hand from the catalogue's prices, here
beside each case, and compared with what a caller is told and what the ledger keeps."""

import dataclasses
import json

import pytest

from governed.documents import ADMIN_TOKEN
from governed.scripted import Script, scripted
from harness.gateway import KEY
from harness.surfaces import SURFACES, events_of

NAMES = {"openai": "openai", "anthropic": "anthropic", "gemini": "google"}


@dataclasses.dataclass(frozen=True)
class Case:
    """A provider's answer and its cost; None where no price is published for how it was served."""

    name: str
    dialect: str
    model: str
    usage: dict
    cost: str | None
    members: dict = dataclasses.field(default_factory=dict)
    head: dict = dataclasses.field(default_factory=dict)
    tier: str = "standard"
    speed: str = "standard"
    geography: str | None = None

    @property
    def script(self):
        return Script(self.usage, self.members, self.head)


def chat(read, cached, written, **details):
    """A usage object of Chat Completions."""
    return {
        **{"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
        "prompt_tokens_details": {"cached_tokens": cached, "audio_tokens": details.get("heard", 0)},
        "completion_tokens_details": {
            "reasoning_tokens": details.get("reasoning", 0),
            "audio_tokens": details.get("spoken", 0),
        },
    }


#: gpt-4o: 2.5, cached 1.25, out 10. (1,000 − 400) × 2.5 + 400 × 1.25 + 300 × 10 = 5,000 millionths.
GPT_4O = chat(1000, 400, 300)
#: claude-sonnet-4-5: 3, read 0.3, written for 5 minutes 3.75 and for an hour 6, out 15, a search 0.01.
#: 10 × 3 + 600 × 3.75 + 400 × 6 + 100 × 15 = 6,180 millionths, and 2 searches: 0.00618 + 0.02.
SONNET = {
    **{"input_tokens": 10, "cache_creation_input_tokens": 1000, "cache_read_input_tokens": 0, "output_tokens": 100},
    "cache_creation": {"ephemeral_5m_input_tokens": 600, "ephemeral_1h_input_tokens": 400},
    "server_tool_use": {"web_search_requests": 2},
}
#: claude-opus-4-6: 5, out 25. 1,000 × 5 + 1,000 × 25 = 30,000 millionths.
OPUS = {"input_tokens": 1000, "output_tokens": 1000, "service_tier": "standard"}
#: gemini-2.5-pro: 1.25, out 10, thoughts like output. 1,000 × 1.25 + (100 + 50) × 10 = 2,750 millionths.
PRO = {"promptTokenCount": 1000, "candidatesTokenCount": 100, "thoughtsTokenCount": 50, "totalTokenCount": 1150}
#: Above 200,000 tokens: 2.5 and 15 for all of them. 250,000 × 2.5 + 1,500 × 15 = 647,500 millionths.
LONG = {"promptTokenCount": 250_000, "candidatesTokenCount": 1000, "thoughtsTokenCount": 500, "totalTokenCount": 251_500}

CASES = [
    Case("default", "openai", "gpt-4o", GPT_4O, "0.005", {"service_tier": "default"}),
    Case("no tier", "openai", "gpt-4o", GPT_4O, "0.005"),
    Case("null tier", "openai", "gpt-4o", GPT_4O, "0.005", {"service_tier": None}),
    # Half.
    Case("flex", "openai", "gpt-4o", GPT_4O, "0.0025", {"service_tier": "flex"}, tier="flex"),
    # 1.7 times.
    Case("priority", "openai", "gpt-4o", GPT_4O, "0.0085", {"service_tier": "priority"}, tier="priority"),
    # gpt-5: 1.25, cached 0.125, out 10. 600 × 1.25 + 400 × 0.125 + 300 × 10 = 3,800 millionths; twice.
    Case(
        *("priority, thinking", "openai", "gpt-5", chat(1000, 400, 300, reasoning=100), "0.0076"),
        *({"service_tier": "priority"},),
        tier="priority",
    ),
    # Capacity paid in advance has no price per token.
    Case("scale", "openai", "gpt-4o", GPT_4O, None, {"service_tier": "scale"}, tier="other"),
    # gpt-audio: 2.5, heard 32, out 10, spoken 64. 60 × 2.5 + 40 × 32 + 30 × 10 + 70 × 64 = 6,210 millionths.
    Case("audio", "openai", "gpt-audio", chat(100, 0, 100, heard=40, spoken=70), "0.00621"),
    Case("written", "anthropic", "claude-sonnet-4-5", {**SONNET, "service_tier": "standard"}, "0.02618"),
    # Tokens at half, searches in full: 0.00309 + 0.02.
    Case("batch", "anthropic", "claude-sonnet-4-5", {**SONNET, "service_tier": "batch"}, "0.02309", tier="batch"),
    # Capacity paid in advance.
    Case("prepaid", "anthropic", "claude-sonnet-4-5", {**SONNET, "service_tier": "priority"}, None, tier="priority"),
    # 150,001 + 50,000 tokens are more than 200,000: 6, read 0.6, out 22.5.
    Case(
        *("long prompt", "anthropic", "claude-sonnet-4-5"),
        {"input_tokens": 150_001, "cache_read_input_tokens": 50_000, "output_tokens": 10},
        "0.930231",
    ),
    Case("anywhere", "anthropic", "claude-opus-4-6", {**OPUS, "inference_geo": "global", "speed": "standard"}, "0.03"),
    # 1.1 times.
    Case("in the US", "anthropic", "claude-opus-4-6", {**OPUS, "inference_geo": "us"}, "0.033", geography="us"),
    # 6 times.
    Case("fast", "anthropic", "claude-opus-4-6", {**OPUS, "speed": "fast"}, "0.18", speed="fast"),
    Case(
        *("fast in the US", "anthropic", "claude-opus-4-6", {**OPUS, "speed": "fast", "inference_geo": "us"}, "0.198"),
        speed="fast",
        geography="us",
    ),
    # A model that is not offered so.
    Case("not fast", "anthropic", "claude-sonnet-4-5", {**SONNET, "speed": "fast"}, None, speed="fast"),
    Case("short", "gemini", "gemini-2.5-pro", PRO, "0.00275"),
    Case("above 200,000", "gemini", "gemini-2.5-pro", LONG, "0.6475"),
    Case("on demand", "gemini", "gemini-2.5-pro", {**PRO, "trafficType": "ON_DEMAND"}, "0.00275"),
    Case("flex", "gemini", "gemini-2.5-pro", {**PRO, "serviceTier": "flex"}, "0.001375", tier="flex"),
    Case("flex of Vertex", "gemini", "gemini-2.5-pro", {**PRO, "trafficType": "ON_DEMAND_FLEX"}, "0.001375", tier="flex"),
    Case("flex in the head", "gemini", "gemini-2.5-pro", PRO, "0.001375", head={"x-gemini-service-tier": "flex"}, tier="flex"),
    Case("batch", "gemini", "gemini-2.5-pro", {**PRO, "serviceTier": "SERVICE_TIER_BATCH"}, "0.001375", tier="batch"),
    Case("prepaid", "gemini", "gemini-2.5-pro", {**PRO, "trafficType": "PROVISIONED_THROUGHPUT"}, None, tier="other"),
]


@pytest.fixture
def priced(govern):
    """Starts a gateway before a scripted provider: its cases by the public model that asks for each."""
    with_provider = []

    def begin(scripts, **sections):
        provider = scripted(scripts)
        address = provider.__enter__()
        with_provider.append(provider)
        return govern(
            {
                "server": {"drain_timeout": "5s", "admin_token": ADMIN_TOKEN},
                "data": "./data",
                "providers": {
                    "openai": {"type": "openai", "api_key": "sk-a", "base_url": f"{address}/v1"},
                    "anthropic": {"type": "anthropic", "api_key": "sk-b", "base_url": address},
                    "google": {"type": "gemini", "api_key": "sk-c", "base_url": address},
                },
                "teams": {"tests": {}},
                "keys": [{"name": "tests", "team": "tests", "key": KEY}],
                **sections,
            }
        )

    yield begin
    for provider in with_provider:
        provider.__exit__(None, None, None)


def ask(gateway, surface, model, stream=False, **members):
    """One request: its id, status, head and body."""
    status, headers, raw = gateway.get(
        surface.path(model, stream),
        "POST",
        20,
        {"content-type": "application/json", "authorization": f"Bearer {KEY}"},
        json.dumps({**surface.body(model, "Hello", stream), **members}).encode(),
    )
    return headers["x-request-id"], status, headers, raw


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.dialect}: {case.name}")
def test_a_request_costs_what_its_usage_says(priced, case):
    # Every surface, the provider's own and the two that are translated; whole and as a stream.
    gateway, admin = priced({case.model: case.script}, models={"m": {"targets": [{"model": f"{NAMES[case.dialect]}/{case.model}"}]}})
    asked = {}
    for surface in SURFACES:
        for stream in (False, True):
            identifier, status, headers, raw = ask(gateway, surface, "m", stream)
            assert status == 200, raw
            if stream:
                assert surface.ends_cleanly(events_of(raw)), raw
            else:
                assert headers.get("x-kanmon-cost-usd") == case.cost
            asked[identifier] = (surface.name, stream)
    rows = {row["id"]: row for row in admin.settled(asked)}
    for identifier, way in asked.items():
        row = rows[identifier]
        assert row["cost_usd"] == case.cost, (way, row)
        assert ("unknown_price" in row["flags"]) == (case.cost is None), (way, row)
        assert "estimated_usage" not in row["flags"], (way, row)
        found = (row["service_tier"], row["speed"], row["inference_geo"])
        assert found == (case.tier, case.speed, case.geography), (way, row)


def test_a_broken_stream_is_charged_on_the_terms_it_began_with(priced):
    scripts = {
        "gpt-4o": Script(GPT_4O, {"service_tier": "flex"}, breaks=True),
        "claude-opus-4-6": Script({**OPUS, "inference_geo": "us"}, breaks=True),
    }
    models = {
        "chat": {"targets": [{"model": "openai/gpt-4o"}]},
        "claude": {"targets": [{"model": "anthropic/claude-opus-4-6"}]},
    }
    gateway, admin = priced(scripts, models=models)
    asked = {}
    for surface in SURFACES:
        for model in models:
            asked[ask(gateway, surface, model, stream=True)[0]] = model
    for row in admin.settled(asked):
        assert (row["outcome"], row["cost_usd"] is None) == ("partial", False), row
        assert "estimated_usage" in row["flags"] or row["usage"]["output_tokens"] == 1, row
        if asked[row["id"]] == "chat":
            assert row["service_tier"] == "flex", row
        else:
            assert row["inference_geo"] == "us", row


def test_more_is_reserved_for_a_tier_that_costs_more(priced):
    # A thousand tokens of gpt-4o cost 0.01, served first 0.017: one fits the budget, the other does not.
    gateway, admin = priced(
        {"gpt-4o": Script(chat(10, 0, 1))},
        models={"m": {"targets": [{"model": "openai/gpt-4o"}]}},
        teams={"tests": {"budgets": [{"amount": "0.012", "period": "total"}]}},
    )
    surface = SURFACES[0]
    _, status, _, raw = ask(gateway, surface, "m", max_tokens=1000, service_tier="priority")
    assert (status, json.loads(raw)["error"]["code"]) == (429, "budget_exceeded")
    assert ask(gateway, surface, "m", max_tokens=1000, service_tier="flex")[1] == 200
    assert ask(gateway, surface, "m", max_tokens=1000)[1] == 200


def test_own_prices_have_factors_of_their_own(priced):
    gateway, admin = priced(
        {"gpt-4o": Script(chat(1000, 0, 100), {"service_tier": "priority"})},
        models={"m": {"targets": [{"model": "openai/gpt-4o"}]}},
        # 1,000 × 2 + 100 × 8 = 2,800 millionths; 1.25 times.
        prices={"openai/gpt-4o": {"input_per_million": 2, "output_per_million": 8, "priority_factor": 1.25}},
    )
    assert ask(gateway, SURFACES[0], "m")[2]["x-kanmon-cost-usd"] == "0.0035"
