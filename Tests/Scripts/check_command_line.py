#!/usr/bin/env python3
"""Checks exit codes and output streams of the command line.

Usage: check_command_line.py KANMON_BINARY
"""

import os
import pathlib
import subprocess
import sys
import tempfile


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
