"""A meeting that can have captions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.conftest import Media
from tests.gatherings import Visit, come
from troth.accounts.models import Person
from troth.meetings.models import Meeting


@pytest.fixture
def meeting(media: Media, alice: Person, make_meeting: Callable[..., Meeting]) -> Meeting:
    return make_meeting(alice)


@pytest.fixture
def host(meeting: Meeting, alice: Person, as_person: Callable[[Person], Client]) -> Visit:
    return come(as_person(alice), meeting.code)


@pytest.fixture
def guest(meeting: Meeting) -> Visit:
    return come(Client(), meeting.code, "Gus Guest")


def state(visit: Visit) -> dict[str, Any]:
    """How it stands with captions, as somebody in the room sees it."""
    seen: dict[str, Any] = visit.get("/session/captions")
    return seen


def turn_on(visit: Visit) -> None:
    assert visit.call("POST", "/session/captions").status_code == 200


def reply(visit: Visit, choice: str, **other: Any) -> HttpResponse:
    """Somebody in the room answers."""
    body = {"choice": choice, "version": state(visit)["question"]["version"]}
    return visit.call("PUT", "/session/captions/answer", body | other)
