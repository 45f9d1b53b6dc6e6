"""Who waits is written to, renamed, and somebody who is in is put back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import Media
from tests.gatherings import Visit, ask, come
from troth.accounts.models import Person
from troth.media import rooms
from troth.media.connection import MediaDown
from troth.meetings.actions.attendance import note_joined
from troth.meetings.models import Attendance, Entry, Meeting, Session

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


@pytest.fixture
def meeting(media: Media, alice: Person, make_meeting: Make) -> Meeting:
    return make_meeting(alice, entry=Entry.NOBODY)


@pytest.fixture
def host(meeting: Meeting, alice: Person, as_person: As) -> Visit:
    return come(as_person(alice), meeting.code)


def standing(visit: Visit) -> tuple[str, str]:
    answer = visit.get("/attendance")
    return answer["admission"], answer["told"]


def test_who_waits_reads_what_a_host_wrote_until_they_are_in(meeting: Meeting, host: Visit) -> None:
    gus, wanda = come(Client(), meeting.code), come(Client(), meeting.code, "Wanda")
    assert host.call("POST", "/lobby/word", {"text": " Five minutes,\n please. "}).status_code == 204
    later = come(Client(), meeting.code, "Later")
    assert [standing(one)[1] for one in (gus, wanda, later)] == ["Five minutes, please."] * 2 + [""]
    host.call("POST", f"/lobby/{host.get('/lobby')[0]['id']}/admit")
    assert standing(gus) == ("admitted", "")
    assert host.call("POST", "/lobby/word", {"text": ""}).status_code == 204
    assert standing(wanda) == ("waiting", "")
    assert host.call("POST", "/lobby/word", {"text": "x" * 301}).status_code == 422
    assert not Attendance.objects.exclude(told="").exists()


def test_two_of_the_same_name_are_told_apart(meeting: Meeting, host: Visit) -> None:
    come(Client(), meeting.code), come(Client(), meeting.code)
    _, second = host.get("/lobby")
    assert host.call("PUT", f"/lobby/{second['id']}/name", {"name": "Gus of Sales"}).status_code == 204
    assert [one["name"] for one in host.get("/lobby")] == ["Gus Guest", "Gus of Sales"]


def enter(meeting: Meeting, client: Client, name: str = "Gus Guest") -> Visit:
    """Comes in, and the media server says so."""
    visit = come(client, meeting.code, name)
    room = Session.objects.get(meeting=meeting).room
    note_joined(room, visit.identity, f"PA_{visit.identity[:6]}", timezone.now())
    return visit


@pytest.fixture
def open_meeting(media: Media, alice: Person, make_meeting: Make) -> Meeting:
    return make_meeting(alice, entry=Entry.EVERYONE)


def test_who_is_put_back_waits_until_let_in_again(
    open_meeting: Meeting, alice: Person, as_person: As
) -> None:
    host = enter(open_meeting, as_person(alice))
    gus = enter(open_meeting, Client())
    assert host.call("POST", f"/participants/{gus.identity}/put-back").status_code == 204
    assert standing(gus)[0] == "waiting"
    assert gus.call("POST", "/attendance/token").status_code == 403
    assert [one["name"] for one in host.get("/lobby")] == ["Gus Guest"]
    # Neither the old ticket, nor going away in between, nor a new entry leads round the lobby.
    gus.call("POST", "/attendance/leave")
    again = come(gus.client, open_meeting.code, ticket=gus.ticket)
    assert (again.answer["admission"], again.answer["media"]) == ("waiting", None)
    assert come(Client(), open_meeting.code).answer["admission"] == "waiting"
    # The media server still has them: the old token is no way in either.
    session = Session.objects.get()
    assert not note_joined(session.room, gus.identity, "PA_again", timezone.now())

    host.call("POST", "/lobby/admit")
    assert standing(again)[0] == "admitted"
    assert come(again.client, open_meeting.code, ticket=again.ticket).answer["admission"] == "admitted"


def test_a_colleague_who_is_put_back_is_known_in_another_tab(
    open_meeting: Meeting, alice: Person, bob: Person, as_person: As
) -> None:
    host = enter(open_meeting, as_person(alice))
    member = enter(open_meeting, as_person(bob))
    host.call("PATCH", f"/participants/{member.identity}", {"cohost": True})
    host.call("POST", f"/participants/{member.identity}/put-back")
    tab = come(as_person(bob), open_meeting.code)
    assert (tab.answer["admission"], tab.answer["leads"]) == ("waiting", False)
    (first, _) = host.get("/lobby")
    host.call("POST", f"/lobby/{first['id']}/admit")
    assert come(as_person(bob), open_meeting.code).answer["admission"] == "admitted"


def test_a_colleague_who_is_refused_is_known_without_their_ticket(
    meeting: Meeting, host: Visit, bob: Person, as_person: As
) -> None:
    """room.md 2.3: a refusal blocks for this meeting. A guest without a ticket is somebody new."""
    gus = come(Client(), meeting.code)
    come(as_person(bob), meeting.code)
    for one in host.get("/lobby"):
        host.call("POST", f"/lobby/{one['id']}/refuse")
    again = ask(as_person(bob), meeting.code)
    assert (again.status_code, again.json()["type"].rsplit("/", 1)[-1]) == (403, "refused")
    assert ask(gus.client, meeting.code, ticket=gus.ticket).status_code == 403
    assert come(Client(), meeting.code).answer["admission"] == "waiting"


def test_the_host_is_not_put_back(open_meeting: Meeting, alice: Person, bob: Person, as_person: As) -> None:
    host = enter(open_meeting, as_person(alice))
    member = enter(open_meeting, as_person(bob))
    host.call("PATCH", f"/participants/{member.identity}", {"cohost": True})
    assert member.call("POST", f"/participants/{host.identity}/put-back").status_code == 403


def test_without_the_media_server_they_wait_all_the_same(
    open_meeting: Meeting, alice: Person, as_person: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    host, gus = enter(open_meeting, as_person(alice)), enter(open_meeting, Client())
    asked: list[str] = []

    def away(room: str, identity: str) -> None:
        asked.append(identity)
        raise MediaDown

    monkeypatch.setattr(rooms, "remove_participant", away)
    assert host.call("POST", f"/participants/{gus.identity}/put-back").status_code == 204
    assert (asked, standing(gus)[0]) == ([gus.identity], "waiting")


def test_who_was_refused_is_not_renamed(meeting: Meeting, host: Visit) -> None:
    come(Client(), meeting.code)
    (one,) = host.get("/lobby")
    host.call("POST", f"/lobby/{one['id']}/refuse")
    assert host.call("PUT", f"/lobby/{one['id']}/name", {"name": "Gus"}).status_code == 404
    assert ask(Client(), meeting.code).status_code == 200
