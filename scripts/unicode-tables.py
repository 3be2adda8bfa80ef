#!/usr/bin/env python3
"""Writes Sources/CUnicodeTables/CUnicodeTables.c: what the normaliser of texts knows about Unicode.

The data is that of Python's unicodedata (its version is written into the file). With --check nothing is written, and a
file that is not up to date is an error. With --vectors the digests of Tests/GuardrailsTests/NormalFormTests.swift are
printed.
"""

import os
import sys
import unicodedata

FILE = os.path.join(os.path.dirname(__file__), "..", "Sources", "CUnicodeTables", "CUnicodeTables.c")
JOINS_BEFORE, INVISIBLE, CONTEXTUAL = 1, 2, 4
LAST = 0x10FFFF

# Hyphens and dashes that stand for one in numbers and addresses; NFKC leaves them as they are.
HYPHENS = [
    0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0x207B, 0x208B, 0x2212, 0x2500, 0x2501, 0x2E3A, 0x2E3B,
    0x02D7, 0xFE58, 0x2796, 0x2574, 0x2576, 0x2578, 0x257A, 0x30A0,
]
WAVES = [0x301C, 0x223C, 0x223E, 0x3030]

# What cannot be seen, by list: categories would take newlines and the private characters of older Japanese systems too.
INVISIBLES = (
    [0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x20E3, 0x3164, 0xFEFF, 0xFFA0, 0xFFFC]
    + list(range(0x180B, 0x1810))
    + list(range(0x200B, 0x2010))
    + list(range(0x202A, 0x202F))
    + list(range(0x2060, 0x2070))
    + list(range(0xFE00, 0xFE10))
    + list(range(0xFFF9, 0xFFFC))
    + list(range(0x1BCA0, 0x1BCA4))
    + list(range(0x1D173, 0x1D17B))
    + list(range(0xE0000, 0xE0080))
    + list(range(0xE0100, 0xE01F0))
)

KANJI_DIGITS = "〇零一二三四五六七八九"
LONG_MARKS = [0x30FC, 0xFF70]
CIRCLED = list(range(0x2460, 0x2474)) + [0x24EA]

# Letters of other scripts that look like Latin ones; those that are told by their names are added by `likenesses`.
LOOKS = {
    "a": "\u0430\u0251\u03B1\u0391\u0410\u13AA",
    "b": "\u0412\u0392\u042C\u044C\u13F4\u15AF",
    "c": "\u0441\u0421\u03F2\u03F9\u13DF\u217D",
    "d": "\u0501\u13E7\u217E\u0500",
    "e": "\u0435\u0415\u0395\u03B5\u04BD\u13AC",
    "f": "\u03DD\u03DC\u0584\u15B4",
    "g": "\u0261\u0581\u050C\u050D\u13C0",
    "h": "\u04BB\u04BA\u041D\u043D\u0397\u13BB\u0570",
    "i": "\u0456\u0406\u03B9\u0399\u0269\u0131\u04CF\u04C0\u13A5\u2223",
    "j": "\u0458\u0408\u03F3\u13AB",
    "k": "\u043A\u041A\u03BA\u039A\u13E6",
    "l": "\u217C\u13DE\u05DF",
    "m": "\u043C\u041C\u039C\u13B7\u217F",
    "n": "\u0578\u057C\u039D\u03B7",
    "o": "\u043E\u041E\u03BF\u039F\u03C3\u0585\u0555\u0966",
    "p": "\u0440\u0420\u03C1\u03A1\u13E2",
    "q": "\u051B\u051A\u0563\u0566",
    "r": "\u0433\u13A1\u13D2",
    "s": "\u0455\u0405\u13DA\u054F",
    "t": "\u0442\u0422\u03C4\u03A4\u13A2",
    "u": "\u03C5\u057D",
    "v": "\u03BD\u0475\u0474\u13D9\u2174\u2228",
    "w": "\u051D\u051C\u0461\u0460\u13B3\u0561\u03C9",
    "x": "\u0445\u0425\u03C7\u03A7\u2179\u00D7",
    "y": "\u0443\u0423\u04AF\u04AE\u03B3\u03A5",
    "z": "\u13C3\u0396",
}


def decomposed(text):
    return unicodedata.normalize("NFKD", text)


def is_scalar(code):
    return not 0xD800 <= code <= 0xDFFF


def is_hangul(code):
    return 0xAC00 <= code <= 0xD7A3


def compositions():
    pairs = {}
    for code in range(LAST + 1):
        if not is_scalar(code) or is_hangul(code):
            continue
        mapping = unicodedata.decomposition(chr(code))
        if not mapping or mapping.startswith("<"):
            continue
        parts = [int(part, 16) for part in mapping.split()]
        # What Unicode excludes from composition does not come back from its parts.
        if len(parts) == 2 and unicodedata.normalize("NFC", chr(parts[0]) + chr(parts[1])) == chr(code):
            pairs[(parts[0], parts[1])] = code
    return pairs


def folded(code):
    """The normal form with digits of all scripts, hyphens and waves in ASCII."""
    out = ""
    for character in unicodedata.normalize("NFKC", chr(code)):
        if ord(character) in HYPHENS:
            out += "-"
        elif ord(character) in WAVES:
            out += "~"
        elif unicodedata.category(character) == "Nd":
            out += str(unicodedata.digit(character))
        else:
            out += character
    return out


def likenesses():
    table = {}
    for code in range(0x80, LAST + 1):
        if not is_scalar(code) or is_hangul(code):
            continue
        character = chr(code)
        name = unicodedata.name(character, "")
        base = None
        if name.startswith("LATIN ") or name.startswith("MODIFIER LETTER ") or name.startswith("COMBINING LATIN SMALL"):
            words = name.split()
            if words[:4] == ["LATIN", "LETTER", "SMALL", "CAPITAL"] and len(words[4]) == 1:
                base = words[4].lower()
            elif len(words) >= 4 and words[2] == "LETTER" and len(words[3]) == 1:
                base = words[3].lower()
            elif len(words) >= 4 and words[:3] in (["MODIFIER", "LETTER", "SMALL"], ["MODIFIER", "LETTER", "CAPITAL"]):
                base = words[3].lower() if len(words[3]) == 1 and len(words) == 4 else None
        elif any(
            name.startswith(prefix)
            for prefix in (
                "REGIONAL INDICATOR SYMBOL LETTER ",
                "NEGATIVE CIRCLED LATIN CAPITAL LETTER ",
                "NEGATIVE SQUARED LATIN CAPITAL LETTER ",
            )
        ):
            base = name.split()[-1].lower()
        if base is None and unicodedata.category(character) in ("Lu", "Lt") and len(character.lower()) == 1:
            base = character.lower()
        if base is not None and len(base) == 1 and base.isalpha():
            table[code] = ord(base)
    for letter, looks in LOOKS.items():
        for look in looks:
            if ord(look) < 0x80:
                continue
            table[ord(look)] = ord(letter)
            lower = look.lower()
            if len(lower) == 1 and ord(lower) >= 0x80:
                table.setdefault(ord(lower), ord(letter))
    # A capital whose small letter has a look-alike has the same.
    for code, to in list(table.items()):
        if to in table:
            table[code] = table[to]
    return sorted(table.items())


def build():
    pairs = compositions()
    seconds = {second for _, second in pairs} | set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))
    contextual = {ord(digit) for digit in KANJI_DIGITS} | set(LONG_MARKS) | set(CIRCLED)
    invisible = set(INVISIBLES)

    def joins_before(code):
        first = ord(decomposed(chr(code))[0])
        return unicodedata.combining(chr(first)) != 0 or first in seconds

    decompositions, texts = [], bytearray()
    decomposition_places, text_places = {}, {}
    records, numbers = [], {}
    of_code = {}

    def place_of(parts):
        if parts not in decomposition_places:
            decomposition_places[parts] = len(decompositions)
            decompositions.extend(parts)
        return decomposition_places[parts]

    def text_of(data):
        if data not in text_places:
            found = bytes(texts).find(data)
            if found < 0:
                found = len(texts)
                texts.extend(data)
            text_places[data] = found
        return text_places[data]

    for code in range(LAST + 1):
        if not is_scalar(code):
            continue
        character = chr(code)
        flags = 0
        if not is_hangul(code) and joins_before(code):
            flags |= JOINS_BEFORE
        if code in invisible:
            flags |= INVISIBLE
        if code in contextual:
            flags |= CONTEXTUAL
        parts = () if is_hangul(code) else tuple(map(ord, decomposed(character)))
        if parts == (code,):
            parts = ()
        text = folded(code).encode()
        changes = text != character.encode()
        combining = unicodedata.combining(character)
        if not (flags or parts or changes or combining):
            continue
        key = (bool(changes or flags), parts, text if changes or flags else b"", combining, flags)
        of_code[code] = key
    numbers[None] = 0
    records.append((0, 0, 0, 0, 0, 0))
    # Those that do not change when they stand alone come first: one comparison tells them from the others.
    keys = sorted(set(of_code.values()))
    first_changing = None
    for key in keys:
        changing, parts, text, combining, flags = key
        if changing and first_changing is None:
            first_changing = len(records)
        numbers[key] = len(records)
        records.append((
            place_of(parts) if parts else 0, text_of(text) if text else 0, len(parts), len(text), combining, flags,
        ))
    blocks, block_numbers, stage = [], {}, []
    for start in range(0, LAST + 1, 128):
        block = tuple(numbers[of_code.get(code)] for code in range(start, start + 128))
        if block not in block_numbers:
            block_numbers[block] = len(stage) // 128
            stage.extend(block)
        blocks.append(block_numbers[block])
    assert len(decompositions) < 65536 and len(texts) < 65536 and len(records) < 65536
    return {
        "blocks": blocks,
        "stage": stage,
        "records": records,
        "first_changing": first_changing,
        "decompositions": decompositions,
        "texts": texts,
        "compositions": [(first, second, composed) for (first, second), composed in sorted(pairs.items())],
        "likenesses": likenesses(),
    }


def rows(values, form):
    line, out = "   ", []
    for value in values:
        item = " " + form(value) + ","
        if len(line) + len(item) > 120:
            out.append(line)
            line = "   "
        line += item
    out.append(line)
    return "\n".join(out)


def source():
    tables = build()

    def array(declaration, values, form=str):
        return f"static const {declaration}[] = {{\n{rows(values, form)}\n}};\n"

    def braces(value):
        return "{" + ",".join(map(str, value)) + "}"

    def accessor(result, name, body):
        return f"{result}kanmon_unicode_{name}(void) {{\n    return {body};\n}}\n"

    return "\n".join([
        f"// Made by scripts/unicode-tables.py from the Unicode Character Database {unicodedata.unidata_version}.\n",
        '#include "CUnicodeTables.h"\n',
        array("uint16_t blocks", tables["blocks"]),
        array("uint16_t records_of_blocks", tables["stage"]),
        array("struct kanmon_unicode_record records", tables["records"], braces),
        array("uint32_t decompositions", tables["decompositions"]),
        array("uint8_t texts", tables["texts"]),
        array("struct kanmon_unicode_composition compositions", tables["compositions"], braces),
        array("struct kanmon_unicode_likeness likenesses", tables["likenesses"], braces),
        accessor("const uint16_t *", "blocks", "blocks"),
        accessor("const uint16_t *", "records_of_blocks", "records_of_blocks"),
        accessor("const struct kanmon_unicode_record *", "records", "records"),
        accessor("uint16_t ", "first_changing", tables["first_changing"]),
        accessor("const uint32_t *", "decompositions", "decompositions"),
        accessor("const uint8_t *", "texts", "texts"),
        accessor("const struct kanmon_unicode_composition *", "compositions", "compositions"),
        accessor("size_t ", "composition_count", "sizeof compositions / sizeof *compositions"),
        accessor("const struct kanmon_unicode_likeness *", "likenesses", "likenesses"),
        accessor("size_t ", "likeness_count", "sizeof likenesses / sizeof *likenesses"),
    ])


class Digest:
    """FNV-1a, 64 bits."""

    def __init__(self):
        self.value = 0xCBF29CE484222325

    def add(self, data):
        for byte in data:
            self.value = ((self.value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF


def vectors():
    """Digests of normal forms: of every code point alone, and of sequences that a small generator draws."""
    alone = Digest()
    pool = []
    for code in range(LAST + 1):
        if not is_scalar(code):
            continue
        form = unicodedata.normalize("NFKC", chr(code)).encode()
        alone.add(form)
        # Hangul is drawn in part only, or it would be most of the pool.
        interesting = form != chr(code).encode() or unicodedata.combining(chr(code)) or decomposed(chr(code)) != chr(code)
        if (interesting and (not is_hangul(code) or code % 97 == 0)) or 0x1100 <= code < 0x1200:
            pool.append(code)
    print(f"alone: 0x{alone.value:016X}")
    print(f"pool: {len(pool)}")
    marks = [code for code in pool if unicodedata.combining(chr(code))]
    state = 1
    sequences = Digest()

    def draw(bound):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return (state >> 33) % bound

    for _ in range(20000):
        text = ""
        for _ in range(1 + draw(8)):
            kind = draw(4)
            text += chr(pool[draw(len(pool))] if kind < 2 else marks[draw(len(marks))] if kind == 2 else 0x41 + draw(58))
        sequences.add(unicodedata.normalize("NFKC", text).encode())
        sequences.add(b"\n")
    print(f"sequences: 0x{sequences.value:016X} (of {len(marks)} marks)")


def main():
    if sys.argv[1:] == ["--vectors"]:
        return vectors()
    made = source()
    if sys.argv[1:] == ["--check"]:
        with open(FILE, encoding="utf-8") as file:
            kept = file.read()
            if f"Database {unicodedata.unidata_version}." not in kept.splitlines()[0]:
                print(f"this Python knows Unicode {unicodedata.unidata_version}: tables of another version are not compared")
            elif kept != made:
                sys.exit("Sources/CUnicodeTables/CUnicodeTables.c is not up to date: run scripts/unicode-tables.py")
    elif sys.argv[1:]:
        sys.exit("usage: scripts/unicode-tables.py [--check | --vectors]")
    else:
        with open(FILE, "w", encoding="utf-8") as file:
            file.write(made)


if __name__ == "__main__":
    main()
