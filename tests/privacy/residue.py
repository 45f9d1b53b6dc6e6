"""Looking for what should be gone, byte by byte, in whatever form it may have survived."""

import base64
import hashlib
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection

from troth.privacy.snapshots import _run

LEAST = 12
"""Bytes of a form that nothing else can be taken for."""
BEGIN = 8


def forms(value: str) -> set[bytes]:
    """A value in every form it is looked for, in small letters but for base64."""
    found: set[bytes] = set()
    words = {value, value.lower(), value.upper()}
    if re.fullmatch(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", value):
        one = UUID(value)
        words = {str(one), one.hex}
        found.add(one.bytes)
    for word in words:
        plain = word.encode()
        found |= {plain, word.encode("utf-16-le"), word.encode("utf-16-be"), plain.hex().encode()}
        found |= {quote(word, safe="").encode(), json.dumps(word)[1:-1].encode()}
        for offset in range(3):
            # What stands at its ends depends on the bytes beside.
            coded = base64.b64encode(b"\0" * offset + plain)[: (offset + len(plain)) * 8 // 6]
            coded = coded[(0, 2, 3)[offset] :]
            found |= {coded, coded.replace(b"+", b"-").replace(b"/", b"_")}
        for name in ("md5", "sha1", "sha256"):
            digest = hashlib.new(name, plain)
            found |= {digest.digest(), digest.hexdigest().encode(), base64.b64encode(digest.digest())[:-3]}
    return {one for one in found if len(one) >= LEAST}


def haystacks(folder: Path, beside: Iterable[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder with its name, what is packed in it too, and the database as text."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.relative_to(folder).parts[0] in beside:
            continue
        yield f"{path.relative_to(folder)}: its name", str(path.relative_to(folder)).encode()
        yield str(path.relative_to(folder)), path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}:{name}", archive.read(name)
    yield "the database's dump", dump()
    for session in Session.objects.all():
        yield "a session", json.dumps(session.get_decoded()).encode()


def dump() -> bytes:
    """The database as SQL."""
    if connection.vendor == "postgresql":
        return _run(connection.settings_dict, "pg_dump").encode()
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as copy:
        return "\n".join(copy.iterdump()).encode()


def residue(values: Iterable[str], places: Iterable[tuple[str, bytes]]) -> list[tuple[str, str, bytes]]:
    """Where which value was found, and in which form."""
    wanted = {way.lower(): (value, way) for value in sorted(set(values)) for way in forms(value)}
    found = []
    for place, content in places:
        small = content.lower()
        # Most forms are in no place at all: one look at their beginnings rules them out.
        begins = {small[start : start + BEGIN] for start in range(len(small) - BEGIN + 1)}
        found += [(place, *wanted[form]) for form in wanted if form[:BEGIN] in begins and form in small]
    return found


def texts(value: Any) -> Iterator[str]:
    """The texts in a value of a column, however deep in JSON they stand."""
    match value:
        case str():
            yield value
        case UUID():
            yield str(value)
        case dict():
            for key, one in value.items():
                yield from texts(key)
                yield from texts(one)
        case list() | tuple():
            for one in value:
                yield from texts(one)
        case bytes() | memoryview():
            yield bytes(value).decode(errors="replace")
