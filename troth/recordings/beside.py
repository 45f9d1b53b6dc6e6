"""What another room has to show with recordings: captions in the player, and more below it or above the list.

A room registers once a process; rooms above this one are not known here:

    register(Transcripts())
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from troth.recordings.access import Sight
from troth.recordings.models import Recording

NOTHING = SafeString()


@dataclass(frozen=True)
class Shown:
    """`captions` is the address of a film's WebVTT, "" where there is none; `below` is HTML for below the film."""

    captions: str = ""
    below: SafeString = NOTHING


class Room(Protocol):
    """A room that has something to show. What people may see of it, it decides itself."""

    def with_film(self, request: HttpRequest, sight: Sight, names: Mapping[UUID, str]) -> Shown:
        """For a recording's page; `names` are those that may be read (`names_in`)."""

    def with_shared(self, recording: Recording, secret: str, letting: str) -> Shown:
        """For who came by a link and was let in."""

    def with_list(self, request: HttpRequest) -> SafeString:
        """For above the list of recordings."""


_ROOMS: list[Room] = []


def register(room: Room) -> None:
    """Says which room it is. There is one: two would have captions for the same film."""
    _ROOMS[:] = [room]


def with_film(request: HttpRequest, sight: Sight, names: Mapping[UUID, str]) -> Shown:
    return next((room.with_film(request, sight, names) for room in _ROOMS), Shown())


def with_shared(recording: Recording, secret: str, letting: str) -> Shown:
    return next((room.with_shared(recording, secret, letting) for room in _ROOMS), Shown())


def with_list(request: HttpRequest) -> SafeString:
    return next((room.with_list(request) for room in _ROOMS), NOTHING)
