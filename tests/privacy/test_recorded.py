"""What the audit record tells of a person is among what they get, and nobody else's entries are."""

import json
from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from tests.gatherings import come
from tests.privacy.test_archive import archive_of
from troth.accounts.models import Person
from troth.meetings.models import Attendance, Meeting
from troth.privacy.audit import pseudonym, record
from troth.privacy.gathering import Gathering
from troth.privacy.graph import Rows, rows_of
from troth.privacy.plain import overview

pytestmark = pytest.mark.django_db


def told(roots: Rows) -> list[str]:
    """The sentences of the record on somebody's page, the newest first."""
    sections = [one for one in overview(roots, 50) if one.label == "privacy.AuditEntry"]
    return [dict(entry.lines)["What happened"] for section in sections for entry in section.entries]


@pytest.fixture
def written(alice: Person, bob: Person, carol: Person) -> None:
    scope = alice.membership.organization_id
    with transaction.atomic():
        for actor, object, role in ((alice, bob, "host"), (bob, alice, "admin"), (carol, carol, "owner")):
            record("member.role_changed", scope=scope, actor=actor, object=object, role=role, before="member")
        record("meeting.ended", scope=scope, actor=alice)


def test_each_gets_what_they_did_and_what_was_done_to_them(written: None, alice: Person, bob: Person) -> None:
    assert told(rows_of([bob])) == [
        "You gave somebody the role admin; it was member.",
        "Somebody gave you the role host; it was member.",
        "You opened an account.",
    ]
    assert told(rows_of([alice])) == [
        "You ended a meeting for all.",
        "Somebody gave you the role admin; it was member.",
        "You gave somebody the role host; it was member.",
        "You opened an account.",
    ]


def test_the_archive_has_the_entries_and_nobody_elses_mark(
    written: None, alice: Person, bob: Person, carol: Person
) -> None:
    files = archive_of(rows_of([bob]))
    tables = {one["table"]: one["rows"] for one in json.loads(files["data.json"])["tables"]}
    entries = [one["values"] for one in tables["privacy.AuditEntry"]]
    assert [one.get("actor", one.get("object")) for one in entries] == [pseudonym(bob)] * 3
    assert not {pseudonym(alice).encode(), pseudonym(carol).encode()} & set(files["data.json"].split(b'"'))
    assert b"Somebody gave you the role host" in files["index.html"]


def test_a_guest_gets_that_they_were_put_out(
    media: None, alice: Person, as_person: Callable[[Person], Client], make_meeting: Callable[..., Meeting]
) -> None:
    meeting = make_meeting(alice)
    host, gus = come(as_person(alice), meeting.code), come(Client(), meeting.code)
    assert host.call("POST", f"/participants/{gus.identity}/remove").status_code == 204
    guest = Attendance.objects.get(person=None)
    assert told(rows_of([guest])) == ["Somebody put you out of a meeting."]


def test_who_only_sees_a_row_is_not_told_what_was_done_with_it(
    media: None,
    alice: Person,
    bob: Person,
    make_meeting: Callable[..., Meeting],
) -> None:
    meeting = make_meeting(alice)
    come(Client(), meeting.code)
    guest = Attendance.objects.get()
    assert Attendance in Gathering(rows_of([alice])).keys
    with transaction.atomic():
        record("meeting.person_removed", scope=meeting.organization_id, actor=bob, object=guest)
    assert told(rows_of([bob]))[0] == "You put somebody out of a meeting."
    assert told(rows_of([guest])) == ["Somebody put you out of a meeting."]
    assert told(rows_of([alice])) == ["You opened an account."]
