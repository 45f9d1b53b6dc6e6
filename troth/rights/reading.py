"""A published notice as pages show it: its sentences with the addresses they lead to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Line:
    """A sentence. `url` is empty where it leads nowhere, or to a page that this version of the program has not."""

    id: str
    text: str
    url: str


@dataclass(frozen=True)
class ReadSection:
    """A part of the notice."""

    id: str
    title: str
    sentences: list[Line]


def read_sections(document: Mapping[str, Any]) -> list[ReadSection]:
    """The sections of a document; none in one of an earlier version of the program."""
    return [
        ReadSection(
            section["id"],
            section["title"],
            [Line(one["id"], one["text"], address_of(one["route"])) for one in section["sentences"]],
        )
        for section in document.get("sections", ())
    ]


def address_of(route: str) -> str:
    """The address of a route without arguments; empty where there is none."""
    try:
        return reverse(route) if route else ""
    except NoReverseMatch:
        return ""
