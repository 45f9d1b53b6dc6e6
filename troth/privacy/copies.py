"""Copies that others asked for, and in which somebody who is erased is told of: they go, or are made anew (RET-2)."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

from troth.privacy.erasing import Plan
from troth.privacy.exports import UNFINISHED, file_of, remove_files
from troth.privacy.leaving import erased
from troth.privacy.models import Erasure
from troth.privacy.models.exports import Export
from troth.privacy.places import Place, register

KEY = re.compile(rb'"key": "([0-9a-f-]{36})"')
PIECE = 1024 * 1024
LONGEST = 64
"""Bytes of a row's beginning that hold its key."""


def connect() -> None:
    """Tells the engine, once a process."""
    register(Place("copies", lambda model, keys: (), _drop))
    erased.connect(_find, dispatch_uid="copies")


def _find(erasure: Erasure, plan: Plan, **_kw: object) -> None:
    """Notes with the erasure which copies have to go: those of rows that went, or that lost something."""
    rows = [*plan.going.values(), *plan.nameless.values(), *plan.blanked.values()]
    touched = {str(key).encode() for keys in rows for key in keys if isinstance(key, UUID)}
    found = [f"copies:{export.name}" for export in Export.everything.all() if _tells(export, touched)]
    if found:
        erasure.things = [*erasure.things, *found]
        erasure.save(update_fields=["things"])


def _tells(export: Export, touched: set[bytes]) -> bool:
    """Whether a copy tells of one of these rows; of one that is not whole yet nobody knows."""
    return export.state in UNFINISHED or (
        export.is_ready and not touched.isdisjoint(_keys_in(file_of(export)))
    )


@lru_cache(maxsize=16)
def _keys_in(path: Path) -> frozenset[bytes]:
    """The keys of all rows in a copy that is ready: it does not change any more."""
    try:
        return frozenset(_read_keys(path))
    except FileNotFoundError:
        return frozenset()


def _read_keys(path: Path) -> Iterator[bytes]:
    with ZipFile(path) as archive, archive.open("data.json") as file:
        text = b""
        while piece := file.read(PIECE):
            text = text[-LONGEST:] + piece
            yield from KEY.findall(text)


def _drop(name: str) -> None:
    """Takes a copy away; one that is being made is made anew, without what went."""
    copies = Export.everything.filter(name=name)
    if not copies.filter(state__in=UNFINISHED).update(state=Export.State.WAITING, run="", claimed_until=None):
        copies.delete()
    remove_files(name)
