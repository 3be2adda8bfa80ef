#!/usr/bin/env python3
"""Trains the linear model of the injection score and writes its file of weights.

The texts it learns from are written for it: templates in scripts/injection-corpus, expanded with a fixed seed. The same
corpus and options give the same bytes. Needs numpy.

    scripts/train-injection.py                     # writes Sources/CInjectionModel/weights.bin
    scripts/train-injection.py --output FILE --examples 400 --rounds 20   # a small run
    scripts/train-injection.py --score FILE        # prints the logarithm of the odds of each line of standard input

The file: "KNGM", then little-endian u32 version, u32 logarithm of the number of weights, u32 orders (shortest | longest << 8),
f32 scale, f32 bias, u64 FNV-1a of the weights; then one signed byte for each weight.
"""

import argparse
import json
import pathlib
import random
import re
import struct
import subprocess
import sys

import numpy

HERE = pathlib.Path(__file__).resolve().parent
LISTS = HERE.parent / "Sources" / "CNameLists" / "lists"
ORDERS = (2, 3, 4, 5)
LOGARITHM = 18


def read_corpus(path):
    """The slots and the templates of one corpus file."""
    slots, templates = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@"):
            name, _, values = line[1:].partition(" = ")
            slots[name] = words_of(values[5:]) if values.startswith("list:") else values.split("|")
        else:
            templates.append(line)
    return slots, templates


def words_of(name):
    """A list of names that the detectors use."""
    return (LISTS / f"{name}.txt").read_text(encoding="utf-8").split()


def business_texts():
    """The harmless business texts that the benchmark of personal data is tuned on, never those that it measures with."""
    command = [sys.executable, HERE.parent / "Benchmarks" / "guardrails" / "generate.py"]
    made = subprocess.run(
        [*command, "--seed", "1", "--count", "2500", "--split", "train"], stdout=subprocess.PIPE, check=True
    )
    return [json.loads(line)["text"] for line in made.stdout.splitlines()]


def expand(template, slots, choose):
    """One text of a template: slots filled, of each choice one."""
    text = template
    for _ in range(6):
        changed = re.sub(r"<([^<>|]+)>", lambda m: choose(slots[m[1]]) if m[1] in slots else m[0], text)
        changed = re.sub(r"\[([^\[\]]*\|[^\[\]]*)\]", lambda m: choose(m[1].split("|")), changed)
        if changed == text:
            break
        text = changed
    return text


def fold(text):
    """What Sources/Guardrails/Injection/InjectionText.swift does to plain texts, as the model sees them."""
    out = []
    japanese = re.compile(r"[\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
    text = re.sub(r"[*`\\]", "", text)
    text = re.sub(r"[ \t\u3000\u00a0\r\n]+", " ", text)
    text = re.sub(f"(?<={japanese.pattern}) (?={japanese.pattern})", "", text)
    for character in text:
        code = ord(character)
        if 0x41 <= code <= 0x5A:
            code += 0x20
        elif 0x30A1 <= code <= 0x30F6:
            code -= 0x60
        elif code in (0x2018, 0x2019, 0x201B, 0x2032):
            code = 0x27
        elif code in (0x201C, 0x201D, 0x201F, 0x2033):
            code = 0x22
        elif 0x30 <= code <= 0x39:
            code = 0x30
        out.append(code)
    # The fold of texts puts one space in front, drops those that stand there, and ends in one.
    while out and out[0] == 0x20:
        out.pop(0)
    if not out or out[-1] != 0x20:
        out.append(0x20)
    return numpy.array([0x20] + out, dtype=numpy.uint32)


def buckets(scalars):
    """The indices of all n-grams of a folded text."""
    mask = numpy.uint32((1 << LOGARITHM) - 1)
    found = []
    count = len(scalars)
    state = numpy.full(count, 0x811C9DC5, dtype=numpy.uint32)
    with numpy.errstate(over="ignore"):
        for order in range(1, ORDERS[-1] + 1):
            length = count - order + 1
            if length <= 0:
                break
            state = (state[:length] ^ scalars[order - 1 : order - 1 + length]) * numpy.uint32(0x01000193)
            if order < ORDERS[0]:
                continue
            bucket = state ^ numpy.uint32(order)
            bucket ^= bucket >> numpy.uint32(15)
            bucket = bucket * numpy.uint32(0x2C1B3C6D)
            bucket ^= bucket >> numpy.uint32(12)
            found.append(bucket & mask)
    return numpy.concatenate(found)


def value(weights, scale, bias, scalars):
    """The logarithm of the odds of a folded text as one stretch."""
    total = int(weights[buckets(scalars)].astype(numpy.int64).sum())
    return bias + scale * total / float(numpy.sqrt(len(scalars) * len(ORDERS)))


def examples(corpus, per_template, seed):
    """(text, label) pairs: single sentences, and longer texts put together from several."""
    generator = random.Random(seed)
    texts = []
    for name in sorted(path.name for path in corpus.glob("*.txt")):
        label = 1 if name.startswith("attack") else 0
        slots, templates = read_corpus(corpus / name)
        repeats = 1 if ".prose." in name else per_template
        single = sorted({expand(t, slots, generator.choice) for t in templates for _ in range(repeats)})
        texts += [(text, label) for text in single]
        joint = "" if ".ja." in name else " "
        for _ in range(len(single) // 3):
            texts.append((joint.join(generator.sample(single, generator.randint(2, 6))), label))
        if label == 0:
            # Long texts are looked at in stretches: what is a little suspicious in each sentence must not add up.
            for _ in range(len(single) // 2):
                texts.append((joint.join(generator.sample(single, min(len(single), generator.randint(7, 16)))), 0))
    texts += [(text, 0) for text in business_texts()]
    # Harmless sentences around an attack do not make it harmless.
    attacks = [text for text, label in texts if label and len(text) < 300]
    plain = [text for text, label in texts if not label and len(text) < 300]
    for _ in range(len(attacks) // 3):
        texts.append((generator.choice(plain) + "\n" + generator.choice(attacks), 1))
    generator.shuffle(texts)
    return texts


def train(texts, rounds):
    """Logistic regression with L2 on hashed n-grams, by gradient descent with momentum: no randomness, no threads."""
    folded = [fold(text)[:600] for text, _ in texts]
    labels = numpy.array([label for _, label in texts], dtype=numpy.float64)
    parts = [buckets(scalars) for scalars in folded]
    index = numpy.concatenate(parts)
    rows = numpy.repeat(numpy.arange(len(parts)), [len(part) for part in parts])
    # What the model divides by when it scores.
    norm = numpy.array([1.0 / numpy.sqrt(len(scalars) * len(ORDERS)) for scalars in folded])
    size = 1 << LOGARITHM
    balance = numpy.where(labels == 1, 0.5 / labels.sum(), 0.5 / (1 - labels).sum())
    # Common n-grams get smaller steps.
    energy = numpy.bincount(index, weights=(norm**2 * balance)[rows], minlength=size)
    step = 1.0 / (energy + 2e-4)
    weights, velocity, bias, bias_velocity = numpy.zeros(size), numpy.zeros(size), 0.0, 0.0
    for _ in range(rounds):
        score = bias + norm * numpy.bincount(rows, weights=weights[index], minlength=len(parts))
        error = (1.0 / (1.0 + numpy.exp(-numpy.clip(score, -30, 30))) - labels) * balance
        gradient = numpy.bincount(index, weights=(error * norm)[rows], minlength=size) + 4e-7 * weights
        velocity = 0.9 * velocity - 0.02 * step * gradient
        weights += velocity
        bias_velocity = 0.9 * bias_velocity - 0.4 * error.sum()
        bias += bias_velocity
    return weights, bias


def save(path, weights, bias):
    """Rounds weights to bytes and writes the file."""
    limit = float(numpy.quantile(numpy.abs(weights[weights != 0]), 0.9995))
    scale = numpy.float32(limit / 127)
    table = numpy.clip(numpy.rint(weights / float(scale)), -127, 127).astype(numpy.int8).tobytes()
    checksum = 0xCBF29CE484222325
    for byte in table:
        checksum = ((checksum ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    orders = ORDERS[0] | ORDERS[-1] << 8
    header = b"KNGM" + struct.pack("<IIIffQ", 1, LOGARITHM, orders, float(scale), float(bias), checksum)
    path.write_bytes(header + table)


def load(path):
    """The weights, scale and bias of a file."""
    content = path.read_bytes()
    _, _, _, scale, bias, _ = struct.unpack("<IIIffQ", content[4:32])
    return numpy.frombuffer(content[32:], dtype=numpy.int8), scale, bias


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=pathlib.Path, default=HERE / "injection-corpus")
    parser.add_argument(
        "--output", type=pathlib.Path, default=HERE.parent / "Sources" / "CInjectionModel" / "weights.bin"
    )
    parser.add_argument("--per-template", type=int, default=40)
    parser.add_argument("--examples", type=int, default=0, help="use only so many examples")
    parser.add_argument("--rounds", type=int, default=120)
    parser.add_argument("--score", type=pathlib.Path, help="score lines instead of training")
    options = parser.parse_args()
    if options.score:
        weights, scale, bias = load(options.score)
        for line in sys.stdin:
            text = line.rstrip("\n")
            print(f"{value(weights, scale, bias, fold(text)):.4f}\t{text}")
        return
    texts = examples(options.corpus, options.per_template, seed=20260)
    if options.examples:
        texts = texts[: options.examples]
    held = texts[: len(texts) // 10]
    weights, bias = train(texts[len(held) :], options.rounds)
    right = sum(
        ((bias + (weights[buckets(s)]).sum() / numpy.sqrt(len(s) * len(ORDERS))) > 0) == bool(label)
        for s, label in ((fold(text)[:600], label) for text, label in held)
    )
    save(options.output, weights, bias)
    print(f"{len(texts)} examples, {sum(label for _, label in texts)} attacks, held out {right}/{len(held)} right")


if __name__ == "__main__":
    main()
