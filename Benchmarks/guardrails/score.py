#!/usr/bin/env python3
"""Measures what `kanmon guard scan` finds against texts whose personal data is known.

    score.py --binary .build/release/kanmon                     the project's own texts (generated, held-out templates)
    score.py --stockmark FILE --presidio FILE                   public sets, read by path only
    score.py --attacks FILE… --benign FILE…                     injection: recall at fixed false-alarm rates
    score.py --markdown                                         the tables as Markdown

A span counts as found where a finding of its type at or above the threshold overlaps it; exact figures want the same start
and end. A finding that overlaps no span of its type is a false alarm.
"""

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
# What a policy blocks by default; a finding of these on a harmless text is a false block.
BLOCKING = {"MY_NUMBER", "CREDIT_CARD", "SECRET"}
PRESIDIO_TYPES = {
    "PERSON": "PERSON_NAME", "CREDIT_CARD": "CREDIT_CARD", "EMAIL_ADDRESS": "EMAIL", "IP_ADDRESS": "IP_ADDRESS",
    "IBAN_CODE": "IBAN", "US_SSN": "US_SSN", "PHONE_NUMBER": "PHONE",
}


def scan(command, texts):
    """The command's findings by text, and the seconds it took."""
    lines = "".join(json.dumps({"id": str(i), "text": text}, ensure_ascii=False) + "\n" for i, text in enumerate(texts))
    start = time.perf_counter()
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    seconds = time.perf_counter() - start
    answers = [None] * len(texts)
    for line in done.stdout.splitlines():
        answer = json.loads(line)
        answers[int(answer["id"])] = answer
    missing = answers.count(None)
    if missing:
        sys.exit(f"the command did not answer {missing} of {len(texts)} texts")
    return answers, seconds


def overlaps(a, b):
    return a["start"] < b["end"] and b["start"] < a["end"]


class Count:
    def __init__(self):
        self.gold = self.found = self.exact = self.findings = self.right = 0

    def figures(self):
        precision = self.right / self.findings if self.findings else None
        recall = self.found / self.gold if self.gold else None
        both = (precision or 0) + (recall or 0)
        f1 = 2 * precision * recall / both if precision and recall else 0 if self.gold else None
        return precision, recall, f1, self.exact / self.gold if self.gold else None


def compare(texts, gold, answers, threshold, rename=None):
    """Counts by type."""
    counts = defaultdict(Count)
    mistakes = []
    for text, spans, answer in zip(texts, gold, answers):
        findings = [
            dict(finding, type=(rename or {}).get(finding["type"], finding["type"]))
            for finding in answer["spans"]
            if finding["score"] >= threshold
        ]
        for span in spans:
            count = counts[span["type"]]
            count.gold += 1
            same = [f for f in findings if f["type"] == span["type"] and overlaps(f, span)]
            count.found += bool(same)
            count.exact += any(f["start"] == span["start"] and f["end"] == span["end"] for f in same)
            if not same:
                mistakes.append(("missed", span["type"], text, span, ""))
        for finding in findings:
            count = counts[finding["type"]]
            count.findings += 1
            is_right = any(s["type"] == finding["type"] and overlaps(finding, s) for s in spans)
            count.right += is_right
            if not is_right:
                mistakes.append(("false", finding["type"], text, finding, finding.get("rule", "")))
    return counts, mistakes


def table(title, rows, header, markdown):
    print(f"\n### {title}\n" if markdown else f"\n{title}")
    if markdown:
        print("| " + " | ".join(header) + " |\n|" + "---|" * len(header))
        for row in rows:
            print("| " + " | ".join(row) + " |")
        return
    widths = [max(len(str(r[i])) for r in [header, *rows]) for i in range(len(header))]
    for row in [header, *rows]:
        print("  ".join(str(cell).ljust(width) for cell, width in zip(row, widths)))


def show(value):
    return "-" if value is None else f"{value:.3f}"


def print_counts(title, counts, types, markdown):
    rows = []
    for kind in sorted(counts):
        if types and kind not in types:
            continue
        count = counts[kind]
        precision, recall, f1, exact = count.figures()
        rows.append([kind, str(count.gold), show(precision), show(recall), show(f1), show(exact)])
    table(title, rows, ["type", "spans", "precision", "recall", "F1", "exact"], markdown)


def print_mistakes(mistakes, types, limit):
    shown = defaultdict(int)
    for what, kind, text, span, rule in mistakes:
        if types and kind not in types or shown[what, kind] >= limit:
            continue
        shown[what, kind] += 1
        start, end = span["start"], span["end"]
        around = text[max(0, start - 15) : start] + "⟦" + text[start:end] + "⟧" + text[end : end + 12]
        print(f"{what:7}{kind:18}{rule:28}{around!r}")


def generated(options, split):
    made = subprocess.run(
        [sys.executable, HERE / "generate.py", "--seed", str(options.seed), "--count", str(options.count), "--split", split],
        stdout=subprocess.PIPE, check=True,
    )
    lines = [json.loads(line) for line in made.stdout.splitlines()]
    return [line["text"] for line in lines], [line["spans"] for line in lines]


def texts_of(path):
    """The texts of a set, whatever its shape: a list of strings or of objects, a table of columns, or lines."""
    content = Path(path).read_text(encoding="utf-8")
    try:
        data = json.loads(content)
    except json.JSONDecodeError:
        data = [json.loads(line) for line in content.splitlines() if line.strip()]
    if isinstance(data, dict):
        data = [item for value in data.values() for item in (value if isinstance(value, list) else [value])]
    keys = ["text", "prompt", "full_text", "content", "instruction"]
    found = [item if isinstance(item, str) else next((item[k] for k in keys if k in item), None) for item in data]
    return [text for text in found if text]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=".build/release/kanmon")
    parser.add_argument("--command", help="another command that speaks the same lines")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--split", default="held-out", choices=["train", "held-out", "all"])
    parser.add_argument("--threshold", type=float, default=0.5)
    parser.add_argument("--types", help="only these, separated by commas")
    parser.add_argument("--mistakes", type=int, default=0, help="show so many of each kind")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--stockmark")
    parser.add_argument("--presidio")
    parser.add_argument("--attacks", nargs="*", default=[])
    parser.add_argument("--benign", nargs="*", default=[])
    options = parser.parse_args()
    command = options.command.split() if options.command else [options.binary, "guard", "scan", "--threshold", "0"]
    types = set(options.types.split(",")) if options.types else None

    texts, gold = generated(options, options.split)
    answers, seconds = scan(command, texts)
    counts, mistakes = compare(texts, gold, answers, options.threshold)
    print_counts(f"Own texts ({options.split} templates, {len(texts)} texts)", counts, types, options.markdown)
    print_mistakes(mistakes, types, options.mistakes)
    characters = sum(map(len, texts))
    print(f"\n{characters} characters in {seconds:.2f} s with start-up: {seconds * 1e6 / characters:.0f} us per 1,000 on all cores")

    if options.stockmark:
        data = json.loads(Path(options.stockmark).read_text(encoding="utf-8"))
        texts = [item["text"] for item in data]
        gold = [
            [{"start": e["span"][0], "end": e["span"][1], "type": "PERSON_NAME"} for e in item["entities"] if e["type"] == "人名"]
            for item in data
        ]
        answers, _ = scan(command, texts)
        counts, mistakes = compare(texts, gold, answers, options.threshold)
        print_counts(f"Encyclopaedia sentences ({len(texts)}); only names are labelled", counts, {"PERSON_NAME"}, options.markdown)
        print_mistakes(mistakes, {"PERSON_NAME"}, options.mistakes)
        harmless = [a for a, item in zip(answers, data) if not item["entities"]]
        blocked = sum(any(f["type"] in BLOCKING and f["score"] >= options.threshold for f in a["spans"]) for a in harmless)
        named = sum(any(f["type"] == "PERSON_NAME" and f["score"] >= options.threshold for f in a["spans"]) for a in harmless)
        print(f"\nharmless sentences: {len(harmless)}; false blocks {blocked}; with a false name {named}")

    if options.presidio:
        data = json.loads(Path(options.presidio).read_text(encoding="utf-8"))
        texts = [item["full_text"] for item in data]
        gold = [
            [
                {"start": s["start_position"], "end": s["end_position"], "type": PRESIDIO_TYPES[s["entity_type"]]}
                for s in item["spans"]
                if s["entity_type"] in PRESIDIO_TYPES
            ]
            for item in data
        ]
        answers, _ = scan(command, texts)
        counts, mistakes = compare(texts, gold, answers, options.threshold, {"PHONE_JP": "PHONE"})
        print_counts(f"English texts ({len(texts)})", counts, types, options.markdown)
        print_mistakes(mistakes, types, options.mistakes)

    if options.attacks and options.benign:
        attacks = [text for path in options.attacks for text in texts_of(path)]
        benign = [text for path in options.benign for text in texts_of(path)]
        bad = [a["injection"]["score"] for a in scan(command, attacks)[0]]
        good = sorted((a["injection"]["score"] for a in scan(command, benign)[0]), reverse=True)
        rows = []
        for rate in (0.0, 0.005, 0.01, 0.02, 0.05):
            allowed = int(rate * len(good))
            limit = good[allowed] if allowed < len(good) else 0
            rows.append([f"{rate:.1%}", f"{limit:.3f}", f"{sum(score > limit for score in bad) / len(bad):.3f}"])
        table(f"Injection: {len(bad)} attacks, {len(good)} harmless", rows, ["false alarms", "score above", "recall"], options.markdown)


if __name__ == "__main__":
    main()
