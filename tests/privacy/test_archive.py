"""The archive: all that is somebody's, nothing of anybody else's, in the shape that is documented."""

import io
import json
import secrets
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import CharField, Model, TextField
from django.test import Client
from django.utils import timezone

from tests.gatherings import come
from tests.privacy.json_schema import faults
from troth.accounts.models import Person
from troth.accounts.pictures import FOLDER
from troth.meetings.models import Attendance, Invitee, Meeting
from troth.organizations.models import Invitation
from troth.privacy.archive import SCHEMA, write_archive
from troth.privacy.gathering import Gathering, secrets_of
from troth.privacy.graph import Rows, rows_of
from troth.privacy.models import Export, Proof
from troth.privacy.people import people_at

Make = Callable[..., Meeting]
As = Callable[[Person], Client]
pytestmark = pytest.mark.django_db

SHARED = {("meetings.Message", "text"), ("meetings.Meeting", "title"), ("meetings.Meeting", "code")}
"""What people of one meeting show each other."""
SENT = {("meetings.Invitee", "email"), ("organizations.Invitation", "email")}
"""What who invites somebody typed, and may see."""
OVERWRITTEN = {("accounts.Person", "picture")}
"""Marked, and then given the name of a real file."""
WITHHELD = {("meetings.Meeting", "passcode")}
"""Not given to who took part; alice and carol did, in meetings of their own."""
WRITTEN_BY_HOSTS = {("meetings.Attendance", "told")}
"""What a host said to somebody at the door."""
TOGETHER = ({"alice", "bob", "gus"}, {"carol", "gina"})
INVITED = ({"alice", "ines, by alice"}, {"carol", "ines, by carol"})


def archive_of(roots: Rows) -> dict[str, bytes]:
    """The files of an archive, by name."""
    out = io.BytesIO()
    write_archive(roots, out)
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@dataclass
class Marks:
    """Words that stand in one place each: in every text about every person."""

    places: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def new(self, whose: str, label: str, name: str) -> str:
        word = f"q{secrets.token_hex(4)}z"
        self.places[word] = (whose, label, name)
        return word

    def put(self, whose: str, roots: Rows) -> None:
        """Marks all that is somebody's own; a row that is marked already is somebody else's as well."""
        found = Gathering(roots)
        for model in found.keys:
            for key in found.owned(model):
                row = model._base_manager.get(pk=key)
                self._mark(whose, row, found.house.declared[model].personal)

    def _mark(self, whose: str, row: Model, names: Any) -> None:
        for one in row._meta.concrete_fields:
            value = getattr(row, one.attname)
            if one.name not in names or one.choices or not isinstance(one, CharField | TextField):
                continue
            if any(word in str(value) for word in self.places):
                continue
            word = self.new(whose, row._meta.label, one.name)
            setattr(
                row, one.attname, f"{word}@{word}.example" if "email" in names[one.name].category else word
            )
        row.save()

    def found_in(self, files: dict[str, bytes]) -> set[tuple[str, str, str]]:
        whole = b"\n".join([*(name.encode() for name in files), *files.values()]).decode(errors="replace")
        return {place for word, place in self.places.items() if word in whole}


@dataclass
class Crowd:
    """People, what is marked, and who is who."""

    marks: Marks
    roots: dict[str, Rows]


@pytest.fixture
def crowd(media: None, alice: Person, bob: Person, carol: Person, as_person: As, make_meeting: Make) -> Crowd:
    """Alice hosts Bob and Gus, who has no account; Carol hosts Gina; Ines is invited everywhere."""
    guests = {}
    for host, people in ((alice, {"gus": "Gus Guest"}), (carol, {"gina": "Gina Guest"})):
        meeting = make_meeting(host, title=f"Of {host.name}", passcode="")
        visits = [come(as_person(host), meeting.code)]
        if host is alice:
            visits.append(come(as_person(bob), meeting.code))
        for key, name in people.items():
            visits.append(come(Client(), meeting.code, name))
            guests[key] = Attendance.objects.get(name=name)
        for visit in visits:
            assert visit.say("A line").status_code == 200
        for visit in visits:
            visit.call("PUT", "/attendance/feedback", {"stars": 4, "comment": "Good"})
        Attendance.objects.filter(session__meeting=meeting).update(joined_at=timezone.now())
        Invitee.objects.create(
            meeting=meeting, email="ines@x.example", invited_by=host, secret_digest=secrets.token_hex(8)
        )
        Invitation.objects.create(
            organization=host.membership.organization,
            email="ines@x.example",
            invited_by=host,
            secret_digest=secrets.token_hex(8),
            expires_at=timezone.now(),
        )
    for somebody in (alice, bob, carol):
        Export.objects.create(
            person=somebody, address=somebody.email, asked_at=timezone.now(), name=secrets.token_hex(8)
        )
    Proof.objects.create(address="ines@x.example", asked_at=timezone.now())
    marks = Marks()
    roots = {
        "alice": rows_of([alice]),
        "bob": rows_of([bob]),
        "carol": rows_of([carol]),
        "gus": rows_of([guests["gus"]]),
        "gina": rows_of([guests["gina"]]),
        "ines": rows_of(people_at("INES@x.example")),
    }
    for name, rows in roots.items():
        if name != "ines":
            marks.put(name, rows)
    for row in people_at("ines@x.example"):
        by = getattr(row, "invited_by", None)
        marks.put(f"ines, by {'alice' if by == alice else 'carol'}" if by else "ines", rows_of([row]))
    for name in ("alice", "bob", "carol"):
        [key] = roots[name][Person]
        word = marks.new(name, "accounts.Person", "the picture itself")
        default_storage.save(f"{FOLDER}/{word}.webp", ContentFile(word.encode()))
        Person.objects.filter(pk=key).update(picture=f"{word}.webp")
    return Crowd(marks, roots)


def test_nothing_of_anybody_else_is_in_an_archive(crowd: Crowd) -> None:
    """SHR-2: people of one meeting see what they showed each other there, and nothing else."""
    for name, roots in crowd.roots.items():
        for whose, *place in crowd.marks.found_in(archive_of(roots)):
            hosts = name in ("alice", "carol")
            shared = SHARED | WRITTEN_BY_HOSTS if hosts else SHARED
            met = any({name, whose} <= group for group in TOGETHER) and tuple(place) in shared
            asked = any({name, whose} <= group for group in INVITED) and tuple(place) in SENT
            assert whose.partition(",")[0] == name or met or asked, (name, whose, place)


def test_all_that_is_somebody_s_is_in_their_archive_but_for_secrets(crowd: Crowd) -> None:
    """RET-2: every text in every table that is theirs, and their picture."""
    for name, roots in crowd.roots.items():
        found = Gathering(roots)
        hidden = {
            (model._meta.label, secret)
            for model in found.keys
            for secret in secrets_of(found.house.declared[model])
        }
        mine = {place for place in crowd.marks.places.values() if place[0].partition(",")[0] == name}
        given = mine & crowd.marks.found_in(archive_of(roots))
        missing = {place[1:] for place in mine - given}
        assert missing <= hidden | OVERWRITTEN | WITHHELD, name
        assert not {place[1:] for place in given} & hidden, name


def test_an_archive_has_the_shape_that_its_schema_says(crowd: Crowd) -> None:
    schema = json.loads(SCHEMA.read_text())
    for roots in crowd.roots.values():
        files = archive_of(roots)
        assert json.loads(files["schema.json"]) == schema
        data = json.loads(files["data.json"])
        assert not list(faults(data, schema))
        assert {one["path"] for one in data["files"]} == set(files) - {
            "data.json",
            "schema.json",
            "index.html",
        }
    data["tables"][0]["surprise"] = 1
    assert list(faults(data, schema)) == ["$.tables[0].surprise is not foreseen"]


def test_each_value_says_where_it_came_from_and_until_when_it_stays(crowd: Crowd) -> None:
    """COL-3"""
    data = json.loads(archive_of(crowd.roots["ines"])["data.json"])
    tables = {table["table"]: table for table in data["tables"]}
    [email] = [one for one in tables["meetings.Invitee"]["fields"] if one["field"] == "email"]
    assert (email["source"], email["seen_by"]) == ("colleague", ["host"])
    for table in data["tables"]:
        described = {one["field"] for one in table["fields"]}
        for row in table["rows"]:
            assert not set(row["values"]) & set(table["not_given"])
            assert described >= set(row["values"]) & described
    assert all(row["until"] for row in tables["meetings.Invitee"]["rows"])


def test_the_index_needs_nothing_and_does_nothing(alice: Person) -> None:
    alice.name = "<script>alert(1)</script>"
    alice.save()
    page = archive_of(rows_of([alice]))["index.html"].decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert "http-equiv" in page
    assert 'src="' not in page


def test_a_picture_whose_file_is_gone_is_left_out(alice: Person) -> None:
    alice.picture = "gone.webp"
    alice.save()
    assert not [name for name in archive_of(rows_of([alice])) if name.startswith("files/")]
