"""Chat is in the database before anybody sees it, and is read by role."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.conftest import Media
from tests.gatherings import Visit, come
from tests.meetings.test_rules import arrive
from troth.accounts.models import Person
from troth.media import rooms
from troth.meetings import queries
from troth.meetings.models import Meeting, Message

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What went out as data messages."""
    messages: list[dict[str, Any]] = []
    monkeypatch.setattr(rooms, "send", lambda room, message, to=None: messages.append(message))
    return messages


def texts(answer: Any) -> list[str]:
    return [message["text"] for message in answer["messages"]]


def test_COL_2_a_line_is_kept_and_sent_with_its_id(
    media: Media, alice: Person, make_meeting: Make, sent: list[dict[str, Any]]
) -> None:
    guest = come(Client(), make_meeting(alice).code)
    answer = guest.say("<b>hi</b>\x00\n see https://example.com ")
    assert answer.status_code == 200
    row = Message.objects.get()
    assert row.text == "<b>hi</b>\n see https://example.com"
    (message,) = sent
    assert message["kind"] == "chat"
    assert message["message"] == json.loads(answer.content) | {"written_at": row.written_at.isoformat()}
    assert sent[0]["message"]["id"] == str(row.id)
    assert sent[0]["message"]["identity"] == guest.identity


def test_a_retry_writes_nothing_twice(
    media: Media, alice: Person, make_meeting: Make, sent: list[dict[str, Any]]
) -> None:
    guest = come(Client(), make_meeting(alice).code)
    nonce = uuid.uuid4()
    first, second = guest.say("once", nonce), guest.say("once", nonce)
    assert first.content == second.content
    assert json.loads(guest.say("next").content)["number"] == 2
    assert len(sent) == 2


def test_a_line_stays_when_the_media_server_is_away(
    media: Media, alice: Person, make_meeting: Make, settings: Any
) -> None:
    guest = come(Client(), make_meeting(alice).code)
    settings.MEDIA_API_URL = "http://127.0.0.1:9"
    assert guest.say("hello").status_code == 200
    assert texts(guest.get("/chat")) == ["hello"]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 2001, "\x00"])
def test_empty_and_long_lines_are_refused(media: Media, alice: Person, make_meeting: Make, text: str) -> None:
    guest = come(Client(), make_meeting(alice).code)
    assert guest.say(text).status_code == 422
    assert not Message.objects.exists()


def test_a_flood_is_refused(
    media: Media, alice: Person, make_meeting: Make, sent: list[dict[str, Any]]
) -> None:
    guest = come(Client(), make_meeting(alice).code)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        answers = [guest.say(f"line {n}").status_code for n in range(22)]
        assert answers == [200] * 20 + [429] * 2
        clock.shift(timedelta(seconds=11))
        assert guest.say("calm again").status_code == 200
    assert Message.objects.count() == 21


def test_members_read_from_the_beginning_guests_from_their_entry(
    media: Media, alice: Person, bob: Person, as_person: As, make_meeting: Make, sent: list[dict[str, Any]]
) -> None:
    meeting = make_meeting(alice)
    host = come(as_person(alice), meeting.code)
    host.say("yesterday")
    host.call("POST", "/session/end")
    host = come(as_person(alice), meeting.code)
    host.say("before the guest")
    guest, member = come(Client(), meeting.code), come(as_person(bob), meeting.code)
    host.say("with the guest")
    assert texts(guest.get("/chat")) == ["with the guest"]
    assert texts(member.get("/chat")) == ["yesterday", "before the guest", "with the guest"]
    assert texts(member.get("/chat?after=2")) == ["with the guest"]


def test_a_long_chat_is_read_backwards(
    media: Media,
    alice: Person,
    make_meeting: Make,
    sent: list[dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "HISTORY", 3)
    guest = come(Client(), make_meeting(alice).code)
    for n in range(1, 6):
        guest.say(f"line {n}")
    newest = guest.get("/chat")
    assert (texts(newest), newest["earlier"]) == (["line 3", "line 4", "line 5"], True)
    before = guest.get(f"/chat?before={newest['messages'][0]['number']}")
    assert (texts(before), before["earlier"]) == (["line 1", "line 2"], False)


def test_chat_of_another_meeting_is_out_of_reach(
    media: Media, alice: Person, make_meeting: Make, sent: list[dict[str, Any]]
) -> None:
    here, there = come(Client(), make_meeting(alice).code), come(Client(), make_meeting(alice).code)
    here.say("ours")
    assert texts(there.get("/chat")) == []


def test_the_chat_is_still_there_tomorrow(
    media: Media, alice: Person, bob: Person, admin: Person, as_person: As, make_meeting: Make
) -> None:
    from troth.meetings.actions.attendance import note_joined
    from troth.meetings.models import Attendance, Session

    meeting = make_meeting(alice)
    host, member = come(as_person(alice), meeting.code), come(as_person(bob), meeting.code)
    session = Session.objects.get()
    for visit in (host, member):
        assert note_joined(session.room, visit.identity, f"PA_{visit.identity[:8]}", timezone.now())
    member.say("the budget is 12")
    host.call("POST", "/session/end")
    assert Attendance.objects.filter(left_at__isnull=False).count() == 2
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        page = f"/meetings/{meeting.id}/"
        assert b"the budget is 12" in as_person(alice).get(page).content
        assert b"the budget is 12" in as_person(bob).get(page).content
        # An administrator sees who met (RET-4), not what they said to each other.
        as_admin = as_person(admin).get(page).content
        assert b"Bob" in as_admin
        assert b"the budget" not in as_admin


def edit(visit: Visit, message: str, text: str) -> int:
    return visit.call("PATCH", f"/chat/{message}", {"text": text}).status_code


def test_a_line_is_edited_by_its_author_alone(
    media: Media, alice: Person, as_person: As, make_meeting: Make, sent: list[dict[str, Any]]
) -> None:
    meeting = make_meeting(alice)
    host, guest = come(as_person(alice), meeting.code), come(Client(), meeting.code)
    line = json.loads(guest.say("helo").content)
    host.say("next")
    assert edit(host, line["id"], "hacked") == 403
    assert edit(guest, line["id"], " hello\x00 ") == 200
    first, second = host.get("/chat")["messages"]
    assert (first["text"], first["number"], first["changed"]) == ("hello", 1, 3)
    assert first["edited_at"] is not None
    assert second["text"] == "next"
    # Who was away asks for what changed, and gets the line again.
    assert texts(host.get("/chat?after=2")) == ["hello"]
    assert host.get("/chat?after=2")["changes"] == 3
    assert edit(guest, line["id"], "") == 422


def test_of_a_deleted_line_only_the_place_is_left(
    media: Media, alice: Person, as_person: As, make_meeting: Make, sent: list[dict[str, Any]]
) -> None:
    meeting = make_meeting(alice)
    host, guest, other = (
        come(as_person(alice), meeting.code),
        come(Client(), meeting.code),
        come(Client(), meeting.code, "Otto"),
    )
    mine, theirs = (json.loads(guest.say(text).content)["id"] for text in ("a secret", "an insult"))
    assert other.call("DELETE", f"/chat/{mine}").status_code == 403
    assert guest.call("DELETE", f"/chat/{mine}").status_code == 204
    assert host.call("DELETE", f"/chat/{theirs}").status_code == 204
    assert [(one["text"], one["deleted"]) for one in other.get("/chat")["messages"]] == [
        ("", "author"),
        ("", "host"),
    ]
    assert not Message.objects.exclude(text="").exists()
    assert edit(guest, mine, "back again") == 404
    assert guest.call("DELETE", f"/chat/{mine}").status_code == 404


def test_an_answer_names_a_line_that_its_author_may_read(
    media: Media, alice: Person, as_person: As, make_meeting: Make, sent: list[dict[str, Any]]
) -> None:
    meeting = make_meeting(alice)
    host = come(as_person(alice), meeting.code)
    hidden = json.loads(host.say("before the guest").content)["id"]
    guest = come(Client(), meeting.code)
    line = json.loads(host.say("with the guest").content)["id"]

    def answer(to: str) -> HttpResponse:
        return guest.call("POST", "/chat", {"text": "yes", "nonce": str(uuid.uuid4()), "reply_to": to})

    assert json.loads(answer(line).content)["reply_to"] == line
    assert answer(hidden).status_code == 404
    assert answer(str(uuid.uuid4())).status_code == 404


def test_an_edit_is_told_to_those_alone_who_may_read_the_line(
    media: Media, alice: Person, as_person: As, make_meeting: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = make_meeting(alice)
    host = arrive(come(as_person(alice), meeting.code))
    line = json.loads(host.say("before the guest").content)["id"]
    guest = arrive(come(Client(), meeting.code))
    told: list[Any] = []
    monkeypatch.setattr(rooms, "send", lambda room, message, to=None: told.append(to))
    assert edit(host, line, "before the guest, edited") == 200
    assert told == [[host.identity]]
    assert guest.get("/chat?after=0")["messages"] == []


def test_long_lines_of_any_script_fit_a_packet(media: Media, alice: Person, make_meeting: Make) -> None:
    guest = come(Client(), make_meeting(alice).code)
    assert guest.say("\N{GRINNING FACE}" * 2000).status_code == 200
