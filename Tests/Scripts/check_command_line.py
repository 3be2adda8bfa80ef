#!/usr/bin/env python3
"""Checks exit codes and output streams of the command line.

Usage: check_command_line.py KANMON_BINARY
"""

import os
import pathlib
import subprocess
import sys
import tempfile


ROUTES = """version: 1
providers:
  openai: {type: simulated, speaks: openai, region: us}
  claude: {type: simulated, speaks: anthropic, region: eu, api_keys: [{name: main, value: sk-one}, {name: spare, value: sk-two}]}
models:
  chat:
    strategy: weighted
    targets: [{model: openai/gpt-4o, weight: 3}, {model: claude/claude-sonnet-4-5, max_concurrent: 7}]
    retry: {attempts: 4}
    mirror: {model: claude/claude-haiku-4-5, share: 5%}
  gold:
    strategy: conditional
    targets: [{model: chat, when: {header: x-tier, eq: gold}}, {model: claude/claude-opus-4-1, when: {header: x-tier, eq: silver}}]
teams: {domestic: {regions: [eu]}}
keys:
  - {name: berlin, team: domestic, key: sk-km-0123456789abcdef}
  - {name: moon, regions: [moon], key: sk-km-0123456789abcdeg}
"""


def explain(expect, folder: pathlib.Path) -> None:
    """`kanmon explain`: where a request would go."""
    config = folder / "routes.yaml"
    config.write_text(ROUTES)
    request = folder / "request.json"
    request.write_text('{"model": "chat", "seed": 7, "messages": [{"role": "user", "content": "Hello"}]}')

    def plan(*arguments, code: int = 0, out: str = "", err: str = "") -> None:
        expect(["explain", "--config", str(config), *arguments], code, out=out, err=err)

    plan(str(request), out="openai/gpt-4o 75 %, claude/claude-sonnet-4-5 25 %")
    plan(str(request), out="4 tries of a target")
    plan(str(request), out="2 credentials: main, spare; at most 7 in flight")
    plan(str(request), out="dropped on the way: seed")
    plan(str(request), out="a copy of 5 % of the requests to claude/claude-haiku-4-5")
    plan(str(request), out="refuse this with 401")
    plan(str(request), "--key", "berlin", out="1. claude/claude-sonnet-4-5\n       chat: drawn with weight 1 of 1")
    plan(str(request), "--key", "berlin", out="openai/gpt-4o: region us is not allowed")
    plan(str(request), "--model", "gold", "--header", "X-Tier: gold", out="gold: condition holds: header x-tier eq")
    plan(str(request), "--header", "x-kanmon-attempts: 1", out="1 try of a target")
    plan(str(request), "--stream", out="chat (openai-chat, stream)")
    plan(str(request), "--key", "moon", "--json", code=1, out='"code": "model_not_allowed"', err="nobody can be asked: 403")
    plan(str(request), "--model", "gold", code=1, out="Order\n  nobody", err="nobody can be asked: 400")
    plan(str(request), "--model", "nothing", code=1, err="404 model_not_found")
    plan(str(request), "--key", "nobody", code=1, err="there are: berlin, moon")
    plan(str(request), "--header", "x-kanmon-attempts: 0", code=1, err="x-kanmon-attempts")
    plan(str(folder / "nothing.json"), code=1, err="No such file or directory")
    plan(str(config), code=1, err="not valid JSON")
    plan(code=2, err="Usage: kanmon explain")
    plan(str(request), "--surface", "gemini", code=2, err="--model NAME")
    plan(str(request), "--header", "x-tier", code=2, err="--header")
    plan(str(request), "--surface", "cohere", code=2, err="--surface")
    expect(["explain", str(request)], 2, err="--config")
    config.write_text("version: 1\nproviders: {p: {type: simulatd}}\n")
    plan(str(request), code=1, err="1 error")


def main() -> int:
    binary = os.path.abspath(sys.argv[1])
    failures = []

    def expect(arguments: list, code: int, out: str = "", err: str = "", environment: dict | None = None) -> None:
        result = subprocess.run(
            [binary, *arguments], capture_output=True, text=True, env=environment or {}, timeout=20
        )
        words = " ".join(["kanmon", *arguments])
        if result.returncode != code:
            failures.append(f"{words}: exit code {result.returncode}, expected {code}; {result.stderr}")
        for name, text, part in [("output", result.stdout, out), ("errors", result.stderr, err)]:
            if part not in text or (text and not part):
                failures.append(f"{words}: {part!r} expected in {name}, found {text!r}")

    with tempfile.TemporaryDirectory() as folder:
        fine = pathlib.Path(folder) / "fine.yaml"
        fine.write_text("version: 1\nproviders: {p: {type: simulated}}\n")
        broken = pathlib.Path(folder) / "broken.yaml"
        broken.write_text("version: 1\nproviders: {p: {type: simulated, api_kyes: []}}\nretry: 1\n")

        expect(["--help"], 0, out="kanmon serve --demo")
        expect(["serve", "--help"], 0, out="--config")
        expect(["check", "--help"], 0, out="Exit codes")
        expect(["--version"], 0, out=".")
        expect(["version"], 0, out="kanmon ")
        expect(["schema"], 0, out="https://json-schema.org/draft/2020-12/schema")
        expect(["schema", "--format", "markdown"], 0, out="| `server.listen` |")
        expect(["check", str(fine)], 0, out="no errors")
        expect(["check", str(broken)], 1, err=f"{broken}:2:34: providers.p.api_kyes: unknown field")
        expect(["check", str(broken)], 1, err=f"{broken}:3:1: retry: unknown field")
        expect(["check", str(broken)], 1, err="2 errors")
        expect(["check", f"{folder}/missing.yaml"], 1, err="No such file or directory")
        expect(["check", folder], 1, err="cannot read the file")
        expect(["serve", "--config", str(broken)], 1, err="2 errors")
        expect(["serve"], 1, err="No provider was found", environment={"OLLAMA_HOST": "127.0.0.1:1"})
        explain(expect, pathlib.Path(folder))
        expect(["check"], 2, err="Usage: kanmon check")
        expect(["serve", "--demo", "--config", str(fine)], 2, err="exclude each other")
        expect(["serve", "--nonsense"], 2, err="--nonsense")
        expect(["nonsense"], 2, err="nonsense")
        expect(["simulate", "--listen", "nowhere"], 2, err="--listen")

    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"command line checked, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main())
