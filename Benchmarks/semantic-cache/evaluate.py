#!/usr/bin/env python3
"""How often `kanmon cache judge` is right about the pairs in this folder.

    Benchmarks/semantic-cache/evaluate.py .build/release/kanmon
    Benchmarks/semantic-cache/evaluate.py .build/release/kanmon --table Docs/caching.md

Prints, for each language and each half of the pairs, paraphrases hit, false hits and misses by threshold and by kind.
With --table the lines between `<!-- evaluation -->` and `<!-- end of evaluation -->` of a page are replaced.
Ends with code 1 where more than 1 % of the hits at the default threshold are false, in either language.
"""

import argparse
import json
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
LANGUAGES = {"english": "English", "japanese": "Japanese"}
SPLITS = ("tuned", "held-out")
THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


def load(language):
    lines = (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def judge(kanmon, pairs, *options):
    lines = "".join(json.dumps({"id": p["id"], "a": p["a"], "b": p["b"]}, ensure_ascii=False) + "\n" for p in pairs)
    done = subprocess.run([kanmon, "cache", "judge", *options], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if [answer["id"] for answer in answers] != [pair["id"] for pair in pairs]:
        sys.exit("the answers are not those of the pairs")
    return [answer["same"] for answer in answers]


def count(pairs, same):
    paraphrases = [hit for pair, hit in zip(pairs, same) if pair["kind"] == "paraphrase"]
    others = [hit for pair, hit in zip(pairs, same) if pair["kind"] != "paraphrase"]
    return sum(paraphrases), len(paraphrases), sum(others), len(others)


def percent(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "-"


def row(name, split, threshold, pairs, same):
    hits, asked, false, others = count(pairs, same)
    return (
        f"| {name} | {split} | {threshold} | {hits} of {asked} ({percent(hits, asked)}) | {asked - hits} "
        f"| {false} of {others} | {percent(false, hits + false)} |"
    )


def main():
    parser = argparse.ArgumentParser(description="Evaluate the semantic cache's judge.")
    parser.add_argument("kanmon", help="the binary")
    parser.add_argument("--table", type=pathlib.Path, help="the page whose table is replaced")
    options = parser.parse_args()
    failed = False
    table = [
        "| language | pairs | threshold | paraphrases hit | missed | false hits | of all hits |",
        "|---|---|---|---|---|---|---|",
    ]
    kinds = ["", "False hits by kind at the default threshold:", ""]
    for language, name in LANGUAGES.items():
        pairs = load(language)
        default = judge(options.kanmon, pairs)
        runs = [("default", default)]
        runs += [(f"{t:g}", judge(options.kanmon, pairs, "--threshold", str(t))) for t in THRESHOLDS]
        runs += [("default, no verifier", judge(options.kanmon, pairs, "--no-verifier"))]
        runs += [("0.95, no verifier", judge(options.kanmon, pairs, "--no-verifier", "--threshold", "0.95"))]
        for split in SPLITS:
            of_split = [pair["split"] == split for pair in pairs]
            for threshold, same in runs:
                chosen = [pair for pair, keep in zip(pairs, of_split) if keep]
                table.append(row(name, split, threshold, chosen, [s for s, keep in zip(same, of_split) if keep]))
        hits, _, false, _ = count(pairs, default)
        failed = failed or false > 0.01 * (hits + false)
        by_kind = {}
        for pair, same in zip(pairs, default):
            if pair["kind"] != "paraphrase":
                found = by_kind.setdefault(pair["kind"], [0, 0])
                found[0] += same
                found[1] += 1
        words = ", ".join(f"{kind} {found[0]} of {found[1]}" for kind, found in sorted(by_kind.items()))
        kinds.append(f"- {name}: {words}")
    text = "\n".join(table + kinds)
    print(text)
    if options.table:
        page = options.table.read_text(encoding="utf-8")
        start, end = "<!-- evaluation -->", "<!-- end of evaluation -->"
        before, rest = page.split(start, 1)
        options.table.write_text(f"{before}{start}\n{text}\n{end}{rest.split(end, 1)[1]}", encoding="utf-8")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
