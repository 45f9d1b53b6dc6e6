"""The connection check's room: one's own, small, short, and no session of anybody's."""

import json

import jwt
import pytest
from django.conf import settings
from django.test import Client

from tests.conftest import Media
from troth.accounts.models import Person
from troth.media import rooms
from troth.meetings.actions.attendance import reconcile, session_of
from troth.meetings.check import CHECKS
from troth.meetings.models import Attendance, Session

pytestmark = pytest.mark.django_db


def test_a_check_has_a_room_of_its_own(media: Media) -> None:
    first, second = (json.loads(Client().post("/api/v1/check").content) for _ in range(2))
    claims = jwt.decode(first["token"], settings.MEDIA_SECRET, algorithms=["HS256"])
    room = claims["video"]["room"]
    assert room.startswith("check-")
    assert rooms.rooms() == {
        room,
        jwt.decode(second["token"], options={"verify_signature": False})["video"]["room"],
    }
    assert claims["video"] == {
        "roomJoin": True,
        "room": room,
        "canPublish": True,
        "canSubscribe": False,
        "canPublishData": False,
        "canPublishSources": ["camera", "microphone"],
        "canUpdateOwnMetadata": False,
    }
    assert claims["exp"] - claims["nbf"] <= 180
    assert not claims.get("name")
    assert first["url"] == settings.MEDIA_PUBLIC_URL
    assert first["ports"] == settings.MEDIA_PORTS


def test_nobody_takes_it_for_a_session(media: Media, alice: Person) -> None:
    token = json.loads(Client().post("/api/v1/check").content)["token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert session_of(claims["video"]["room"]) is None
    reconcile()
    assert rooms.rooms() == {claims["video"]["room"]}
    assert not Session.objects.exists()
    assert not Attendance.objects.exists()


def test_it_is_not_had_without_end(media: Media, still: None) -> None:
    for _ in range(CHECKS.times):
        assert Client().post("/api/v1/check").status_code == 200
    answer = Client().post("/api/v1/check")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert Client().post("/api/v1/check", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_only_the_rooms_page_may_run_webassembly() -> None:
    room = Client().get("/m/bbbb-cccc-dddd")["Content-Security-Policy"]
    scripts = next(part for part in room.split("; ") if part.startswith("script-src "))
    assert set(scripts.split()[1:]) == {"'self'", "'wasm-unsafe-eval'"}
    assert "worker-src 'self' blob:" in room
    for path in ("/", "/privacy/", "/account/login/"):
        policy = Client().get(path)["Content-Security-Policy"]
        assert "wasm" not in policy
        assert "unsafe" not in policy
