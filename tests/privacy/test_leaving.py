"""A person leaves at once, may come back for fourteen days, and is gone for good then (RET-2, RET-8)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.apps import apps
from django.core import serializers
from django.db import transaction
from django.test import Client

from tests.gatherings import come
from troth.accounts.actions import change_picture
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.models import Attendance, Meeting, Message
from troth.organizations.models import ContactImport, Membership, Organization, Role
from troth.outreach.models import Letter
from troth.privacy import copies, ledger, places, sealing
from troth.privacy.deleting import erase_rows
from troth.privacy.exports import file_of, make_export, open_export
from troth.privacy.graph import rows_of
from troth.privacy.holding import release_hold
from troth.privacy.leaving import WINDOW, access_return, come_back, forget_again, lapse, leave, pick_up
from troth.privacy.models import Erasure, ErasureState, Export, Hold

pytestmark = pytest.mark.django_db(transaction=True)

# The engine's own records, and what is about nobody.
BESIDE = {
    "privacy.AuditChain",
    "privacy.AuditEntry",
    "privacy.Erasure",
    "privacy.Notice",
    "privacy.Hold",
    "contenttypes.ContentType",
    "auth.Permission",
}


def everything() -> dict[str, Any]:
    """Every row of every table, by label and key."""
    return {
        f"{row['model']}:{row['pk']}": row["fields"]
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in BESIDE
        for row in serializers.serialize("python", model._base_manager.all())
    }


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """Ledger and sealed files of this test alone."""
    settings.DATA = tmp_path


@pytest.fixture
def met(
    alice: Person,
    bob: Person,
    make_meeting: Callable[..., Meeting],
    as_person: Callable[[Person], Client],
    media: Any,
) -> Meeting:
    """Alice's meeting, in which she, Bob and a guest wrote something."""
    meeting = make_meeting(alice, title="About the merger", entry="everyone")
    visits = [
        come(as_person(alice), meeting.code, "Alice Adams"),
        come(as_person(bob), meeting.code, "Bob Brown"),
        come(Client(), meeting.code, "Gus Guest"),
    ]
    Attendance.objects.update(joined_at=now())
    for visit, text in zip(visits, ("alice-wrote-this", "bob-wrote-this", "gus-wrote-this"), strict=True):
        assert visit.say(text).status_code == 200
    change_picture(alice, b"alices-picture")
    return meeting


def test_what_is_hers_goes_and_what_is_others_stays(alice: Person, bob: Person, met: Meeting) -> None:
    before = everything()
    leave(rows_of([alice]), "person")
    after = everything()
    assert "alice" not in str(after).lower()
    assert set(Message.objects.values_list("text", flat=True)) == {"bob-wrote-this", "gus-wrote-this"}
    assert set(Attendance.objects.values_list("name", flat=True)) == {"Bob Brown", "Gus Guest"}
    met.refresh_from_db()
    assert (met.host, met.title, met.passcode) == (None, "", "")
    for name, fields in before.items():
        if any(word in str(fields) for word in ("Bob", "bob", "Gus", "gus")):
            assert after[name] == fields


def test_she_comes_back_as_she_was(alice: Person, met: Meeting) -> None:
    before = everything()
    sessions = {name for name in before if name.startswith("sessions.")}
    _, token = leave(rows_of([alice]), "person")
    assert not Person.objects.filter(pk=alice.pk).exists()
    assert sealing.folder().joinpath(f"{access_return(token).id}.sealed").exists()
    come_back(token)
    after = everything()
    # The meeting is still on: she comes to its door again.
    place = f"meetings.attendance:{Attendance.objects.get(person=alice).pk}"
    before[place] |= {"admission": "gone", "admitted_at": None}
    assert {n: f for n, f in after.items() if n not in sessions} == {
        n: f for n, f in before.items() if n not in sessions
    }
    assert places.read(f"pictures:{Person.objects.get(pk=alice.pk).picture}") == b"alices-picture"
    assert list(sealing.folder().glob("*")) == []
    assert ledger.people_to_forget() == {}
    with pytest.raises(Problem, match="does not work"):
        come_back(token)


def test_after_fourteen_days_there_is_no_way_back(alice: Person, met: Meeting) -> None:
    erasure, token = leave(rows_of([alice]), "person")
    assert lapse() == 0
    with time_machine.travel(now() + WINDOW + timedelta(seconds=1)):
        with pytest.raises(Problem):
            come_back(token)
        assert lapse() == 1
    assert list(sealing.folder().glob("*")) == []
    erasure.refresh_from_db()
    assert (erasure.state, erasure.settled, erasure.secret_digest) == (ErasureState.GONE, True, "")


def test_nobody_opens_the_sealed_file_without_the_link(alice: Person, met: Meeting) -> None:
    erasure, token = leave(rows_of([alice]), "person")
    sealed = (sealing.folder() / f"{erasure.id}.sealed").read_bytes()
    assert b"alice" not in sealed.lower()
    assert token not in str(Erasure.objects.values().get())
    with pytest.raises(sealing.NotThere):
        sealing.break_seal(erasure.id, token[:-1])


def test_the_clock_leaves_the_way_back_open(alice: Person) -> None:
    _, token = leave(rows_of([alice]), "person")
    with time_machine.travel(now() + timedelta(hours=2)):
        pick_up()
        come_back(token)
    assert Person.objects.filter(pk=alice.pk).exists()


def test_what_lost_its_ground_meanwhile_stays_away(alice: Person, met: Meeting) -> None:
    _, token = leave(rows_of([alice]), "person")
    with transaction.atomic():
        erase_rows(Meeting, {met.pk})
    come_back(token)
    assert Person.objects.filter(pk=alice.pk).exists()
    assert not Meeting.objects.exists()
    assert not Attendance.everything.exists()


def test_what_a_place_that_is_away_has_goes_when_it_answers(
    alice: Person, met: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_answer(name: str) -> None:
        raise places.Away

    with monkeypatch.context() as patched:
        away = replace(places._PLACES["pictures"], remove=no_answer)
        patched.setitem(places._PLACES, "pictures", away)
        leave(rows_of([alice]), "person")
    assert places.read(f"pictures:{alice.picture}") == b"alices-picture"
    pick_up()
    assert places.read(f"pictures:{alice.picture}") is None


STEPS = ["seal", "carry_out", "note", "remove", "scrub"]


class Killed(BaseException):
    """As if the process had been killed here."""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_anywhere_it_goes_on_or_never_was(
    alice: Person, met: Meeting, monkeypatch: pytest.MonkeyPatch, step: str, when: str
) -> None:
    from troth.privacy import leaving

    owner = {"seal": sealing, "carry_out": leaving, "note": ledger, "remove": places, "scrub": leaving}[step]
    real = getattr(owner, step)

    def die(*args: Any, **kwargs: Any) -> None:
        if when == "after":
            real(*args, **kwargs)
        raise Killed

    before = everything()
    with monkeypatch.context() as patched:
        patched.setattr(owner, step, die)
        with pytest.raises(Killed):
            leave(rows_of([alice]), "person")
    if step in {"seal", "carry_out"}:
        assert everything() == before
        with time_machine.travel(now() + timedelta(hours=2)):
            pick_up()
        assert list(sealing.folder().glob("*")) == []
    else:
        pick_up()
        pick_up()
        erasure = Erasure.objects.get()
        assert (erasure.settled, erasure.things) == (True, [])
        assert places.read(f"pictures:{alice.picture}") is None
        assert "alice" not in str(everything()).lower()


def put_back(backup: str) -> None:
    """Rows of a backup that was made before anybody left: it has nothing of that."""
    Erasure.objects.all().delete()
    for row in serializers.deserialize("json", backup):
        row.save()


def test_a_restored_backup_forgets_again(alice: Person, bob: Person, met: Meeting) -> None:
    backup = serializers.serialize("json", [*Person.objects.all(), *Membership.objects.all()])
    leave(rows_of([alice]), "person")
    put_back(backup)
    assert Person.objects.filter(pk=alice.pk).exists()
    assert forget_again() == 1
    assert set(Person.objects.values_list("name", flat=True)) == {"Bob Brown"}
    assert forget_again() == 0


def test_a_restored_backup_forgets_the_organization_that_went_along(carol: Person) -> None:
    backup = serializers.serialize("json", [carol.membership.organization])
    leave(rows_of([carol]), "person")
    put_back(backup)
    assert forget_again() == 1
    assert not Organization.objects.filter(name="Other Company").exists()


def test_RET_2_others_copies_that_tell_of_her_go_too(
    alice: Person, bob: Person, carol: Person, met: Meeting
) -> None:
    """What Bob took along before is his; what lies here of it would keep her words for a week."""
    ready, other, running = (open_export(one, "") for one in (bob, carol, bob))
    for export in (ready, other):
        make_export(export.id)
        assert file_of(export).exists()
    Export.objects.filter(id=running.id).update(state=Export.State.RUNNING, run="a", claimed_until=now())
    leave(rows_of([alice]), "person")
    assert not file_of(ready).exists()
    assert set(Export.objects.all()) == {other, running}
    assert file_of(other).exists()
    again = Export.objects.get(id=running.id)
    assert (again.state, again.run) == (Export.State.WAITING, "")
    make_export(running.id)
    with ZipFile(file_of(running)) as archive:
        assert b"alice-wrote-this" not in archive.read("data.json")


def test_RET_2_a_copy_that_tells_of_what_loses_her_words_goes_too(
    alice: Person,
    carol: Person,
    make_meeting: Callable[..., Meeting],
    as_person: Callable[[Person], Client],
    media: Any,
) -> None:
    meeting = make_meeting(alice, title="About the merger", entry="everyone")
    come(as_person(carol), meeting.code, "Carol Clark")
    Attendance.objects.update(joined_at=now())
    make_export(open_export(carol, "").id)
    leave(rows_of([alice]), "person")
    assert Meeting.objects.get().title == ""
    assert not Export.objects.exists()


def test_RET_2_a_copy_tells_of_a_row_wherever_it_is_cut(
    bob: Person, met: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = open_export(bob, "")
    make_export(export.id)
    keys = set(copies._read_keys(file_of(export)))
    assert str(met.pk).encode() in keys
    monkeypatch.setattr(copies, "PIECE", 50)
    assert set(copies._read_keys(file_of(export))) == keys


def test_RET_2_a_letter_on_its_way_that_names_her_does_not_leave(alice: Person) -> None:
    def letter(text: str) -> Letter:
        return Letter.objects.create(recipient="gil@gone.example", subject="Hello", text=text)

    for text in ("Alice Adams invites you.", "Write to alice@demo.example!"):
        letter(text)
    kept = [
        letter(text) for text in ("Alice Adamson invites you.", "malice@demo.example", "Nobody is named.")
    ]
    _erasure, token = leave(rows_of([alice]), "person")
    assert set(Letter.objects.all()) == set(kept)
    come_back(token)
    assert Letter.objects.count() == 5


def test_RET_2_a_file_of_contacts_that_has_her_address_goes_too(alice: Person) -> None:
    def upload(text: str, encoding: str) -> ContactImport:
        return ContactImport.objects.create(content=text.encode(encoding), source={})

    upload("email\nAlice@Demo.example\n", "utf-8")
    upload("email\nalice@demo.example\n", "utf-16")
    other = upload("email\nzoe@demo.example\n", "utf-8")
    leave(rows_of([alice]), "person", window=timedelta())
    assert list(ContactImport.objects.all()) == [other]


def test_a_sole_owner_hands_over_first(owner: Person, bob: Person) -> None:
    with pytest.raises(Problem, match="needs an owner"):
        leave(rows_of([owner]), "person")
    Membership.objects.filter(person=bob).update(role=Role.OWNER)
    leave(rows_of([owner]), "person")
    assert Organization.objects.count() == 1


def test_who_is_alone_takes_the_organization_along(carol: Person, bob: Person) -> None:
    _, token = leave(rows_of([carol]), "person")
    assert list(Organization.objects.values_list("name", flat=True)) == ["Demo Company"]
    come_back(token)
    assert Membership.objects.get(person=carol).organization.name == "Other Company"


def test_somebody_new_with_the_address_is_somebody_new(alice: Person, met: Meeting) -> None:
    _, token = leave(rows_of([alice]), "person")
    new = Person.objects.create_user("alice@demo.example", name="Alice Again")
    with pytest.raises(Problem, match="new account"):
        come_back(token)
    assert forget_again() == 0
    assert Person.objects.filter(pk=new.pk).exists()


def test_a_hold_keeps_what_it_holds_and_its_release_goes_on(alice: Person, bob: Person, met: Meeting) -> None:
    hold = Hold.objects.create(
        target="meetings.Meeting", key=str(met.pk), reason="Dispute", authority="Court", placed_at=now()
    )
    erasure, _ = leave(rows_of([alice]), "operator", window=timedelta())
    assert erasure.held > 0
    assert Message.objects.filter(text="alice-wrote-this").exists()
    kept = Person.objects.get(pk=alice.pk)
    assert not kept.is_active
    assert not Membership.objects.filter(person=alice).exists()
    Hold.objects.filter(pk=hold.pk).update(released_at=now())
    pick_up()
    assert "alice" not in str(everything()).lower()
    erasure.refresh_from_db()
    assert erasure.held == 0


def test_within_the_days_to_come_back_a_release_takes_nothing_more(
    alice: Person, bob: Person, met: Meeting
) -> None:
    Hold.objects.create(
        target="meetings.Meeting", key=str(met.pk), reason="Dispute", authority="Court", placed_at=now()
    )
    _, token = leave(rows_of([alice]), "person")
    Hold.objects.update(released_at=now())
    pick_up()
    come_back(token)
    assert Message.objects.filter(text="alice-wrote-this", author__person=alice).exists()


def test_a_hold_that_is_over_says_nothing_of_who_is_gone(alice: Person) -> None:
    over = Hold.objects.create(
        target="accounts.Person",
        key=str(alice.pk),
        reason="Alice's dispute",
        placed_at=now(),
        released_at=now(),
    )
    leave(rows_of([alice]), "person")
    over.refresh_from_db()
    assert (over.key, over.reason) == ("", "")


@pytest.mark.parametrize("released", ["before", "after"])
def test_RET_8_who_was_away_when_the_backup_was_made_still_comes_back(
    alice: Person, met: Meeting, released: str
) -> None:
    """What a hold kept of her meanwhile is no sign that the backup is older than her leaving."""
    hold = Hold.objects.create(
        target="meetings.Meeting", key=str(met.pk), reason="Dispute", authority="Court", placed_at=now()
    )
    _, token = leave(rows_of([alice]), "person")
    if released == "before":
        release_hold(hold, None)
    assert forget_again() == 0
    pick_up()
    come_back(token)
    if released == "after":
        release_hold(hold, None)
    pick_up()
    assert Membership.objects.get(person=alice).role == Role.HOST
    assert Message.objects.filter(author__person=alice).exists()
