"""Hands, spotlight and reactions."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.conftest import Media
from tests.gatherings import Visit, come
from tests.meetings.test_rules import arrive
from troth.accounts.models import Person
from troth.media import rooms
from troth.meetings.models import Meeting

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


@pytest.fixture
def meeting(media: Media, alice: Person, make_meeting: Make) -> Meeting:
    return make_meeting(alice)


@pytest.fixture
def host(meeting: Meeting, alice: Person, as_person: As) -> Visit:
    return arrive(come(as_person(alice), meeting.code))


def hands(visit: Visit) -> list[str]:
    people = [one for one in visit.get("/session")["people"] if one["hand_at"]]
    return [one["name"] for one in sorted(people, key=lambda one: one["hand_at"])]


def test_hands_are_in_the_servers_order_and_keep_their_place(meeting: Meeting, host: Visit) -> None:
    first, second = come(Client(), meeting.code, "First"), come(Client(), meeting.code, "Second")
    for visit in (first, second, first):
        assert visit.call("PUT", "/attendance/hand", {"raised": True}).status_code == 204
    assert hands(host) == ["First", "Second"]
    host.call("PATCH", f"/participants/{first.identity}", {"hand": False})
    assert hands(second) == ["Second"]
    first.call("PUT", "/attendance/hand", {"raised": True})
    assert hands(host) == ["Second", "First"]
    host.call("POST", "/session/hands/lower")
    assert hands(host) == []


def test_a_leader_lowers_a_hand_and_raises_none(meeting: Meeting, host: Visit) -> None:
    guest = come(Client(), meeting.code)
    assert host.call("PATCH", f"/participants/{guest.identity}", {"hand": True}).status_code == 422
    assert hands(host) == []


def test_a_hand_goes_with_who_leaves(meeting: Meeting, host: Visit) -> None:
    guest = come(Client(), meeting.code)
    guest.call("PUT", "/attendance/hand", {"raised": True})
    guest.call("POST", "/attendance/leave")
    assert hands(host) == []
    come(Client(), meeting.code, ticket=guest.ticket)
    assert hands(host) == []


def test_nine_at_most_are_in_the_spotlight(meeting: Meeting, host: Visit) -> None:
    people = [come(Client(), meeting.code, f"Guest {n}") for n in range(10)]
    light = [
        host.call("PATCH", f"/participants/{one.identity}", {"spotlit": True}).status_code for one in people
    ]
    assert light == [204] * 9 + [409]
    assert host.call("PATCH", f"/participants/{people[0].identity}", {"spotlit": False}).status_code == 204
    assert host.call("PATCH", f"/participants/{people[9].identity}", {"spotlit": True}).status_code == 204


def test_a_reaction_is_told_and_not_kept(
    meeting: Meeting, host: Visit, monkeypatch: pytest.MonkeyPatch, still: None
) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(rooms, "send", lambda room, message, to=None: told.append(message))
    guest = come(Client(), meeting.code)
    told.clear()
    assert guest.call("POST", "/reactions", {"reaction": "clap"}).status_code == 204
    assert told == [{"kind": "reaction", "identity": guest.identity, "reaction": "clap"}]
    assert guest.call("POST", "/reactions", {"reaction": "<img>"}).status_code == 422
    floods = [guest.call("POST", "/reactions", {"reaction": "clap"}).status_code for _ in range(20)]
    assert floods == [204] * 7 + [429] * 13
