"""What lies beside the database and belongs to rows: files, mostly.

A room says where its values also are, once, when it starts:

    register(Place("pictures", find=…, remove=…, read=…))

so that what is given and what is erased is whole.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from troth.privacy.registry import ModelClass

log = logging.getLogger(__name__)


class Away(Exception):
    """A place does not answer, and may when it is asked again."""


Find = Callable[[ModelClass, Collection[Any]], Iterable[tuple[Any, str]]]


@dataclass(frozen=True)
class Place:
    """Somewhere that things of rows are kept.

    `find` answers the key of a row and the name of a thing for each thing of
    these rows of a table; it is asked before the rows go. `remove` takes a
    thing away, bears that it is gone, and may raise Away. `read` and `put` are for what can be
    given to its person and put back; without them a thing is only removed.
    With `only_erased` its things tell of people rather than belong to rows:
    they go when somebody is erased, and stay when a row's time is over.
    """

    name: str
    find: Find
    remove: Callable[[str], object]
    read: Callable[[str], bytes] | None = None
    put: Callable[[str, bytes], object] | None = None
    only_erased: bool = False


_PLACES: dict[str, Place] = {}


def register(place: Place) -> None:
    """Adds a place, once a process."""
    _PLACES[place.name] = place


def things_of(
    model: ModelClass, keys: Collection[Any], *, expired: bool = False
) -> Iterator[tuple[Any, str]]:
    """Everything beside these rows, as the row's key and `place:name`; what goes with them where their time is over."""
    for place in _PLACES.values():
        if expired and place.only_erased:
            continue
        for key, name in place.find(model, keys):
            yield key, f"{place.name}:{name}"


def files_of(model: ModelClass, keys: Collection[Any]) -> Iterator[tuple[Any, str]]:
    """Of `things_of`, what can be given to the person it belongs to."""
    for place in _PLACES.values():
        if place.read is not None:
            for key, name in place.find(model, keys):
                yield key, f"{place.name}:{name}"


def read(name: str) -> bytes | None:
    """The bytes of `place:name`; None where it is gone or not for giving."""
    place, rest = _place(name)
    try:
        return place.read(rest) if place.read else None
    except FileNotFoundError:
        return None


def put(name: str, content: bytes) -> None:
    """Puts back what was read."""
    place, rest = _place(name)
    if place.put:
        place.put(rest, content)


def remove(names: Iterable[str]) -> list[str]:
    """Takes each `place:name` away; answers those whose place is Away, to be asked for again."""
    left = []
    for name in names:
        place, rest = _place(name)
        try:
            place.remove(rest)
        except Away:
            log.warning("%s is away: what lies there goes when it answers", place.name)
            left.append(name)
    return left


def _place(name: str) -> tuple[Place, str]:
    first, _, rest = name.partition(":")
    return _PLACES[first], rest
