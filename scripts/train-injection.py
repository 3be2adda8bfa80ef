#!/usr/bin/env python3
"""Trains the two linear models of the injection score, for what people say and for what tools and documents say, and writes
their file of weights.

The texts they learn from are written for it: templates in scripts/injection-corpus, expanded with a fixed seed, and single
texts in scripts/injection-corpus/written. The same corpus and options give the same bytes. Needs numpy and scipy.

    scripts/train-injection.py                     # writes Sources/CInjectionModel/weights.bin
    scripts/train-injection.py --output FILE --examples 400 --rounds 20   # a small run
    scripts/train-injection.py --folds 3           # writes nothing; how well written texts are ranked that were held out
    scripts/train-injection.py --score FILE        # prints what each line of standard input adds, said and quoted

The file: "KNGM", then little-endian u32 version, u32 logarithm of the number of weights of a model, u32 orders (shortest |
longest << 8); for each model f32 scale, f32 bias, f32 least and f32 most it may add; u64 FNV-1a of the weights; then one signed
byte for each weight of both models.
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
import scipy.optimize
import scipy.sparse

HERE = pathlib.Path(__file__).resolve().parent
LISTS = HERE.parent / "Sources" / "CNameLists" / "lists"
ORDERS = (2, 3, 4, 5)
LOGARITHM = 18
PENALTY = 4e-6
# Slope, offset and bounds by which the value of a stretch becomes what the model adds to the logarithm of the odds: chosen so
# that with the rules' weights one of a hundred harmless texts or fewer reaches the score 0.8.
ADDED = ((1.25, 0.5, -3.0, 6.5), (1.0, -1.0, -3.0, 5.0))


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


def stretches(scalars):
    """The stretches of a folded text that scores look at, as ranges."""
    for width in (128, 512):
        start = 0
        while True:
            end = min(start + width, len(scalars))
            yield start, end
            if end == len(scalars):
                break
            start += width // 4
        if len(scalars) <= width:
            break


def value(model, scalars):
    """What a model adds for a folded text: the value of its oddest stretch. As Sources/Guardrails/Injection/NGramModel.swift."""
    weights, scale, bias, least, most = model
    best = max(
        bias + scale * float(weights[buckets(scalars[a:b])].astype(numpy.float64).sum()) / (len(ORDERS) * (b - a)) ** 0.5
        for a, b in stretches(scalars)
    )
    return min(max(best - 0.5 * numpy.log2(max(1.0, len(scalars) / 128)), least), most)


def written(folder):
    """(label, origin, text) of the texts that are no templates: of conversations what the person says last."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        origin = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                origin = line.split()[1]
            elif line and not line.startswith("# "):
                turn = line.split(" ||| ")[-1].removeprefix("user: ")
                kind = "user" if origin == "turns" else origin
                found.append((int(path.name.startswith("attack")), kind, turn.replace("\\n", "\n")))
    return found


def templates(corpus, count, generator):
    """(file's name, label, texts) of each file of templates."""
    for name in sorted(path.name for path in corpus.glob("*.txt")):
        slots, lines = read_corpus(corpus / name)
        repeats = 1 if ".prose." in name else count
        texts = sorted({expand(line, slots, generator.choice) for line in lines for _ in range(repeats)})
        yield name, int(name.startswith("attack")), texts


def windows(scalars, generator, count):
    """Stretches of a harmless text: scores look at each, so none may look odd."""
    if len(scalars) <= 160:
        return [scalars]
    starts = [generator.randrange(0, len(scalars) - 128) for _ in range(count)]
    return [scalars[:512]] + [scalars[start : start + 128] for start in starts]


def examples(corpus, per_template, singles, seed):
    """(folded text, label, weight) of what people say and of what is quoted."""
    generator = random.Random(seed)
    said, quoted, documents, orders = [], [], [], []
    for name, label, texts in templates(corpus, per_template, generator):
        joint = "" if ".ja." in name else " "
        groups = [generator.sample(texts, generator.randint(2, 6)) for _ in range(len(texts) // 4)]
        if label == 0:
            groups += [generator.sample(texts, min(len(texts), generator.randint(7, 16))) for _ in range(len(texts) // 6)]
        for text in texts + [joint.join(group) for group in groups]:
            folded = fold(text)
            parts = [folded[:600]] if label else windows(folded, generator, 1)
            said += [(part, label, 1.0) for part in parts]
            if label:
                orders.append((text, 0.3))
            elif ".prose." in name or ".report." in name:
                documents.append(text)
                quoted += [(part, 0, 1.0) for part in parts]
    business = business_texts()
    for text in business[:1200]:
        parts = windows(fold(text), generator, 2)
        said += [(part, 0, 1.0) for part in parts]
        quoted += [(part, 0, 1.0) for part in parts]
    documents += business[:400]
    for label, origin, text in singles:
        folded = fold(text)
        if origin == "user":
            said += [(folded[:600], label, 4.0)]
            # What a person may ask, a document may not ask of the model: harmless requests are no examples for it.
            if label:
                orders.append((text, 1.0))
        elif label:
            orders.append((text, 4.0))
        else:
            documents += [text] * 3
            said += [(part, 0, 1.0) for part in windows(folded, generator, 2)]
            quoted += [(part, 0, 4.0) for part in windows(folded, generator, 3)]
    for text, weight in orders:
        quoted.append((fold(text)[:600], 1, weight / 2))
        if weight < 1 and generator.random() < 0.6:
            continue
        # Harmless sentences around an order do not make it harmless.
        for _ in range(2):
            around = generator.choice(documents)
            start = generator.randrange(0, max(1, len(around) - 60))
            before, after = generator.choice(((60, 0), (0, 60), (30, 30), (90, 20)))
            joint = generator.choice(("\n", " ", "\n\n"))
            text_around = around[start : start + before] + joint + text + joint + around[start + before :][:after]
            quoted.append((fold(text_around)[:600], 1, weight / 4))
    return said, quoted


def matrix(folded):
    """The n-grams of texts as rows, as the score counts them."""
    data, indices, ends = [], [], [0]
    for scalars in folded:
        found, counts = numpy.unique(buckets(scalars), return_counts=True)
        data.append(counts / numpy.sqrt(len(scalars) * len(ORDERS)))
        indices.append(found)
        ends.append(ends[-1] + len(found))
    shape = (len(folded), 1 << LOGARITHM)
    parts = (numpy.concatenate(data).astype(numpy.float32), numpy.concatenate(indices).astype(numpy.int32), ends)
    return scipy.sparse.csr_matrix(parts, shape=shape)


def train(texts, rounds):
    """Logistic regression with L2 on hashed n-grams, attacks as heavy as the rest: no randomness, no threads."""
    rows = matrix([scalars for scalars, _, _ in texts])
    columns = rows.T.tocsr()
    labels = numpy.array([label for _, label, _ in texts], dtype=numpy.float64)
    share = numpy.array([weight for _, _, weight in texts])
    share = 0.5 * numpy.where(labels == 1, share / share[labels == 1].sum(), share / share[labels == 0].sum())
    size = 1 << LOGARITHM

    def loss(point):
        score = (rows @ point[:size].astype(numpy.float32)).astype(numpy.float64) + point[size]
        odds = 1.0 / (1.0 + numpy.exp(-numpy.clip(score, -30, 30)))
        total = (share * (numpy.logaddexp(0, score) - labels * score)).sum()
        error = share * (odds - labels)
        gradient = numpy.append(columns @ error.astype(numpy.float32) + PENALTY * point[:size], error.sum())
        return total + 0.5 * PENALTY * point[:size] @ point[:size], gradient

    options = {"maxiter": rounds, "maxcor": 8}
    point = scipy.optimize.minimize(loss, numpy.zeros(size + 1), jac=True, method="L-BFGS-B", options=options).x
    return point[:size], point[size]


def rounded(weights, bias, slope, offset, least, most):
    """A model as the file has it: weights as signed bytes, and what it adds instead of the logarithm of the odds."""
    limit = float(numpy.quantile(numpy.abs(weights[weights != 0]), 0.9995))
    table = numpy.clip(numpy.rint(weights / (limit / 127)), -127, 127).astype(numpy.int8)
    numbers = (slope * limit / 127, slope * (bias + offset), least, most)
    return (table, *(float(numpy.float32(number)) for number in numbers))


def save(path, models):
    """Writes the file."""
    table = b"".join(model[0].tobytes() for model in models)
    checksum = 0xCBF29CE484222325
    for byte in table:
        checksum = ((checksum ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    header = b"KNGM" + struct.pack("<III", 2, LOGARITHM, ORDERS[0] | ORDERS[-1] << 8)
    for model in models:
        header += struct.pack("<4f", *model[1:])
    path.write_bytes(header + struct.pack("<Q", checksum) + table)


def load(path):
    """The models of a file."""
    content = path.read_bytes()
    size = 1 << struct.unpack("<I", content[8:12])[0]
    tables = [numpy.frombuffer(content, dtype=numpy.int8, count=size, offset=56 + index * size) for index in range(2)]
    return [(table, *struct.unpack("<4f", content[16 + 16 * index : 32 + 16 * index])) for index, table in enumerate(tables)]


def made(corpus, singles, options):
    """Both models, trained."""
    kinds = examples(corpus, options.per_template, singles, seed=20260)
    if options.examples:
        kinds = [random.Random(1).sample(texts, min(len(texts), options.examples)) for texts in kinds]
    for name, texts in zip(("said", "quoted"), kinds):
        print(f"{name}: {len(texts)} examples, {sum(label for _, label, _ in texts)} attacks", flush=True)
    return [rounded(*train(texts, options.rounds), *added) for texts, added in zip(kinds, ADDED)]


def cross_validate(corpus, singles, options):
    """Prints the value of each written text by models that have not seen it, and how well these rank."""
    folds = options.folds
    values = {"user": [], "tool": []}
    order = random.Random(5).sample(singles, len(singles))
    carriers = [text for label, origin, text in order if not label and origin == "tool"]
    for fold_number in range(folds):
        models = made(corpus, [x for i, x in enumerate(order) if i % folds != fold_number], options)
        for index, (label, origin, text) in enumerate(order):
            if index % folds == fold_number:
                around = text if origin == "user" or not label else carriers[index % len(carriers)] + "\n" + text
                values[origin].append((label, value(models[origin == "tool"], fold(around)), text))
    for origin, found in values.items():
        harmless = sorted((number for label, number, _ in found if not label), reverse=True)
        attacks = [number for label, number, _ in found if label]
        shares = [
            f"{sum(number > harmless[int(len(harmless) * rate)] for number in attacks) / len(attacks):.3f} at {rate:.0%}"
            for rate in (0.01, 0.03, 0.1)
        ]
        print(f"{origin}: {len(attacks)} attacks, found {', '.join(shares)} of {len(harmless)} harmless texts")
    if options.values:
        options.values.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpus", type=pathlib.Path, default=HERE / "injection-corpus")
    parser.add_argument(
        "--output", type=pathlib.Path, default=HERE.parent / "Sources" / "CInjectionModel" / "weights.bin"
    )
    parser.add_argument("--per-template", type=int, default=10)
    parser.add_argument("--examples", type=int, default=0, help="use only so many examples of each kind")
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--folds", type=int, default=0, help="hold written texts out in turn instead of writing a file")
    parser.add_argument("--values", type=pathlib.Path, help="with --folds: write each held-out text's value there")
    parser.add_argument("--score", type=pathlib.Path, help="score lines instead of training")
    options = parser.parse_args()
    if options.score:
        models = load(options.score)
        for line in sys.stdin:
            text = line.rstrip("\n")
            print("\t".join([f"{value(model, fold(text)):.4f}" for model in models] + [text]))
        return
    singles = written(options.corpus / "written")
    if options.folds:
        return cross_validate(options.corpus, singles, options)
    save(options.output, made(options.corpus, singles, options))


if __name__ == "__main__":
    main()
