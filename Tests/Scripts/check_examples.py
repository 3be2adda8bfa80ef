#!/usr/bin/env python3
"""Checks that the JSON Schema of `kanmon schema` and `kanmon check` agree, with a validator of its own.

Usage: check_examples.py KANMON_BINARY
Needs the packages jsonschema and PyYAML. Exits with 1 and says what is wrong if anything is.
"""

import copy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"

# A document that is fine, and changes that break it: a path and the value to put there (None removes).
# Both the schema and `kanmon check` must refuse every one of them.
FINE = {
    "version": 1,
    "server": {"listen": "127.0.0.1:4000", "max_body": "1MiB", "drain_timeout": "5s"},
    "providers": {
        "openai": {"type": "openai", "api_key": "sk-test"},
        "local": {"type": "openai-compatible", "base_url": "http://127.0.0.1:8000/v1"},
        "pool": {"type": "openai", "api_keys": ["sk-test-1", {"value": "sk-test-2", "weight": 2}], "region": "jp"},
        "pretend": {"type": "simulated", "speaks": "gemini", "tokens_per_second": 5.5},
    },
    "models": {
        "chat": {
            "targets": [{"model": "openai/gpt-4o", "weight": 2}, "smart"],
            "timeout": {"total": "1m", "first_byte": "30s"},
        },
        "smart": {
            "strategy": "conditional",
            "targets": [
                {"model": "openai/gpt-4o", "when": {"not": {"or": [{"header": "x-a", "in": ["b", 1, True]}]}}},
                {"model": "local/llama"},
            ],
        },
    },
    "teams": {"dev": {"models": ["chat", "openai/*"], "regions": ["jp"]}},
    "keys": [{"name": "dev", "key": "sk-km-0123456789", "team": "dev"}],
}
BROKEN = [
    ("version", None),
    ("version", 2),
    ("version", "one"),
    ("providers", None),
    ("providers", {}),
    ("providers", []),
    ("guardrails", {}),
    ("telemetry.log", 5),
    ("telemetry.traces", {"sample": 0.5}),
    ("telemetry.log.sinks", [{"type": "file"}]),
    ("telemetry.log.sinks", [{"type": "stdout", "path": "a"}]),
    ("server", 5),
    ("server.strict", "yes"),
    ("server.loops", 0),
    ("server.loops", 1.5),
    ("server.max_body", 12),
    ("server.max_body", "1MB"),
    ("server.max_body", True),
    ("server.drain_timeout", 30),
    ("server.drain_timeout", "1.5s"),
    ("server.listen", "4000"),
    ("server.tls", {"certificate": "a.pem"}),
    ("server.unknown", 1),
    ("providers.openai.type", "gpt"),
    ("providers.openai.type", None),
    ("providers.openai.api_key", None),
    ("providers.openai.api_key", ""),
    ("providers.openai.api_key", 12),
    ("providers.openai.api_key", "a b"),
    ("providers.openai.speaks", "openai"),
    ("providers.openai.base_url", "api.openai.com"),
    ("providers.openai.base_url", "https://user@api.openai.com"),
    ("providers.openai.base_url", "https://api.openai.com/v1?x=y"),
    ("providers.openai.base_url", "https://api.openai.com/#x"),
    ("providers.openai.proxy", "socks5://proxy"),
    ("providers.openai.headers", {"a b": "c"}),
    ("providers.openai.headers", {"a": "c\nd"}),
    ("providers.openai.tls", {"certificate": "a.pem"}),
    ("providers.openai.weight", 1),
    ("providers.local.base_url", None),
    ("providers.pretend.base_url", "http://127.0.0.1:1"),
    ("providers.pretend.tokens_per_second", 0),
    ("providers.pretend.speaks", "klingon"),
    ("providers.pretend.time_to_first_token", "soon"),
    ("models.chat.targets", []),
    ("models.chat.targets", None),
    ("models.chat.targets", [{"model": "gpt 4o"}]),
    ("models.chat.targets", [{"model": "openai/gpt-4o", "weight": -1}]),
    ("models.chat.targets", [{"model": "openai/gpt-4o", "wieght": 1}]),
    ("models.chat.targets", [{"model": "openai/gpt-4o", "price": {"input_per_million": 1}}]),
    ("models.chat.targets", [{"model": "openai/gpt-4o", "ramp": {"start": "tomorrow", "over": "7d"}}]),
    ("models.chat.targets", [{"model": "openai/gpt-4o", "region": "US"}]),
    ("models.chat.targets", [{"model": "openai/gpt-4o", "context_window": 0}]),
    ("models.chat.targets", [12]),
    ("models.chat.strategy", "random"),
    ("models.chat.strategy", "sticky"),
    ("models.chat.sticky", {"by": "user"}),
    ("models.chat.retry", {"attempts": 0}),
    ("models.chat.retry", {"on": ["sometimes"]}),
    ("models.chat.retry", {"on": [200]}),
    ("models.chat.retry", {"backoff": {"initial": 1}}),
    ("models.chat.breaker", {"failure_share": 1.5}),
    ("models.chat.breaker", {"failure_share": 0}),
    ("models.chat.breaker", {"max_ejected": "half"}),
    ("models.chat.hedge", {"after": "p99"}),
    ("models.chat.hedge", {}),
    ("models.chat.mirror", {"model": "openai/gpt-4o"}),
    ("models.chat.mirror", {"model": "openai/gpt-4o", "share": "5 %"}),
    ("models.chat.min_tokens_per_second", 0),
    ("models.chat.fallback", {"timeout": ["openai/gpt-4o"]}),
    ("models.chat.fallback", {"context_window": "openai/gpt-4o"}),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {}}]),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {"header": "x-a"}}]),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {"eq": "a"}}]),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {"header": "x-a", "metadata": "b", "eq": "a"}}]),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {"field": "user", "eq": "a"}}]),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {"header": "x-a", "gt": "much"}}]),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {"header": "x-a", "in": []}}]),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {"header": "x-a", "eq": ["a"]}}]),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {"and": []}}]),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {"and": [{"or": [{"not": {}}]}]}}]),
    ("models.smart.targets", [{"model": "openai/gpt-4o", "when": {"not": {"header": "x-a", "eq": 1}, "eq": 1}}]),
    ("models.chat.timeout.total", "1 minute"),
    ("server.retry_budget", {"share": -0.1}),
    ("server.retry_budget", {"floor": "few"}),
    ("server.max_concurrent", 0),
    ("server.queue", {"length": 10}),
    ("server.overload", {"memory": "2GB"}),
    ("server.overload", {"loop_lag": 500}),
    ("server.reload", {"watch": "always"}),
    ("server.reuse_port", "on"),
    ("providers.pool.api_key", "sk-test-3"),
    ("providers.pool.api_keys", []),
    ("providers.pool.api_keys", None),
    ("providers.pool.api_keys", [{"value": "sk-test", "weight": 0}]),
    ("providers.pool.api_keys", [{"name": "main"}]),
    ("providers.pool.api_keys", [{"value": "sk-test", "name": "a b"}]),
    ("providers.pool.region", "Tokyo, Japan"),
    ("providers.pool.health_check", {}),
    ("providers.pool.health_check", {"path": "health"}),
    ("teams", []),
    ("teams.dev.models", []),
    ("teams.dev.models", "chat"),
    ("teams.dev.regions", [""]),
    ("teams.dev.budget", 5),
    ("keys", {}),
    ("keys", [{"name": "dev"}]),
    ("keys", [{"name": "a b", "key": "sk-km-0123456789"}]),
    ("keys", [{"name": "dev", "key": "short"}]),
]


class CoreSchemaLoader(yaml.SafeLoader):
    """PyYAML follows YAML 1.1, where `on` is a truth value; documents are YAML 1.2."""


CoreSchemaLoader.yaml_implicit_resolvers = {
    first: [
        (tag, re.compile("^(true|True|TRUE|false|False|FALSE)$") if tag == "tag:yaml.org,2002:bool" else pattern)
        for tag, pattern in resolvers
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def changed(path: str, value: object) -> dict:
    document = copy.deepcopy(FINE)
    *parents, last = path.split(".")
    place = document
    for name in parents:
        place = place.setdefault(name, {})
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value
    return document


def strategies(schema: object) -> list:
    """The strategies that the schema allows."""
    if isinstance(schema, dict):
        found = schema.get("properties", {}).get("strategy", {}) if isinstance(schema.get("properties"), dict) else {}
        return found.get("enum", []) + [name for part in schema.values() for name in strategies(part)]
    return [name for part in schema for name in strategies(part)] if isinstance(schema, list) else []


def main() -> int:
    binary = sys.argv[1]
    failures = []
    schema = json.loads(subprocess.run([binary, "schema"], check=True, capture_output=True, text=True).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    with tempfile.TemporaryDirectory() as folder:
        pem = pathlib.Path(folder) / "some.pem"
        pem.write_text("only its being readable is checked\n")

        def check(document: pathlib.Path, environment: dict) -> subprocess.CompletedProcess:
            return subprocess.run([binary, "check", str(document)], capture_output=True, text=True, env=environment)

        shown = set()
        examples = sorted([*EXAMPLES.rglob("*.yaml"), *EXAMPLES.rglob("*.json")])
        for example in examples:
            text = example.read_text(encoding="utf-8")
            document = yaml.load(text, Loader=CoreSchemaLoader)
            shown |= {model.get("strategy", "fallback") for model in document.get("models", {}).values()}
            for error in validator.iter_errors(document):
                failures.append(f"{example.name}: the schema refuses {error.json_path}: {error.message}")
            environment = {
                name: str(pem) if "_TLS_" in name else f"{'https://example.com/' * name.endswith('_URL')}sk-km-test-{name}"
                for name in re.findall(r"\$\{([A-Z0-9_]+)\}", text)
            }
            result = check(example, environment)
            if result.returncode != 0:
                failures.append(f"{example.name}: kanmon check exits with {result.returncode}: {result.stderr}")
            if environment and check(example, {}).returncode != 1:
                failures.append(f"{example.name}: kanmon check accepts unset variables")

        for strategy in set(strategies(schema)) - shown:
            failures.append(f"no example shows the strategy {strategy}")

        for path, value in [("version", 1), *BROKEN]:
            document = changed(path, value)
            should_pass = document == FINE
            words = f"{path} = {json.dumps(value)}"
            if validator.is_valid(document) != should_pass:
                failures.append(f"{words}: the schema says {'no' if should_pass else 'yes'}")
            for suffix, text in [("json", json.dumps(document)), ("yaml", yaml.safe_dump(document))]:
                file = pathlib.Path(folder) / f"document.{suffix}"
                file.write_text(text)
                result = check(file, {})
                if result.returncode != (0 if should_pass else 1):
                    failures.append(f"{words} as {suffix}: kanmon check exits with {result.returncode}: {result.stderr}")

    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(examples)} examples and {len(BROKEN)} broken documents checked, {len(failures)} failures")
    return 1 if failures or len(examples) < 6 else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main())
