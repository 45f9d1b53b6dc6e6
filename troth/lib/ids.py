"""Identifiers that are shown outside: opaque, and hard to guess where that matters."""

import secrets
import uuid

# No vowels: no words. No look-alikes: 0/o, 1/l/i.
CODE_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
CODE_GROUPS = (4, 4, 4)
NO_CODE = "-"


def new_code() -> str:
    """A meeting's code, as `bcdf-ghjk-mnpq`: 27^12 values, 57 bits."""
    return NO_CODE.join("".join(secrets.choice(CODE_ALPHABET) for _ in range(n)) for n in CODE_GROUPS)


def new_reference() -> str:
    """What people call one of their requests by, as `bcdf-ghjk`: it opens nothing."""
    return new_code()[:9]


def normal_code(text: str) -> str:
    """The code a person meant: any case, with or without dashes and spaces; NO_CODE where it can't be one."""
    letters = "".join(c for c in text.lower() if c in CODE_ALPHABET)
    if len(letters) != sum(CODE_GROUPS):
        return NO_CODE
    groups, start = [], 0
    for size in CODE_GROUPS:
        groups.append(letters[start : start + size])
        start += size
    return NO_CODE.join(groups)


def new_identity() -> str:
    """An opaque identity for one attendance, 128 bits of chance."""
    return uuid.uuid4().hex
