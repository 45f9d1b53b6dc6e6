"""Who was erased, in a form that only answers whether a given row was: so that a restored backup forgets again.

A file outside the database and outside every backup, with a key of its own.
A line is appended for each person: `erased` or `returned`, and the keyed hash
(HMAC-SHA256) of their row's table and key. Without the key nothing follows
from it; with the key one can only ask about a row one has.
"""

import hmac
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from troth.privacy.addresses import as_kept
from troth.privacy.declarations import SELF
from troth.privacy.graph import Graph, Row, Rows, graph


def folder() -> Path:
    """Where ledger and key are."""
    return _file("")


def _file(name: str) -> Path:
    return _path(settings.DATA, name)


@lru_cache(maxsize=8)
def _path(data: str | Path, name: str) -> Path:
    return Path(data) / "ledger" / name


def hash_of(row: Row) -> str:
    """The keyed hash of a person's row, in hexadecimal."""
    return _hash(_key(), row)


def hash_of_address(address: str) -> str:
    """The keyed hash of an address, in small letters: whether one that is given is the one that was meant."""
    return hmac.digest(_key(), f"address:{as_kept(address)}".encode(), "sha256").hex()


def note(word: str, hashes: Iterable[str], *, lasting: bool = True) -> None:
    """Appends a line for each hash. `word` is `erased` or `returned`; twice does no harm.

    It is on disk before this returns, unless it need not be `lasting`: for who notes it again.
    """
    lines = "".join(f"{word} {one}\n" for one in hashes)
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(_file("erased"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, lines.encode())
        if lasting:
            os.fsync(handle)
    finally:
        os.close(handle)


def mark() -> dict[str, Any]:
    """What a backup notes of the ledger beside it: its `key`, as a digest, and its `lines`."""
    lines = _file("erased").read_bytes().count(b"\n") if _file("erased").exists() else 0
    key = sha256(_file("key").read_bytes()).hexdigest() if lines else ""
    return {"key": key, "lines": lines}


def goes_on_from(noted: Mapping[str, Any]) -> bool:
    """Whether the ledger here knows all that one with such a `mark` knew."""
    here = mark()
    return not noted["lines"] or (here["key"] == noted["key"] and here["lines"] >= noted["lines"])


def erased() -> set[str]:
    """The hashes of those who were erased and did not return. A line cut short by a crash counts for nothing."""
    found: set[str] = set()
    try:
        text = _file("erased").read_text()
    except FileNotFoundError:
        return found
    for line in text.splitlines():
        word, _, one = line.partition(" ")
        if len(one) == 64:
            (found.add if word == "erased" else found.discard)(one)
    return found


def was_erased(row: Row) -> bool:
    """Whether a row was erased and did not return: what the last line with its hash says."""
    try:
        text = _file("erased").read_bytes()
    except FileNotFoundError:
        return False
    line = text.rfind(b" %s\n" % hash_of(row).encode())
    return line >= 0 and text.endswith(b"erased", 0, line)


def people_to_forget(house: Graph | None = None, *, only: set[str] | None = None) -> Rows:
    """The people (and organizations) in the database whom the ledger says were erased, or `only` those hashes."""
    house = house or graph()
    gone = erased() if only is None else only
    rows: Rows = {}
    if not gone:
        return rows
    secret = _key()
    for model, declaration in house.declared.items():
        if house.is_person(model) or declaration.scope == SELF:
            keys = model._base_manager.order_by().values_list("pk", flat=True).iterator()
            if found := {key for key in keys if _hash(secret, (model, key)) in gone}:
                rows[model] = found
    return rows


def hashes_of(rows: Rows) -> Iterator[str]:
    """The hashes of several rows."""
    secret = _key()
    for model, keys in rows.items():
        for key in keys:
            yield _hash(secret, (model, key))


def _hash(secret: bytes, row: Row) -> str:
    model, key = row
    return hmac.digest(secret, f"{model._meta.label}:{key}".encode(), "sha256").hex()


def _key() -> bytes:
    path = _file("key")
    try:
        return _read_once(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder() / f".key.{os.getpid()}.{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_bytes(secrets.token_bytes(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # Another process was first: its key is the one.
        finally:
            draft.unlink()
        return path.read_bytes()


@lru_cache(maxsize=1)
def _read_once(path: Path, written_at: int) -> bytes:
    return path.read_bytes()
