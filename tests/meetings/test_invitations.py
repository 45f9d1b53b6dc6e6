"""People are asked to a meeting by mail, and their link opens its door further than the meeting's own."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests.conftest import Media
from tests.gatherings import ask, come
from tests.waiting import until
from troth.accounts.models import Person
from troth.meetings.actions import inviting
from troth.meetings.actions.planning import renew_link
from troth.meetings.models import Entry, Invitee, Meeting
from troth.privacy import Purpose
from troth.privacy.purposes import under

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


@pytest.fixture
def meeting(media: Media, alice: Person, make_meeting: Make) -> Meeting:
    return make_meeting(
        alice,
        entry=Entry.ORGANIZATION,
        passcode="blue",
        title="Planning & <b>more</b>",
        starts_at=timezone.now() + timedelta(days=1),
        time_zone="Europe/Berlin",
    )


@pytest.fixture
def invite(meeting: Meeting, alice: Person, as_person: As) -> Callable[..., Any]:
    def send(addresses: str) -> Any:
        return as_person(alice).post(f"/meetings/{meeting.id}/invite/", {"addresses": addresses})

    return send


def token_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"\?invitation=([\w-]+)", str(letter.body))
    assert found, letter.body
    return found[1]


def test_each_gets_a_link_of_their_own(meeting: Meeting, invite: Callable[..., Any]) -> None:
    assert invite("Ada@One.example, <bea@two.example>\nada@one.example").status_code == 302
    assert [letter.to for letter in mail.outbox] == [["ada@one.example"], ["bea@two.example"]]
    first, second = mail.outbox
    assert token_in(first) != token_in(second)
    assert "Alice Adams invites you to “Planning & <b>more</b>”" in first.subject
    assert "Europe/Berlin" in str(first.body)
    assert "<b>more</b>" not in str(first.alternatives[0][0])  # type: ignore[attr-defined]
    assert token_in(first) not in Invitee.objects.values_list("secret_digest", flat=True)


def test_from_the_mail_to_the_room_without_passcode_or_waiting(
    meeting: Meeting, invite: Callable[..., Any]
) -> None:
    invite("ada.lovelace@one.example")
    token = token_in(mail.outbox[0])
    page = Client().get(f"/m/{meeting.code}", {"invitation": token})
    door = json.loads(re.search(rb'id="door"[^>]*>(.*?)</script>', page.content)[1])  # type: ignore[index]
    assert (door["needs_passcode"], door["me"]["name"]) == (False, "Ada Lovelace")
    assert door["invitation"] == token
    assert come(Client(), meeting.code, "Ada", invitation=token).answer["admission"] == "admitted"


@pytest.mark.parametrize("how", ["taken back", "guessed", "of another meeting", "new link"])
def test_a_void_invitation_opens_nothing(
    meeting: Meeting, invite: Callable[..., Any], alice: Person, as_person: As, make_meeting: Make, how: str
) -> None:
    invite("ada@one.example")
    token, code = token_in(mail.outbox[0]), meeting.code
    if how == "taken back":
        invitee = Invitee.objects.get()
        address = f"/meetings/{meeting.id}/invitations/{invitee.id}/take-back/"
        assert as_person(alice).post(address).status_code == 302
    elif how == "guessed":
        token = "x" * 43
    elif how == "of another meeting":
        code = make_meeting(alice, passcode="red").code
    else:
        assert as_person(alice).post(f"/meetings/{meeting.id}/link/").status_code == 302
        meeting.refresh_from_db()
        assert ask(Client(), code, invitation=token).status_code == 404
        code = meeting.code
    answer = ask(Client(), code, invitation=token)
    assert (answer.status_code, json.loads(answer.content)["kind"]) == (403, "passcode")


def test_where_nobody_enters_without_waiting_the_invited_wait_too(
    meeting: Meeting, invite: Callable[..., Any]
) -> None:
    Meeting.objects.update(entry=Entry.NOBODY)
    invite("ada@one.example")
    answer = come(Client(), meeting.code, invitation=token_in(mail.outbox[0])).answer
    assert answer["admission"] == "waiting"


def test_who_is_invited_again_gets_a_new_link_and_the_old_one_dies(
    meeting: Meeting, invite: Callable[..., Any]
) -> None:
    invite("ada@one.example")
    invite("ada@one.example")
    assert Invitee.objects.count() == 1
    old, new = (token_in(letter) for letter in mail.outbox)
    assert ask(Client(), meeting.code, invitation=old).status_code == 403
    assert ask(Client(), meeting.code, invitation=new).status_code == 200


@pytest.mark.parametrize(
    "addresses",
    ["", "nobody", "a@b.example\r\nBcc: c@d.example", " ".join(f"a{n}@b.example" for n in range(51))],
)
def test_what_is_no_address_is_refused(meeting: Meeting, invite: Callable[..., Any], addresses: str) -> None:
    assert invite(addresses).status_code == 422
    assert not mail.outbox


def test_nobody_sends_links_of_their_own_through_us(meeting: Meeting, invite: Callable[..., Any]) -> None:
    Meeting.objects.update(title="Prizes at https://evil.example")
    assert invite("ada@one.example").status_code == 409
    assert not mail.outbox


def test_nobody_sends_mail_by_the_hundred(meeting: Meeting, invite: Callable[..., Any]) -> None:
    for batch in range(6):
        assert invite(" ".join(f"a{n}@{batch}.example" for n in range(50))).status_code == 302
    assert invite("one@more.example").status_code == 429


def test_what_is_taken_back_was_sent_all_the_same(
    meeting: Meeting, invite: Callable[..., Any], alice: Person
) -> None:
    for batch in range(6):
        assert invite(" ".join(f"a{n}@{batch}.example" for n in range(50))).status_code == 302
        renew_link(meeting)
    assert not Invitee.objects.exists()
    assert invite("one@more.example").status_code == 429


def test_more_than_are_left_for_today_are_refused_whole(meeting: Meeting, invite: Callable[..., Any]) -> None:
    for batch in range(5):
        invite(" ".join(f"a{n}@{batch}.example" for n in range(50)))
    invite(" ".join(f"b{n}@one.example" for n in range(45)))
    mail.outbox.clear()
    assert invite(" ".join(f"c{n}@one.example" for n in range(6))).status_code == 429
    assert not mail.outbox
    assert invite(" ".join(f"c{n}@one.example" for n in range(5))).status_code == 302


def test_nobody_fills_one_mailbox(meeting: Meeting, invite: Callable[..., Any]) -> None:
    for _ in range(10):
        assert invite("ada@one.example").status_code == 302
    refused = invite("bea@two.example ada@one.example")
    assert refused.status_code == 429
    assert "ada@one.example" in refused.content.decode()
    assert len(mail.outbox) == 10
    assert invite("bea@two.example").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_invited_twice_in_the_same_moment_somebody_is_invited_once(alice: Person, make_meeting: Make) -> None:
    meeting = make_meeting(alice)

    def again() -> None:
        try:
            with under(Purpose.SERVE):
                inviting.invite(meeting, alice, ["ada@one.example"])
        finally:
            connection.close()

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            return bool(cursor.fetchone()[0])

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            inviting.invite(meeting, alice, ["ada@one.example"])
            second = pool.submit(again)
            if connection.vendor == "postgresql":
                until(waits, "the second waits for the first")
        second.result(timeout=30)
    assert Invitee.objects.count() == 1
    assert len(mail.outbox) == 2


@pytest.fixture
def change(meeting: Meeting, alice: Person, as_person: As) -> Callable[..., int]:
    client = as_person(alice)

    def save(**changes: str) -> int:
        form = client.get(f"/meetings/{meeting.id}/edit/").context["form"]
        values = {name: form.initial.get(name) or "" for name in form.fields} | {"minutes": "60"}
        return client.post(f"/meetings/{meeting.id}/edit/", values | changes).status_code

    return save


def test_changes_are_told_so_often(invite: Callable[..., Any], change: Callable[..., int]) -> None:
    invite("ada@one.example")
    mail.outbox.clear()
    for _ in range(20):
        assert change(tell="on") == 302
    assert change(title="Another", tell="on") == 429
    assert len(mail.outbox) == 20
    assert Meeting.objects.get().title != "Another"
    assert change(title="Another", tell="") == 302


def test_no_mail_about_a_meeting_carries_a_link_in_its_title(
    meeting: Meeting, invite: Callable[..., Any], change: Callable[..., int], alice: Person, as_person: As
) -> None:
    invite("ada@one.example")
    mail.outbox.clear()
    assert change(title="Prizes at www.evil.example", tell="on") == 409
    assert change(title="Prizes at www.evil.example", tell="") == 302
    delete = f"/meetings/{meeting.id}/delete/"
    assert as_person(alice).post(delete).status_code == 409
    assert not mail.outbox
    assert change(title="Planning", tell="") == 302
    assert as_person(alice).post(delete).status_code == 302
    assert [letter.subject for letter in mail.outbox] == ["Cancelled: “Planning”"]


def test_the_invited_hear_of_a_change_and_of_the_end(
    meeting: Meeting, invite: Callable[..., Any], alice: Person, as_person: As
) -> None:
    invite("ada@one.example")
    mail.outbox.clear()
    client = as_person(alice)
    form = client.get(f"/meetings/{meeting.id}/edit/").context["form"]
    values = {name: form.initial.get(name) or "" for name in form.fields}
    values |= {"time": "15:30", "minutes": "60"}
    assert client.post(f"/meetings/{meeting.id}/edit/", values | {"tell": ""}).status_code == 302
    assert not mail.outbox
    assert client.post(f"/meetings/{meeting.id}/edit/", values | {"tell": "on"}).status_code == 302
    assert "15:30" in str(mail.outbox[0].body)
    assert client.post(f"/meetings/{meeting.id}/delete/").status_code == 302
    assert mail.outbox[1].subject.startswith("Cancelled")
