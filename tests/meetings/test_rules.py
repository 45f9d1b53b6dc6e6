"""What a host allows and takes away holds in the database, in the token, and at the media server."""

from collections.abc import Callable
from typing import Any

import jwt
import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import Media
from tests.gatherings import Visit, come
from troth.accounts.models import Person
from troth.media import rooms
from troth.meetings.actions.attendance import note_joined
from troth.meetings.actions.rules import set_rules
from troth.meetings.actions.taking_part import raise_hand
from troth.meetings.models import Attendance, Meeting, Session

Make = Callable[..., Meeting]
As = Callable[[Person], Client]
EVERYTHING = {"microphone": True, "camera": True, "share": True, "chat": True, "rename": True}


@pytest.fixture
def meeting(media: Media, alice: Person, make_meeting: Make) -> Meeting:
    return make_meeting(alice)


@pytest.fixture
def host(meeting: Meeting, alice: Person, as_person: As) -> Visit:
    return come(as_person(alice), meeting.code)


def grants(visit: Visit) -> dict[str, Any]:
    token = visit.answer["media"]["token"]
    video: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})["video"]
    return video


def arrive(visit: Visit) -> Visit:
    """The media server has seen them."""
    room = Session.objects.get(ended_at=None).room
    assert note_joined(room, visit.identity, f"PA_{visit.identity[:8]}", timezone.now())
    return visit


def test_a_rule_is_in_the_token_of_who_comes_later(
    meeting: Meeting, host: Visit, bob: Person, as_person: As
) -> None:
    assert host.call("PATCH", "/session/rules", {"share": False, "camera": False}).status_code == 204
    guest, member = come(Client(), meeting.code), come(as_person(bob), meeting.code)
    for visit in (guest, member):
        assert grants(visit)["canPublishSources"] == ["microphone"]
        assert visit.answer["may"] == EVERYTHING | {"share": False, "camera": False}
    assert host.call("PATCH", "/session/rules", {"microphone": False}).status_code == 204
    mute = come(Client(), meeting.code)
    assert grants(mute)["canPublish"] is False
    renewed = host.call("POST", "/attendance/token")
    assert renewed.status_code == 200
    assert host.answer["may"] == EVERYTHING
    assert set(grants(host)["canPublishSources"]) == {
        "microphone",
        "camera",
        "screen_share",
        "screen_share_audio",
    }


@pytest.mark.parametrize("change", ["rule", "one person", "co-host"])
def test_the_media_server_holds_what_people_hear_that_they_may(
    meeting: Meeting, host: Visit, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    guest = come(Client(), meeting.code)
    calls: list[str] = []
    monkeypatch.setattr(rooms, "allow", lambda *_: calls.append("holds"))
    monkeypatch.setattr(rooms, "send", lambda *_: calls.append("said"))
    path, body = {
        "rule": ("/session/rules", {"camera": False}),
        "one person": (f"/participants/{guest.identity}", {"may": {"camera": False}}),
        "co-host": (f"/participants/{guest.identity}", {"cohost": True}),
    }[change]
    assert host.call("PATCH", path, body).status_code == 204
    assert calls[:2] == ["holds", "said"]


def test_rules_that_are_not_named_stay(meeting: Meeting, host: Visit) -> None:
    host.call("PATCH", "/session/rules", {"share": False})
    host.call("PATCH", "/session/rules", {"chat": False, "enter_muted": True})
    session = host.get("/session")
    assert session["rules"] == EVERYTHING | {"share": False, "chat": False}
    assert session["enter_muted"] is True
    host.call("PATCH", "/session/rules", {"chat": True})
    assert host.get("/session")["rules"] == EVERYTHING | {"share": False}


def test_who_may_not_write_does_not(meeting: Meeting, host: Visit) -> None:
    guest = come(Client(), meeting.code)
    assert guest.say("one").status_code == 200
    host.call("PATCH", "/session/rules", {"chat": False})
    assert guest.say("two").status_code == 403
    line = guest.get("/chat")["messages"][0]["id"]
    assert guest.call("PATCH", f"/chat/{line}", {"text": "edited"}).status_code == 403
    assert guest.call("DELETE", f"/chat/{line}").status_code == 204
    assert host.say("hosts may").status_code == 200


def test_who_may_not_rename_keeps_the_name(meeting: Meeting, host: Visit) -> None:
    guest = come(Client(), meeting.code, "Gus")
    assert guest.call("PUT", "/attendance/name", {"name": "Gustav"}).status_code == 204
    host.call("PATCH", "/session/rules", {"rename": False})
    assert guest.call("PUT", "/attendance/name", {"name": "Alice Adams"}).status_code == 403
    # Nor by leaving and coming back.
    again = come(Client(), meeting.code, "Alice Adams", ticket=guest.ticket)
    assert again.answer["name"] == "Gustav"


def test_a_name_the_host_gave_a_colleague_stays_after_a_reload(
    meeting: Meeting, host: Visit, bob: Person, as_person: As
) -> None:
    member = come(as_person(bob), meeting.code)
    changes = {"name": "  Bob from\n Sales "}
    assert host.call("PATCH", f"/participants/{member.identity}", changes).status_code == 204
    again = come(as_person(bob), meeting.code, ticket=member.ticket)
    assert again.answer["name"] == "Bob from Sales"


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "\x00"])
def test_a_name_is_a_line(meeting: Meeting, host: Visit, name: str) -> None:
    assert host.call("PUT", "/attendance/name", {"name": name}).status_code == 422


def test_what_is_taken_from_a_colleague_goes_with_them(
    meeting: Meeting, host: Visit, bob: Person, as_person: As
) -> None:
    member = come(as_person(bob), meeting.code)
    bars = {"may": {"microphone": False, "chat": False}}
    assert host.call("PATCH", f"/participants/{member.identity}", bars).status_code == 204
    assert member.say("hello").status_code == 403
    other = come(as_person(bob), meeting.code)
    assert "microphone" not in grants(other)["canPublishSources"]
    assert other.say("hello").status_code == 403
    person = next(one for one in host.get("/session")["people"] if one["identity"] == other.identity)
    assert person["may"] == {"microphone": False, "camera": True, "share": True, "chat": False}
    host.call("PATCH", f"/participants/{other.identity}", {"may": {"microphone": True, "chat": True}})
    assert member.say("hello").status_code == 200


def test_after_something_was_taken_from_a_guest_guests_wait(meeting: Meeting, host: Visit) -> None:
    guest = come(Client(), meeting.code)
    host.call("PATCH", f"/participants/{guest.identity}", {"may": {"microphone": False}})
    assert come(Client(), meeting.code, "The same, perhaps").answer["admission"] == "waiting"
    # With the ticket they are known.
    again = come(Client(), meeting.code, ticket=guest.ticket)
    assert again.answer["may"]["microphone"] is False
    assert "microphone" not in grants(again)["canPublishSources"]


def test_nothing_is_taken_from_the_host(meeting: Meeting, host: Visit, bob: Person, as_person: As) -> None:
    member = come(as_person(bob), meeting.code)
    host.call("PATCH", f"/participants/{member.identity}", {"cohost": True})
    for changes in ({"may": {"chat": False}}, {"cohost": False}, {"name": "Nobody"}):
        assert member.call("PATCH", f"/participants/{host.identity}", changes).status_code == 403
    assert member.call("POST", f"/participants/{host.identity}/remove").status_code == 403
    assert member.call("PATCH", f"/participants/{host.identity}", {"spotlit": True}).status_code == 204


def test_muting_all_makes_later_ones_come_muted(meeting: Meeting, host: Visit) -> None:
    assert come(Client(), meeting.code).answer["enter_muted"] is False
    assert host.call("POST", "/session/mute", {"source": "microphone"}).status_code == 204
    later = come(Client(), meeting.code)
    assert later.answer["enter_muted"] is True
    assert later.answer["may"]["microphone"] is True
    assert host.call("POST", "/session/mute", {"source": "microphone", "stay": True}).status_code == 204
    assert come(Client(), meeting.code).answer["may"]["microphone"] is False


def test_a_meeting_that_people_enter_muted(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice, enter_muted=True, sounds=False)
    assert come(as_person(alice), meeting.code).answer["enter_muted"] is False
    guest = come(Client(), meeting.code)
    assert (guest.answer["enter_muted"], guest.answer["sounds"]) == (True, False)


def test_changes_are_numbered_and_told(
    meeting: Meeting, host: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(rooms, "send", lambda room, message, to=None: told.append(message))
    guest = arrive(come(Client(), meeting.code))
    before = guest.get("/session")["version"]
    host.call("PUT", "/session/lock", {"locked": True})
    guest.call("PUT", "/attendance/hand", {"raised": True})
    host.call("PATCH", f"/participants/{guest.identity}", {"spotlit": True})
    assert [one["version"] for one in told] == [before + 1, before + 2, before + 3]
    assert told[0]["state"]["locked"] is True
    session = guest.get("/session")
    assert session["version"] == before + 3
    ((mine,), (same,)) = told[2]["people"], session["people"]
    # The API rounds to milliseconds, as every browser's clock does.
    assert all(mine[moment].startswith(same[moment][:-1]) for moment in ("hand_at", "spotlit_at"))
    assert (mine["identity"], mine["may"]) == (same["identity"], same["may"])
    assert Attendance.objects.get(identity=guest.identity).hand_at is not None


def test_who_read_the_session_before_a_change_does_not_tell_it_as_it_was(
    meeting: Meeting, host: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(rooms, "send", lambda room, message, to=None: told.append(message))
    guest = come(Client(), meeting.code)
    before = Session.objects.get()
    host.call("PUT", "/session/lock", {"locked": True})
    host.call("PATCH", "/session/rules", {"chat": False, "enter_muted": True})
    raise_hand(before, Attendance.objects.get(identity=guest.identity), True)
    set_rules(Session.objects.get(), {"share": False})
    states = [one["state"] for one in told if one["kind"] == "change"]
    assert [state["locked"] for state in states] == [True] * 4
    assert [state["rules"]["chat"] for state in states] == [True, False, False, False]
    assert [one["version"] for one in told if one["kind"] == "change"] == [1, 2, 3, 4]
    assert Session.objects.get().enter_muted
