"""Says whether an exported audit record is whole, and where it is not.

Runs by itself, as `python verify.py FILE`, with nothing but Python: whoever is
given a record can read this file and need not trust the installation. It
answers 0 for a record that is whole and 1 for any other.

A record is JSON lines, each in the canonical form of RFC 8785: a header with
the record's scope and head, then its entries. An entry's digest is the SHA-256
of its canonical form without the digest, and it holds the digest of the entry
before. So nothing can be changed in the middle without changing all that
follows, and a head that was written down elsewhere shows that too.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FORMAT = "troth-audit"
VERSION = 1
GENESIS = "0" * 64
"""What the first entry has for the digest of the one before."""
FIELDS = frozenset(
    [
        "scope",
        "number",
        "at",
        "action",
        "actor_kind",
        "actor",
        "object_kind",
        "object",
        "facts",
        "previous",
        "digest",
    ]
)

Read = Callable[[], Iterable[bytes]]
"""Opens the record's lines anew, from its header on."""


class Fault(Exception):
    """The first thing that is wrong with a record, as a sentence."""


@dataclass(frozen=True)
class Head:
    """The last entry of a record: its number and digest. A record without entries has number 0."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


# Nothing that was read from JSON, or is written here, holds itself.
_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode


def canonical(value: object) -> bytes:
    """The one way to write a value of strings, whole numbers, booleans, lists and objects (RFC 8785)."""
    return _encode(value).encode()


def digest_of(entry: dict[str, Any]) -> str:
    """The SHA-256 of an entry, as hexadecimal digits; its own `digest` is left out."""
    said = dict(entry)
    said.pop("digest", None)
    return hashlib.sha256(canonical(said)).hexdigest()


def header_of(scope: str, head: Head) -> dict[str, Any]:
    """The first line of a record."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "scope": scope,
        "head": {"number": head.number, "digest": head.digest},
    }


def verify(read: Read, published: str = "") -> Head:
    """The head of a record that is whole. Raises Fault.

    `published` is a head that was written down when the record ended there, as
    `NUMBER:DIGEST` or the digest alone: the record must still contain it.
    """
    wanted = _published(published)
    lines = iter(read())
    scope, head = _header(next(lines, b""))
    last, found = Head(0, GENESIS), wanted is None or wanted.digest == GENESIS
    for line in lines:
        entry = _entry(line)
        if entry is None:
            raise Fault(
                f"Entry {last.number + 1} was changed: line {last.number + 2} of the file is no entry."
            )
        if entry["number"] != last.number + 1:
            raise _out_of_order(read, line, entry, last)
        if not _is_sound(line, entry):
            raise Fault(f"Entry {entry['number']} was changed.")
        if entry["scope"] != scope:
            raise Fault(f"Entry {entry['number']} belongs to another record than its header says.")
        if entry["previous"] != last.digest:
            raise _broken_link(read, entry, last, head)
        last = Head(entry["number"], entry["digest"])
        found = found or (wanted is not None and wanted.digest == last.digest)
        if wanted is not None and wanted.number == last.number and not found:
            raise Fault(
                f"Entry {last.number} is not the one that was published: it or an entry before it was changed, "
                "and all digests after it were made anew."
            )
    _ends_at(last, head)
    if wanted is not None and not found:
        raise _lost(wanted, last)
    return last


def _published(text: str) -> Head | None:
    if not text:
        return None
    found = re.fullmatch(r"(?:([0-9]{1,18}):)?([0-9a-f]{64})", text.strip().lower())
    if not found:
        raise Fault(
            "The published head is not one: it is NUMBER:DIGEST, or a digest of 64 hexadecimal digits."
        )
    return Head(int(found[1] or -1), found[2])


def _parse(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _header(line: bytes) -> tuple[str, Head]:
    header = _parse(line)
    try:
        version, scope = header["version"], header["scope"]
        head = Head(header["head"]["number"], header["head"]["digest"])
    except (TypeError, KeyError):
        raise Fault("The first line is not the header of an audit record.") from None
    if version != VERSION:
        raise Fault(
            f"The record has version {version!r} of the format; this program reads version {VERSION}."
        )
    is_sound = isinstance(scope, str) and type(head.number) is int
    if not is_sound or line != canonical(header_of(scope, head)) + b"\n":
        raise Fault("The header was changed.")
    return scope, head


def _entry(line: bytes) -> dict[str, Any] | None:
    """What a line holds, if it has the fields of an entry."""
    entry = _parse(line)
    if isinstance(entry, dict) and entry.keys() == FIELDS and type(entry["number"]) is int:
        return entry
    return None


def _is_sound(line: bytes, entry: dict[str, Any]) -> bool:
    """Whether the line is as it was written: in the canonical form, under its own digest."""
    try:
        return line == canonical(entry) + b"\n" and entry["digest"] == digest_of(entry)
    except UnicodeEncodeError:
        return False


def _entries(read: Read) -> Iterator[dict[str, Any]]:
    """Every entry of the record, from the start again, whatever is wrong with it."""
    lines = iter(read())
    next(lines, None)
    return (entry for line in lines if (entry := _entry(line)) is not None)


def _out_of_order(read: Read, line: bytes, entry: dict[str, Any], last: Head) -> Fault:
    """Another number stands where the one after the last is expected."""
    number, expected = entry["number"], last.number + 1
    numbers = [other["number"] for other in _entries(read)]
    if expected not in numbers and not _is_sound(line, entry):
        return Fault(f"Entry {expected} was changed: it says that it is entry {number}.")
    if numbers.count(number) > 1:
        return Fault(f"Entry {number} stands there {numbers.count(number)} times.")
    if number < expected:
        return Fault(f"Entry {number} was put in after entry {last.number}.")
    if expected in numbers:
        return Fault(f"Entry {number} stands before entry {expected}.")
    return Fault(_missing(expected, min(other for other in numbers if other > expected) - 1))


def _broken_link(read: Read, entry: dict[str, Any], last: Head, head: Head) -> Fault:
    """Two entries, each under its own digest, of which one was changed and its digest made anew."""
    number = entry["number"]
    if number == 1:
        return Fault("Entry 1 was changed, or is not the first of its record.")
    following = next((other for other in _entries(read) if other["number"] == number + 1), None)
    is_held = following["previous"] == entry["digest"] if following else head.digest == entry["digest"]
    return Fault(f"Entry {last.number if is_held else number} was changed, and its digest made anew.")


def _ends_at(last: Head, head: Head) -> None:
    if last.number < head.number:
        raise Fault(f"{_missing(last.number + 1, head.number)[:-1]} at the end.")
    if last.number > head.number:
        raise Fault(f"The header was changed: it says that the record ends with entry {head.number}.")
    if last.digest != head.digest:
        raise Fault(f"Entry {last.number} was changed, and its digest made anew; or the header was changed.")


def _missing(first: int, last: int) -> str:
    return f"Entry {first} is missing." if first == last else f"Entries {first} to {last} are missing."


def _lost(wanted: Head, last: Head) -> Fault:
    if wanted.number > last.number:
        return Fault(f"{_missing(last.number + 1, wanted.number)[:-1]} at the end.")
    return Fault(
        f"The record ends with entry {last.number}, and no entry in it has the published head: entries at its end "
        "are missing, or entries were changed and all digests after them made anew."
    )


def verify_file(path: Path, published: str = "") -> tuple[bool, str]:
    """Whether the record in a file is whole, and the sentence that says so or what is wrong."""

    def read() -> Iterator[bytes]:
        with path.open("rb") as file:
            yield from file

    try:
        head = verify(read, published)
    except Fault as fault:
        return False, str(fault)
    except OSError as error:
        return False, f"{path} can't be read: {error.strerror}."
    count = "No entry, and none is missing" if head.number == 0 else f"All {head.number} entries are whole"
    if head.number == 1:
        count = "The one entry is whole"
    return True, f"{count}. Head {head}"


def main() -> int:
    """The command's entry. Returns 0 for a record that is whole, 1 for any other."""
    words = argparse.ArgumentParser(description="Says whether an exported audit record is whole.")
    words.add_argument("file", type=Path, help="the exported record")
    words.add_argument(
        "--head", default="", help="a head that was written down before: NUMBER:DIGEST, or DIGEST"
    )
    given = words.parse_args()
    is_whole, sentence = verify_file(given.file, given.head)
    (sys.stdout if is_whole else sys.stderr).write(f"{sentence}\n")
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())
