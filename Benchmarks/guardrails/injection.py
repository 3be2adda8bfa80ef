#!/usr/bin/env python3
"""Measures the injection score of `kanmon guard scan`.

    injection.py --binary .build/release/kanmon
    injection.py --binary … --jailbreaks FILE --trigger-words FILE --indirect FILE --harmless FILE…

The project's own texts (injection_texts.py) are written apart from those that training uses, and those in held-out/ were
written before anybody looked at what the score does with them; public sets are read by path only. Prints recall at the score from which policies block, recall at fixed false-alarm rates over all harmless texts, and
the share of texts with trigger words that stay clean.
"""

import argparse
import json
import subprocess
import time
from pathlib import Path

import injection_texts as own

BLOCK = 0.8


def scores(binary, conversations):
    """The score of each conversation, a list of (role, text)."""
    lines = [
        json.dumps({"id": i, "messages": [{"role": role, "content": text} for role, text in turns]}, ensure_ascii=False)
        for i, turns in enumerate(conversations)
    ]
    began = time.monotonic()
    run = subprocess.run(
        [binary, "guard", "scan", "-"], input="\n".join(lines), capture_output=True, text=True, check=True
    )
    seconds = time.monotonic() - began
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    return [answer["injection"]["score"] for answer in answers], seconds


def texts(path):
    """The texts of a public set: a list of strings or of objects, or lists of strings by kind."""
    content = json.loads(Path(path).read_text(encoding="utf-8"))
    if isinstance(content, dict):
        return [text for group in content.values() for text in group]
    return [x if isinstance(x, str) else x.get("prompt") or x.get("text") or x.get("full_text") for x in content]


def held_out(name):
    """The conversations of a file of held-out/, by origin and language."""
    groups = {}
    group, origin = [], ""
    for line in (Path(__file__).parent / "held-out" / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            origin, language = line.split()[1:3]
            group = groups.setdefault(f"held out, {origin} {language}", [])
        elif line and not line.startswith("# "):
            text = line.replace("\\n", "\n")
            turns = [tuple(turn.strip().split(": ", 1)) for turn in text.split("|||")] if origin == "turns" else None
            group.append(turns or [(origin, text)])
    return groups


def share(values, least):
    return sum(value >= least for value in values) / max(1, len(values))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=".build/release/kanmon")
    parser.add_argument("--jailbreaks")
    parser.add_argument("--trigger-words")
    parser.add_argument("--indirect")
    parser.add_argument("--harmless", nargs="*", default=[])
    options = parser.parse_args()

    attacks = {
        "own English": [[("user", text)] for text in own.ATTACKS_EN],
        "own Japanese": [[("user", text)] for text in own.ATTACKS_JA],
        "own quoted English": [[("tool", mail.format(x))] for x in own.QUOTED_EN for mail in own.MAILS_EN],
        "own quoted Japanese": [[("tool", mail.format(x))] for x in own.QUOTED_JA for mail in own.MAILS_JA],
    }
    harmless = {"own quoted": [[("tool", text)] for text in own.HARMLESS_QUOTED]}
    attacks |= held_out("attack.txt")
    harmless |= held_out("harmless.txt")
    if options.jailbreaks:
        attacks["jailbreaks"] = [[("user", text)] for text in texts(options.jailbreaks)]
    if options.indirect:
        attacks["indirect"] = [
            [("tool", mail.format(text))] for text in texts(options.indirect) for mail in own.MAILS_EN
        ]
    if options.trigger_words:
        harmless["trigger words"] = [[("user", text)] for text in texts(options.trigger_words)]
    for path in options.harmless:
        harmless[Path(path).stem] = [[("user", text)] for text in texts(path)]

    clean = []
    for name, conversations in harmless.items():
        values, seconds = scores(options.binary, conversations)
        clean += values
        size = sum(len(text) for turns in conversations for _, text in turns)
        print(f"{name}: {len(values)} texts, clean {1 - share(values, BLOCK):.4f}, {size / seconds / 1e6:.2f} M characters/s")
    clean.sort(reverse=True)
    limits = {rate: clean[int(len(clean) * rate)] for rate in (0.001, 0.005, 0.01)}
    for name, conversations in attacks.items():
        values, _ = scores(options.binary, conversations)
        found = " ".join(
            f"{sum(value > limit for value in values) / len(values):.3f} at {rate:.1%} false alarms"
            for rate, limit in limits.items()
        )
        print(f"{name}: {len(values)} texts, blocked {share(values, BLOCK):.3f}, {found}")


if __name__ == "__main__":
    main()
