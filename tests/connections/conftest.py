"""Somebody in a meeting whose room client measures."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.conftest import Media
from tests.gatherings import Visit, come
from troth.accounts.models import Person
from troth.connections.models import Connection
from troth.meetings.models import Attendance, Meeting

EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0"
)
FINE: dict[str, Any] = {
    "rtt": 40,
    "buffer": 30,
    "lost_up_audio": 0,
    "lost_down_audio": 0,
    "concealed": 0,
    "fps_seen": 30,
    "freezes": 0,
    "frozen": 0,
}


def batch(number: int = 0, length: int = 6, **fields: Any) -> dict[str, Any]:
    """A batch of so many readings of ten seconds, all alike; what is no part of a batch is a reading."""
    own = {"age", "transport", "first_frame", "events", "seconds"}
    readings = FINE | {name: value for name, value in fields.items() if name not in own}
    return {
        "number": number,
        "seconds": [10] * length,
        "readings": {name: [value] * length for name, value in readings.items()},
    } | {name: value for name, value in fields.items() if name in own}


def send(visit: Visit, body: Any, **headers: str) -> HttpResponse:
    """What a room client does with a batch."""
    client = visit.client
    client.defaults["HTTP_USER_AGENT"] = EDGE
    return visit.call("POST", "/connections/samples", body)


@pytest.fixture
def gus(media: Media, alice: Person, make_meeting: Callable[..., Meeting]) -> Visit:
    """A guest in Alice's meeting, alone, for ten minutes."""
    from datetime import timedelta

    from tests.gatherings import age

    visit = come(Client(), make_meeting(alice).code)
    age(timedelta(minutes=10))
    return visit


def connection_of(visit: Visit) -> Connection:
    return Connection.objects.get(attendance=Attendance.objects.get(identity=visit.identity))
