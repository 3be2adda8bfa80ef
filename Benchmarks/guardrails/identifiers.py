"""Numbers that identify people and companies, with check digits that hold or are broken."""


def digits(rng, count):
    return "".join(rng.choice("0123456789") for _ in range(count))


def my_number_check(base):
    total = sum(int(d) * (n + 1 if n <= 6 else n - 5) for n, d in enumerate(reversed(base), 1))
    rest = total % 11
    return str(0 if rest <= 1 else 11 - rest)


def corporate_check(base):
    total = sum(int(d) * (1 if n % 2 else 2) for n, d in enumerate(reversed(base), 1))
    return str(9 - total % 9)


def licence_check(base):
    total = sum(int(d) * w for d, w in zip(base, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]))
    return str((11 - total % 11) % 10)


def insurer_check(base):
    total = 0
    for n, d in enumerate(reversed(base)):
        product = int(d) * (2 if n % 2 == 0 else 1)
        total += product // 10 + product % 10
    return str((10 - total % 10) % 10)


def luhn_check(base):
    total = 0
    for n, d in enumerate(reversed(base)):
        value = int(d) * (2 if n % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str((10 - total % 10) % 10)


def groups(rng, text, sizes):
    separator = rng.choice(["", "-", " "])
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return separator.join(parts)


def wide(rng, text):
    """One in ten in full width."""
    if rng.random() < 0.1:
        return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    return text


def make(name, rng):
    """A value by its slot's name, and its type; no type where the value must not be found."""
    if name in ("my_number", "bad_my_number"):
        base = digits(rng, 11)
        check = my_number_check(base)
        if name == "bad_my_number":
            check = str((int(check) + rng.randrange(1, 9)) % 10)
        return wide(rng, groups(rng, base + check, [4, 4, 4])), "MY_NUMBER" if name == "my_number" else None
    if name == "corporate":
        base = digits(rng, 12)
        return wide(rng, corporate_check(base) + base), "CORPORATE_NUMBER"
    if name == "licence":
        base = rng.choice(["30", "45", "62", "10", "90"]) + digits(rng, 8)
        return wide(rng, base + licence_check(base) + rng.choice("01")), "DRIVERS_LICENSE_JP"
    if name == "passport":
        return wide(rng, rng.choice(["TR", "TK", "MU", "TZ"]) + digits(rng, 7)), "PASSPORT_JP"
    if name == "residence":
        return wide(rng, rng.choice(["AB", "UH", "KE"]) + digits(rng, 8) + rng.choice(["CD", "EA", "ZK"])), "RESIDENCE_CARD"
    if name == "insurer":
        base = rng.choice(["01", "06", "31", "33", "39"]) + f"{rng.randrange(1, 48):02d}" + digits(rng, 3)
        return wide(rng, base + insurer_check(base)), "HEALTH_INSURANCE"
    if name == "pension":
        return wide(rng, digits(rng, 4) + "-" + digits(rng, 6)), "PENSION_NUMBER"
    if name == "account":
        return wide(rng, digits(rng, 7)), "BANK_ACCOUNT_JP"
    if name in ("card", "bad_card"):
        base = rng.choice(["4", "51", "54", "3528"])
        base += digits(rng, 15 - len(base))
        check = luhn_check(base)
        if name == "bad_card":
            check = str((int(check) + 1) % 10)
        return wide(rng, groups(rng, base + check, [4, 4, 4, 4])), "CREDIT_CARD" if name == "card" else None
    if name == "phone":
        form = rng.choice(["03-{4}-{4}", "06-{4}-{4}", "045-{3}-{4}", "052-{3}-{4}", "0422-{2}-{4}", "03({4}){4}", "+81-3-{4}-{4}"])
        return wide(rng, fill(rng, form)), "PHONE_JP"
    if name == "mobile":
        form = rng.choice(["090-{4}-{4}", "080-{4}-{4}", "070{8}", "090{8}", "+81-90-{4}-{4}", "050-{4}-{4}"])
        return wide(rng, fill(rng, form)), "PHONE_JP"
    if name == "postal":
        return wide(rng, fill(rng, rng.choice(["1{2}-00{2}", "2{2}-0{3}", "5{2}-0{3}", "8{2}-00{2}"]))), "POSTAL_CODE_JP"
    if name == "birth":
        year, month, day = rng.randrange(1945, 2007), rng.randrange(1, 13), rng.randrange(1, 29)
        forms = [f"{year}年{month}月{day}日", f"{year}/{month:02d}/{day:02d}", f"{year}-{month:02d}-{day:02d}"]
        if 1946 <= year <= 1988:
            forms += [f"昭和{year - 1925}年{month}月{day}日", f"S{year - 1925}.{month}.{day}"]
        if 1990 <= year <= 2018:
            forms += [f"平成{year - 1988}年{month}月{day}日", f"H{year - 1988}.{month}.{day}"]
        return rng.choice(forms), "BIRTH_DATE"
    if name == "ip":
        return ".".join(str(rng.randrange(11, 223)) for _ in range(4)), "IP_ADDRESS"
    if name == "url":
        return f"https://admin:{rng.choice(['Tanuki', 'Kaeru', 'Neko'])}{digits(rng, 4)}@db.example.jp/", "URL_CREDENTIALS"
    raise ValueError(f"no slot is called {name}")


def fill(rng, form):
    result = ""
    at = 0
    while at < len(form):
        if form[at] == "{":
            result += digits(rng, int(form[at + 1]))
            at += 3
        else:
            result += form[at]
            at += 1
    return result
