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
        "pretend": {"type": "simulated", "speaks": "gemini", "tokens_per_second": 5.5},
    },
    "models": {"chat": {"targets": [{"model": "openai/gpt-4o"}], "timeout": {"total": "1m", "first_byte": "30s"}}},
    "keys": [{"name": "dev", "key": "sk-km-0123456789"}],
}
BROKEN = [
    ("version", None),
    ("version", 2),
    ("version", "one"),
    ("providers", None),
    ("providers", {}),
    ("providers", []),
    ("telemetry", {}),
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
    ("providers.pretend.api_key", "k"),
    ("providers.pretend.tokens_per_second", 0),
    ("providers.pretend.speaks", "klingon"),
    ("providers.pretend.time_to_first_token", "soon"),
    ("models.chat.targets", []),
    ("models.chat.targets", None),
    ("models.chat.targets", [{"model": "gpt-4o"}]),
    ("models.chat.targets", [{"model": "openai/gpt-4o", "weight": 3}]),
    ("models.chat.strategy", "fallback"),
    ("models.chat.retry", {"attempts": 2}),
    ("models.chat.timeout.total", "1 minute"),
    ("keys", {}),
    ("keys", [{"name": "dev"}]),
    ("keys", [{"name": "a b", "key": "sk-km-0123456789"}]),
    ("keys", [{"name": "dev", "key": "short"}]),
]


def changed(path: str, value: object) -> dict:
    document = copy.deepcopy(FINE)
    *parents, last = path.split(".")
    place = document
    for name in parents:
        place = place[name]
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value
    return document


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

        examples = sorted([*EXAMPLES.glob("*.yaml"), *EXAMPLES.glob("*.json")])
        for example in examples:
            text = example.read_text(encoding="utf-8")
            for error in validator.iter_errors(yaml.safe_load(text)):
                failures.append(f"{example.name}: the schema refuses {error.json_path}: {error.message}")
            environment = {
                name: str(pem) if "_TLS_" in name else f"sk-km-test-{name}"
                for name in re.findall(r"\$\{([A-Z_]+)\}", text)
            }
            result = check(example, environment)
            if result.returncode != 0:
                failures.append(f"{example.name}: kanmon check exits with {result.returncode}: {result.stderr}")
            if environment and check(example, {}).returncode != 1:
                failures.append(f"{example.name}: kanmon check accepts unset variables")

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
