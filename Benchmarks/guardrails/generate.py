#!/usr/bin/env python3
"""Writes Japanese business texts with the places of everything personal in them, as JSON lines.

    generate.py --seed 7 --count 4000 --split train|held-out > texts.jsonl

Each line: {"id", "template", "text", "spans": [{"start", "end", "type"}]}, offsets in Unicode code points. The same seed
gives the same texts. Templates are split: rules are tuned on `train` alone, figures come from `held-out`.
"""

import argparse
import json
import random
import sys
import unicodedata

import identifiers
import vocabulary as words
from templates import TEMPLATES


class Writer:
    """Fills templates: text grows, spans follow."""

    def __init__(self, rng):
        self.rng = rng
        self.text = ""
        self.spans = []
        self.people = {}

    def plain(self, text):
        self.text += text

    def tagged(self, text, kind):
        start = len(self.text)
        self.text += text
        self.spans.append({"start": start, "end": len(self.text), "type": kind})

    # People

    def person(self, key):
        """The person that a number in a template stands for."""
        if key not in self.people:
            self.people[key] = (self.rng.choice(words.SURNAMES), self.rng.choice(words.GIVEN))
        return self.people[key]

    def slot(self, name, argument):
        rng = self.rng
        surname, given = self.person(argument or "1")
        if name == "name":
            space = rng.choices(["", " ", "　"], [5, 3, 2])[0]
            return self.tagged(surname[0] + space + given[0], "PERSON_NAME")
        if name == "name_":
            return self.tagged(surname[0] + "　" + given[0], "PERSON_NAME")
        if name == "wide":
            return self.tagged(" ".join(surname[0] + given[0]), "PERSON_NAME")
        if name == "sur":
            return self.tagged(surname[0], "PERSON_NAME")
        if name == "given":
            return self.tagged(given[0], "PERSON_NAME")
        if name == "kana":
            space = rng.choice([" ", "　", ""])
            return self.tagged(katakana(surname[1]) + space + katakana(given[1]), "PERSON_NAME")
        if name == "halfkana":
            return self.tagged(half_width(katakana(surname[1]) + " " + katakana(given[1])), "PERSON_NAME")
        if name == "hira":
            return self.tagged(surname[1] + rng.choice([" ", "　"]) + given[1], "PERSON_NAME")
        if name == "romaji":
            forms = [
                f"{given[2]} {surname[2]}", f"{surname[2].upper()} {given[2]}", f"{surname[2]} {given[2]}",
                f"{given[2]} {surname[2].upper()}",
            ]
            return self.tagged(rng.choice(forms), "PERSON_NAME")
        if name == "foreign":
            return self.tagged(rng.choice(words.FOREIGN), "PERSON_NAME")
        if name == "mail":
            user = f"{given[2]}.{surname[2]}".lower() if rng.random() < 0.5 else f"{surname[2][0]}-{given[2]}".lower()
            return self.tagged(f"{user}@{rng.choice(['example.co.jp', 'example.jp', 'corp.example.com'])}", "EMAIL")
        # Things
        if name == "company":
            return self.plain(company(rng))
        if name == "bare_company":
            return self.plain(rng.choice(words.COMPANY_STEMS) + rng.choice(words.COMPANY_KINDS))
        if name == "dept":
            return self.plain(rng.choice(words.DEPARTMENTS))
        if name == "title":
            return self.plain(rng.choice(words.TITLES))
        if name == "product":
            return self.plain(rng.choice(words.PRODUCTS))
        if name == "address":
            return self.tagged(address(rng), "ADDRESS_JP")
        if name == "city_address":
            return self.tagged(address(rng, with_prefecture=False), "ADDRESS_JP")
        if name == "open":
            return self.plain("{")
        if name == "close":
            return self.plain("}")
        if name == "hard":
            return self.plain(rng.choice(words.HARD_NEGATIVES))
        if name == "pref":
            return self.plain(rng.choice(words.PLACES)[0])
        if name == "order":
            return self.plain("".join(rng.choice("0123456789") for _ in range(rng.choice([8, 10, 12]))))
        if name == "amount":
            return self.plain(f"{rng.randrange(1, 9000) * 1000:,}")
        if name == "date":
            return self.plain(f"{rng.randrange(2024, 2027)}年{rng.randrange(1, 13)}月{rng.randrange(1, 29)}日")
        if name == "time":
            return self.plain(f"{rng.randrange(9, 19)}:{rng.choice(['00', '15', '30', '45'])}")
        value, kind = identifiers.make(name, rng)
        if kind is None:
            return self.plain(value)
        return self.tagged(value, kind)


def katakana(text):
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)


def half_width(text):
    table = {unicodedata.normalize("NFKC", chr(c)): chr(c) for c in range(0xFF66, 0xFF9E)}
    result = ""
    for c in text:
        for part in unicodedata.normalize("NFD", c):
            result += {"\u3099": "ﾞ", "\u309a": "ﾟ"}.get(part) or table.get(part, part)
    return result


def company(rng):
    stem = rng.choice(words.COMPANY_STEMS) + rng.choice(words.COMPANY_KINDS)
    return rng.choice(["株式会社{}", "{}株式会社", "有限会社{}", "{}", "(株){}", "合同会社{}"]).format(stem)


def numerals(number):
    digits = "〇一二三四五六七八九"
    if number < 10:
        return digits[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def address(rng, with_prefecture=True):
    kind = rng.random()
    if kind < 0.05:
        base = rng.choice(words.KYOTO) + str(rng.randrange(1, 500)) + rng.choice(["", "番地"])
        base = ("京都府" if with_prefecture and rng.random() < 0.5 else "") + "京都市" + base
    elif kind < 0.12:
        base = rng.choice(words.HOKKAIDO).format(rng.randrange(1, 20), rng.randrange(1, 25))
        base += rng.choice(["", f"{rng.randrange(1, 30)}-{rng.randrange(1, 20)}", f"{rng.randrange(1, 30)}番{rng.randrange(1, 20)}号"])
        base = ("北海道" if with_prefecture else "") + base
    else:
        prefecture, city, town = rng.choice(words.PLACES)
        space = rng.choices(["", " "], [9, 1])[0]
        a, b, c = rng.randrange(1, 9), rng.randrange(1, 40), rng.randrange(1, 30)
        block = rng.choices(
            [
                f"{a}-{b}-{c}", f"{a}丁目{b}番{c}号", f"{a}丁目{b}-{c}", f"{a}-{b}", f"{numerals(a)}丁目{numerals(b)}番{numerals(c)}号",
                f"{b * 31}番地", f"{b * 31}番地の{c}", f"{b * 31}", f"{a}丁目{b}番地{c}",
            ],
            [8, 4, 4, 3, 1, 2, 1, 1, 1],
        )[0]
        base = (prefecture + space if with_prefecture else "") + city + space + town + block
    if rng.random() < 0.4:
        form = rng.choice(words.BUILDINGS).format(rng.choice(words.BUILDING_WORDS), rng.choice([rng.randrange(2, 30), rng.randrange(101, 1205)]))
        base += rng.choice([" ", "　", ""] if not base[-1].isdigit() else [" ", "　"]) + form
    if rng.random() < 0.15:
        base = "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in base)
    return base


def fill(template, rng):
    writer = Writer(rng)
    index = 0
    while index < len(template):
        if template[index] == "{":
            end = template.index("}", index)
            name, _, argument = template[index + 1 : end].partition(":")
            writer.slot(name, argument)
            index = end + 1
        else:
            writer.plain(template[index])
            index += 1
    return writer


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--split", choices=["train", "held-out", "all"], default="held-out")
    options = parser.parse_args()
    rng = random.Random(f"{options.seed}/{options.split}")
    # Every third template of a kind is held out.
    chosen = [
        (name, text)
        for name, texts in sorted(TEMPLATES.items())
        for place, text in enumerate(texts)
        if options.split == "all" or (place % 3 == 2) == (options.split == "held-out")
    ]
    for number in range(options.count):
        name, template = chosen[number % len(chosen)]
        writer = fill(template, rng)
        line = {"id": f"{options.split}-{number}", "template": name, "text": writer.text, "spans": writer.spans}
        json.dump(line, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")


if __name__ == "__main__":
    main()
