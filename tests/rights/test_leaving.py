"""Erasing one's account and coming back, holds, and the operator's view, over HTTP (RET-2, RET-8)."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from tests.gatherings import come
from tests.people import PASSWORD
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Attendance, Invitee, Meeting, Message
from troth.organizations.models import Membership, Role
from troth.privacy.models import AuditEntry, Erasure, Hold

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def prove(client: Client) -> None:
    """Types the password again, as allauth asks."""
    answer = client.post("/account/reauthenticate/?next=/your-data/erase/", {"password": PASSWORD})
    assert answer.status_code == 302


def test_erasing_asks_for_the_password_says_what_goes_and_gives_a_way_back(
    alice: Person, bob: Person, make_meeting: Callable[..., Meeting], as_person: SignIn
) -> None:
    make_meeting(alice, title="Hers")
    client = as_person(alice)
    assert "reauthenticate" in client.get("/your-data/erase/")["Location"]
    prove(client)
    page = client.get("/your-data/erase/").content.decode()
    assert all(words in page for words in ("Your account", "Meetings you host", "Erase it"))
    answer = client.post("/your-data/erase/")
    assert answer.status_code == 200
    link = re.search(r'value="(http[^"]+/your-data/return/[^"]+)"', answer.content.decode())
    assert link is not None
    assert [message.to for message in mail.outbox] == [["alice@demo.example"]]
    assert link[1] in mail.outbox[0].body
    assert "session" not in {name for name, cookie in client.cookies.items() if cookie.value}
    assert not Person.objects.filter(pk=alice.pk).exists()
    assert client.get("/meetings/").status_code == 302

    path = link[1].removeprefix("http://testserver")
    assert Client().get(path).status_code == 200
    assert Client().post(path).status_code == 302
    assert Person.objects.get(pk=alice.pk).name == "Alice Adams"
    assert Client().post(path).status_code == 404
    assert as_person(alice).get("/meetings/").status_code == 200


def test_a_link_back_works_for_fourteen_days(alice: Person, as_person: SignIn) -> None:
    client = as_person(alice)
    prove(client)
    page = client.post("/your-data/erase/").content.decode()
    found = re.search(r"/your-data/return/[\w-]+/", page)
    assert found is not None
    with time_machine.travel(now() + timedelta(days=14, seconds=1)):
        assert Client().get(found[0]).status_code == 404
        assert Client().post(found[0]).status_code == 404


def test_the_only_owner_is_told_to_hand_over(owner: Person, bob: Person, as_person: SignIn) -> None:
    client = as_person(owner)
    prove(client)
    page = client.get("/your-data/erase/").content.decode()
    assert "needs an owner" in page
    assert "Erase it" not in page
    assert client.post("/your-data/erase/", headers={"Accept": "text/html"}).status_code == 409
    assert Person.objects.filter(pk=owner.pk).exists()


def hold_on(client: Client, held: str, **more: str) -> int:
    form = {"what": held, "authority": "District court", "reason": "Case 12 C 34", "until": ""} | more
    return client.post("/organization/holds/new/", form).status_code


def test_an_administrator_holds_and_releases(
    alice: Person, admin: Person, make_meeting: Callable[..., Meeting], as_person: SignIn
) -> None:
    meeting = make_meeting(alice, title="Disputed")
    client = as_person(admin)
    assert "Nothing is held" in client.get("/organization/holds/").content.decode()
    assert hold_on(client, f"meeting:{meeting.pk}") == 302
    page = client.get("/organization/holds/").content.decode()
    assert all(words in page for words in ("Disputed", "District court", "Case 12 C 34"))

    erasing = as_person(alice)
    prove(erasing)
    assert "under a legal hold" in erasing.get("/your-data/erase/").content.decode()
    erasing.post("/your-data/erase/")
    assert Meeting.objects.get().title == "Disputed"
    assert not Person.objects.get(pk=alice.pk).is_active
    assert erasing.get("/meetings/").status_code == 302

    hold = Hold.objects.get()
    Erasure.objects.update(due_at=now())
    with time_machine.travel(now() + timedelta(minutes=1)):
        as_person(admin).post(f"/organization/holds/{hold.pk}/release/")
        operator = Person.objects.create_user("op@demo.example", name="Op", is_operator=True)
        as_person(operator).post("/operator/privacy/")
        assert "When its time was over" in as_person(operator).get("/operator/privacy/").content.decode()
    assert not Meeting.objects.exists()
    assert not Person.objects.filter(pk=alice.pk).exists()
    hold.refresh_from_db()
    assert (hold.reason, hold.key) == ("", "")
    assert AuditEntry.objects.filter(action="hold.released").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("what", "person:nobody"), ("authority", ""), ("reason", ""), ("until", "2001-01-01")],
)
def test_a_hold_is_refused_with_a_sentence(admin: Person, as_person: SignIn, field: str, value: str) -> None:
    assert hold_on(as_person(admin), "organization", **{field: value}) == 422
    assert not Hold.objects.exists()


def test_holds_of_another_organization_are_not_there(admin: Person, carol: Person, as_person: SignIn) -> None:
    hold_on(as_person(admin), "organization")
    hold = Hold.objects.get()
    stranger = as_person(carol)
    assert "Case 12" not in stranger.get("/organization/holds/").content.decode()
    assert stranger.post(f"/organization/holds/{hold.pk}/release/").status_code == 404
    other = Membership.objects.get(person=admin)
    assert hold_on(stranger, f"person:{other.person_id}") == 422
    Membership.objects.filter(person=admin).update(role=Role.MEMBER)
    assert as_person(admin).post(f"/organization/holds/{hold.pk}/release/").status_code == 403


def test_the_operator_sees_what_was_done_and_not_to_whom(
    alice: Person, operator: Person, as_person: SignIn
) -> None:
    client = as_person(operator)
    assert "Nobody was erased" in client.get("/operator/privacy/").content.decode()
    mine = as_person(alice)
    prove(mine)
    mine.post("/your-data/erase/")
    page = client.get("/operator/privacy/").content.decode()
    assert "Gone, and may come back" in page
    assert "lice" not in page
    assert as_person(operator).post("/operator/privacy/").status_code == 302


def test_a_guest_erases_their_entry_with_the_ticket(
    alice: Person, bob: Person, make_meeting: Callable[..., Meeting], as_person: SignIn, media: Any
) -> None:
    meeting = make_meeting(alice, entry="everyone")
    gus, eve = come(Client(), meeting.code, "Gus Guest"), come(Client(), meeting.code, "Eve Guest")
    theirs = come(as_person(bob), meeting.code, "Bob Brown")
    assert gus.say("from gus").status_code == 200
    assert eve.say("from eve").status_code == 200
    where, browser = "/your-data/erase/meeting/", Client(headers={"Accept": "text/html"})
    assert "Erase your data in this meeting?" in browser.post(where, {"ticket": gus.ticket}).text
    assert Attendance.objects.filter(name="Gus Guest").exists()
    assert browser.post(where, {"ticket": theirs.ticket, "sure": "1"}).status_code == 403
    page = browser.post(where, {"ticket": gus.ticket, "sure": "1"}).text
    assert set(Attendance.objects.values_list("name", flat=True)) == {"Eve Guest", "Bob Brown"}
    assert list(Message.objects.values_list("text", flat=True)) == ["from eve"]
    assert browser.post(where, {"ticket": gus.ticket}).status_code == 401
    back = re.search(r"/your-data/return/[\w-]+/", page)
    assert back is not None
    assert browser.post(back[0]).status_code == 302
    assert Message.objects.filter(text="from gus").exists()


def test_who_proved_an_address_erases_what_is_there(
    alice: Person, make_meeting: Callable[..., Meeting], as_person: SignIn
) -> None:
    meeting = make_meeting(alice)
    as_person(alice).post(f"/meetings/{meeting.pk}/invite/", {"addresses": "mia@client.example"})
    assert Invitee.objects.filter(email="mia@client.example").exists()
    mail.outbox.clear()
    mia = Client(headers={"Accept": "text/html"})
    assert mia.get("/your-data/erase/proven/").status_code == 401
    mia.post("/your-data/link/", {"email": "mia@client.example"})
    link = re.search(r"/your-data/open/\S+", str(mail.outbox[-1].body))
    assert link is not None
    mia.post(link[0])
    assert "Invitations to a meeting" in mia.get("/your-data/erase/proven/").text
    assert mia.post("/your-data/erase/proven/").status_code == 200
    assert not Invitee.objects.exists()
    assert mia.get("/your-data/erase/proven/").status_code == 401
    assert Meeting.objects.filter(pk=meeting.pk, host=alice).exists()


def test_erasing_and_coming_back_are_done_so_often_from_one_address(
    media: Any, alice: Person, make_meeting: Callable[..., Meeting]
) -> None:
    code, where = make_meeting(alice).code, "/your-data/erase/meeting/"
    for _ in range(20):
        body = {"ticket": come(Client(), code).ticket, "sure": "1"}
        assert Client().post(where, body).status_code == 200
        assert Client().post("/your-data/return/nothing/").status_code == 404
    body = {"ticket": come(Client(), code).ticket, "sure": "1"}
    for refused in (Client().post(where, body), Client().post("/your-data/return/nothing/")):
        assert (refused.status_code, "Retry-After" in refused) == (429, True)
    assert Client(REMOTE_ADDR="192.0.2.7").post(where, body).status_code == 200
