"""A gateway as a company would have it: teams, people of every role, keys, budgets, and some minutes of traffic.

The ledger takes its times from the gateway's clock alone, so the traffic of "a day" is made within seconds; what depends on
more than one day is tested on the server's side.
"""

import concurrent.futures
import json

from governed.admin import Admin
from governed.documents import ADMIN_TOKEN
from harness.gateway import Gateway, PROVIDER_KEYS
from harness.process import eventually

PASSWORD = "correct horse battery staple"

#: A text that does harm wherever it is taken for markup: descriptions, names of people and prompts may have it.
CANARY = "<img src=x onerror=\"window.harmed=1\">"

ROLES = ("owner", "admin", "auditor", "team-admin", "member", "viewer")

YEN = {"code": "JPY", "per_usd": "155.2", "as_of": "2026-11-01"}

#: What the models cost, in US dollars per million tokens.
PRICES = {
    "openai/gpt-4o": {"input_per_million": "2.5", "cached_input_per_million": "1.25", "output_per_million": "10"},
    "openai/gpt-4o-mini": {"input_per_million": "0.15", "output_per_million": "0.6"},
    "anthropic/claude-sonnet-4-5": {"input_per_million": "3", "output_per_million": "15"},
    "gemini/gemini-2.5-flash": {"input_per_million": "0.3", "output_per_million": "2.5"},
    "openai/fault-status-503": {"input_per_million": "1", "output_per_million": "1"},
    "openai/fault-status-429": {"input_per_million": "1", "output_per_million": "1"},
}


def document(simulator, currency=None):
    """The configuration: three providers, teams with limits and budgets, a cache, prompts kept for one team."""
    return {
        "server": {
            "drain_timeout": "5s",
            "admin_token": ADMIN_TOKEN,
            "require_keys": True,
            "reload": {"watch": False},
        },
        "data": "./data",
        "time_zone": "Asia/Tokyo",
        "providers": {
            "openai": {
                "type": "openai",
                "api_keys": [
                    {"name": "main", "value": PROVIDER_KEYS["openai"]},
                    {"name": "spare", "value": PROVIDER_KEYS["openai"] + "-spare"},
                ],
                "base_url": f"{simulator.url}/v1",
            },
            "anthropic": {"type": "anthropic", "api_key": PROVIDER_KEYS["claude"], "base_url": simulator.url},
            "gemini": {"type": "gemini", "api_key": PROVIDER_KEYS["gemini"], "base_url": simulator.url},
        },
        "models": {
            "chat": {"targets": ["openai/gpt-4o", "anthropic/claude-sonnet-4-5"]},
            "cheap": {"targets": ["openai/gpt-4o-mini"]},
            "fast": {"targets": ["gemini/gemini-2.5-flash"]},
            "careful": {"targets": ["openai/fault-status-503", "anthropic/claude-sonnet-4-5"]},
            "broken": {"targets": ["openai/fault-status-503", "openai/fault-status-429"]},
        },
        "teams": {
            "search": {
                "limits": {"requests_per_minute": 6000, "tokens_per_minute": 2000000},
                "budgets": [
                    {"amount": 5, "period": "month", "alert_at": ["50%", "80%"], "action": "warn"},
                    {"name": "daily", "amount": 1, "period": "day", "action": "warn"},
                ],
                "retention": {"bodies": {"store": True}},
            },
            "support": {"budgets": [{"amount": "0.02", "period": "month", "alert_at": ["50%"], "action": "warn"}]},
            "research": {"guardrails": ["pii"]},
        },
        # None looks at every call: the numbers of the other pages are those of calls that nothing has touched.
        "guardrails": [
            {"name": "pii", "type": "pii"},
            {"name": "shield", "type": "injection"},
            {"name": "rivals", "type": "words", "on": ["input"], "words": ["Initech"], "action": "route:cheap"},
            {"name": "brief", "type": "length", "most": 40, "action": "reask"},
        ],
        "prices": PRICES,
        "cache": {"exact": {"enabled": True}},
        **({"currency": currency} if currency else {}),
    }


class World:
    """The gateway with everybody in it; `keys` are the texts of keys by name."""

    def __init__(self, directory, simulator, currency=None):
        self.gateway = Gateway(directory, document(simulator, currency), name="dashboard")
        self.admin = Admin(self.gateway)
        self.keys = {}
        self.ids = {}
        self._people()
        self._keys()

    def _people(self):
        self.users = {}
        for role in ROLES:
            teams = [] if role in ("owner", "admin", "auditor") else ["search"]
            body = {"name": role, "role": role, "teams": teams, "password": PASSWORD, "display_name": f"{role} {CANARY}"}
            self.users[role] = self.admin.change("POST", "/users", body)["id"]

    def _keys(self):
        self.admin.change("POST", "/projects", {"name": "relevance", "team": "search"})
        plan = [
            ("search-web", {"team": "search", "project": "relevance", "tags": ["web", "production"]}),
            ("search-batch", {"team": "search", "tags": ["batch"], "limits": {"requests_per_minute": 3000}}),
            ("support-bot", {"team": "support", "tags": ["production"]}),
            ("research-notebook", {"team": "research", "models": ["chat", "cheap", "fast"]}),
            ("member-key", {"team": "search", "owner": self.users["member"]}),
            ("canary", {"team": "search", "description": CANARY, "metadata": {"note": CANARY}}),
        ]
        for name, members in plan:
            made = self.admin.key(name, **members)
            self.keys[name], self.ids[name] = made["key"], made["id"]

    def ask(self, key, model, text, stream=False, **members):
        """One chat completion: the request's id."""
        body = {"model": model, "messages": [{"role": "user", "content": text}], "stream": stream, **members}
        fields = {"content-type": "application/json", "authorization": f"Bearer {self.keys[key]}"}
        _, head, _ = self.gateway.get("/v1/chat/completions", "POST", 30, fields, json.dumps(body).encode())
        return head["x-request-id"]

    def traffic(self, rounds=6):
        """Requests of several teams, keys and models: answered, from the cache, by a fallback, failed, streamed."""
        asked = []
        for turn in range(rounds):
            asked += [
                ("search-web", "chat", f"write {60 + turn * 7} tokens", False),
                ("search-web", "chat", "write 90 tokens", False),
                ("search-web", "fast", f"write {200 + turn} tokens", True),
                ("search-batch", "cheap", f"write {400 + turn * 11} tokens", False),
                ("search-batch", "fast", "write 120 tokens", False),
                ("support-bot", "chat", f"write {150 + turn} tokens", True),
                ("support-bot", "careful", f"write {40 + turn} tokens", False),
                ("research-notebook", "cheap", f"write {30 + turn} tokens", False),
                ("member-key", "fast", f"write {25 + turn} tokens", False),
                ("canary", "cheap", f"{CANARY} write {12 + turn} tokens", False),
            ]
        asked.append(("support-bot", "broken", "write 10 tokens", False))
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            ids = list(pool.map(lambda entry: self.ask(*entry[:3], stream=entry[3]), asked))
        # Where no target was asked at all, a request has no record.
        self.admin.settled(ids[:-1])
        return ids

    def people_sign_in(self):
        """Refused and accepted sign-ins, so that the audit log has some."""
        for password in ("wrong password once", PASSWORD):
            body = json.dumps({"name": "auditor", "password": password}).encode()
            self.gateway.get("/admin/v1/login", "POST", 30, {"content-type": "application/json"}, body)

    def alerted(self):
        """Waits until a budget has raised its alert."""
        eventually(lambda: self.admin.get("/alerts")["rows"], what="an alert of the budget", every=0.1)
