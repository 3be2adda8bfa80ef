"""Looks for secrets in files, in whatever form they may have there."""

import base64


def disguises(secret):
    """The secret as it may be found: as it is, in hexadecimal, and in Base64 at each of three offsets."""
    raw = secret.encode()
    yield raw
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
        for offset in range(3):
            # Only the digits that depend on nothing but the secret.
            digits = alphabet(b"\0" * offset + raw)
            first = (offset * 8 + 5) // 6
            yield digits[first : (offset + len(raw)) * 8 // 6]


def found(secret, files):
    """Where a secret is, as (file, disguise)."""
    return [
        (str(path), disguise[:12])
        for path in files
        for disguise in disguises(secret)
        if disguise in path.read_bytes()
    ]
