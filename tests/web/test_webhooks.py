"""The media server's messages are believed only when it signed exactly them."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.conftest import Media
from tests.gatherings import Visit, come
from troth.accounts.models import Person
from troth.meetings.models import Attendance, Meeting, Session


def post(event: dict[str, Any], body: str | None = None, **changes: Any) -> HttpResponse:
    text = json.dumps(event)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    claims = {
        "iss": settings.MEDIA_KEY,
        "exp": timezone.now() + timedelta(minutes=5),
        "sha256": digest,
    } | changes
    secret = claims.pop("secret", settings.MEDIA_SECRET)
    signature = jwt.encode({k: v for k, v in claims.items() if v is not None}, secret, algorithm="HS256")
    return Client().post(  # type: ignore[return-value]
        "/webhooks/livekit",
        body or text,
        content_type="application/webhook+json",
        headers={"Authorization": signature},
    )


@pytest.fixture
def guest(media: Media, alice: Person, make_meeting: Callable[..., Meeting]) -> Visit:
    return come(Client(), make_meeting(alice).code)


def event(kind: str, visit: Visit, **participant: Any) -> dict[str, Any]:
    now = int(timezone.now().timestamp())
    return {
        "event": kind,
        "id": "EV_1",
        "createdAt": str(now + 30),
        "room": {"name": Session.objects.get().room},
        "participant": {"identity": visit.identity, "sid": "PA_1", "joinedAt": str(now)} | participant,
    }


def test_joining_and_leaving_are_written_down(guest: Visit, still: None) -> None:
    for _ in range(2):
        assert post(event("participant_joined", guest)).status_code == 204
    assert Attendance.objects.get().left_at is None
    assert Session.objects.get().started_at is not None
    for _ in range(2):
        leaving = event("participant_left", guest, disconnectReason="CLIENT_INITIATED")
        assert post(leaving).status_code == 204
    one = Attendance.objects.get()
    assert one.how_left == "left"
    assert one.seconds == 30


def test_a_finished_room_is_forgotten(guest: Visit) -> None:
    post(event("participant_joined", guest))
    post(event("participant_left", guest, disconnectReason="CLIENT_INITIATED"))
    assert post(event("room_finished", guest)).status_code == 204
    assert Session.objects.get().ended_at is not None


def test_events_of_other_rooms_and_kinds_are_taken_and_forgotten(guest: Visit) -> None:
    stranger = event("participant_joined", guest) | {"room": {"name": "elsewhere"}}
    assert post(stranger).status_code == 204
    assert post(event("track_published", guest)).status_code == 204
    assert Attendance.objects.get().joined_at is None


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": "another secret that is long enough for it"},
        {"iss": "somebody"},
        {"exp": timezone.now() - timedelta(hours=1)},
        {"exp": None},
        {"sha256": None},
        {"body": '{"event": "room_finished"}'},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_unsigned_events_change_nothing(guest: Visit, changes: dict[str, Any]) -> None:
    body = changes.pop("body", None)
    assert post(event("participant_joined", guest), body, **changes).status_code == 401
    assert Attendance.objects.get().joined_at is None


def test_a_participants_own_token_signs_no_event(guest: Visit) -> None:
    answer = Client().post(
        "/webhooks/livekit",
        json.dumps(event("participant_joined", guest)),
        content_type="application/webhook+json",
        headers={"Authorization": guest.answer["media"]["token"]},
    )
    assert answer.status_code == 401
