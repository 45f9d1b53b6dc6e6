"""Deleting recordings: into the trash, out of it, for good, and by the clock; the files go along."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.recordings.films import bring, files, film_of, recorded
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Attendance, Meeting
from troth.organizations.models import Organization
from troth.privacy import beside, places
from troth.privacy.audit import pseudonym
from troth.privacy.holding import place_hold, release_hold
from troth.privacy.leaving import pick_up
from troth.privacy.models import AuditEntry, Erasure
from troth.privacy.retention import set_period, sweep
from troth.recordings.actions.trash import KEPT, empty_trash
from troth.recordings.models import Answer, How, Look, Recording, State, Tile

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """A ledger of this test alone."""
    settings.DATA = tmp_path


@pytest.fixture
def met(weekly: Meeting, alice: Person, bob: Person) -> Recording:
    recording = recorded(weekly, alice, bob, when=now() - timedelta(days=10))
    # What a worker that was killed left of the chunks goes too.
    bring(recording.parts.get(), film_of())
    return recording


def post(client: Client, recording: Recording, what: str) -> Any:
    return client.post(f"/recordings/{recording.id}/{what}/")


def hold(target: Any) -> Any:
    return place_hold(target, scope="", reason="a lawsuit", authority="a court", by=None, until=None)


def done(scope: object) -> list[str]:
    return list(
        AuditEntry.objects.filter(scope=str(scope)).order_by("number").values_list("action", flat=True)
    )


def test_what_is_thrown_away_is_for_who_leads_alone_and_comes_back(
    met: Recording, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    host, member = as_person(alice), as_person(bob)
    Recording.objects.update(link_digest="1" * 64, link_passcode="1234", link_until=now() + KEPT)
    assert "into the trash?" in host.get(f"/recordings/{met.id}/trash/").text
    assert post(host, met, "trash")["Location"] == "/recordings/"
    met.refresh_from_db()
    assert (met.link_digest, met.link_passcode, met.link_until) == ("", "", None)
    for what in ("", "film", "poster"):
        assert member.get(f"/recordings/{met.id}/{what}").status_code == 404
    assert str(met.id) not in host.get("/recordings/").text
    for person in (alice, admin):
        trash = as_person(person).get("/recordings/?show=trash").text
        assert str(met.id) in trash
        assert f"{met.trashed_at + KEPT:%-d %B %Y}" in trash
    assert "in the trash" in host.get(f"/recordings/{met.id}/").text
    assert "trash is empty" in member.get("/recordings/?show=trash").text
    assert post(member, met, "put-back").status_code == 404
    assert post(host, met, "put-back").status_code == 302
    assert str(met.id) in member.get("/recordings/").text
    assert done(alice.membership.organization_id) == ["recording.trashed", "recording.put_back"]
    assert AuditEntry.objects.get(action="recording.trashed").object == pseudonym(met)


def test_deleting_for_good_asks_first_and_leaves_no_byte(
    met: Recording, alice: Person, bob: Person, as_person: As, two_countries: Path
) -> None:
    client = as_person(alice)
    assert post(client, met, "delete").status_code == 409
    assert {"film.webm", "poster.jpg", "000001"} <= files(two_countries)
    post(client, met, "trash")
    assert "for good?" in client.get(f"/recordings/{met.id}/delete/").text
    assert post(client, met, "delete").status_code == 302
    assert files(two_countries) == set()
    assert not any(model.objects.exists() for model in (Recording, Answer, Tile, Look))
    assert Attendance.objects.count() == 2
    assert done(alice.membership.organization_id)[-1] == "recording.deleted"


def test_what_is_being_made_is_not_thrown_away(weekly: Meeting, alice: Person, as_person: As) -> None:
    recording = recorded(weekly, alice, state=State.MAKING)
    answer = post(as_person(alice), recording, "trash")
    assert (answer.status_code, "still being made" in answer.text) == (409, True)


@pytest.mark.parametrize("what", ["meeting", "host", "participant", "organization", "recording"])
def test_RET_8_a_hold_keeps_the_recording_and_its_files(
    met: Recording,
    weekly: Meeting,
    alice: Person,
    bob: Person,
    demo: Organization,
    as_person: As,
    two_countries: Path,
    what: str,
) -> None:
    """Against who deletes it, the trash that is emptied, and the sweep."""
    held = {"meeting": weekly, "host": alice, "participant": bob, "organization": demo, "recording": met}
    client, placed = as_person(alice), hold(held[what])
    post(client, met, "trash")
    answer = post(client, met, "delete")
    assert (answer.status_code, "legal hold" in answer.text) == (409, True)
    set_period(str(demo.pk), "recording_days", 1)
    set_period(str(demo.pk), "meeting_days", 1)
    before = files(two_countries)
    with time_machine.travel(now() + KEPT + timedelta(days=1)):
        empty_trash()
        sweep()
        assert Recording.everything.filter(id=met.id).exists()
        assert files(two_countries) == before
        release_hold(placed, None)
        empty_trash()
    assert not Recording.everything.exists()
    assert files(two_countries) == set()


def test_RET_5_the_trash_is_emptied_after_thirty_days(
    met: Recording, alice: Person, as_person: As, two_countries: Path
) -> None:
    post(as_person(alice), met, "trash")
    with time_machine.travel(now() + KEPT - timedelta(minutes=1)):
        empty_trash()
        assert Recording.objects.exists()
    with time_machine.travel(now() + KEPT + timedelta(minutes=1)):
        empty_trash()
        empty_trash()
    assert files(two_countries) == set()
    assert done(alice.membership.organization_id)[-1] == "recording.expired"
    assert done(alice.membership.organization_id).count("recording.expired") == 1


def test_what_is_put_back_while_the_trash_is_emptied_stays(
    met: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    Recording.objects.update(trashed_at=now() - KEPT - timedelta(days=1))
    real = Recording.everything.select_for_update

    def put_back_first(*args: Any, **kwargs: Any) -> Any:
        Recording.everything.update(trashed_at=None)
        return real(*args, **kwargs)

    monkeypatch.setattr(Recording.everything, "select_for_update", put_back_first)
    empty_trash()
    assert Recording.objects.exists()


def test_RET_5_a_recording_past_its_period_goes_with_its_files(
    met: Recording, weekly: Meeting, alice: Person, bob: Person, two_countries: Path
) -> None:
    young = recorded(weekly, alice, bob, when=now() - timedelta(days=2))
    Look.objects.create(recording=met, person=bob, how=How.SEEN, at=now())
    set_period(str(weekly.organization_id), "recording_days", 5)
    run = sweep()
    assert run.counts["recordings.Recording"] == 1
    assert run.counts["recordings.Answer"] == run.counts["recordings.Tile"] == 2
    assert list(Recording.everything.all()) == [young]
    assert [one.name for one in (two_countries / "NL" / "recordings").iterdir()] == [str(young.id)]
    assert Attendance.objects.count() == 4
    assert Erasure.objects.get().things == [f"recordings:NL/{met.folder}"]
    assert pick_up() == 1
    assert not Erasure.objects.exists()


def test_RET_5_a_sweep_that_is_killed_leaves_no_film(
    met: Recording, weekly: Meeting, two_countries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows first, in a transaction that remembers the files; then these, by whoever comes next."""
    set_period(str(weekly.organization_id), "recording_days", 5)
    with monkeypatch.context() as killed:
        killed.setattr(beside, "_finish", lambda *_: None)
        sweep()
    assert not Recording.everything.exists()
    assert "film.webm" in files(two_countries)
    assert pick_up() == 1
    assert files(two_countries) == set()


def test_RET_5_a_sweep_that_is_undone_leaves_the_film(
    met: Recording, weekly: Meeting, two_countries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_period(str(weekly.organization_id), "recording_days", 5)

    class Killed(Exception):
        pass

    def die(*_: object) -> None:
        raise Killed

    before = files(two_countries)
    with monkeypatch.context() as killed:
        killed.setattr("troth.privacy.retention._note", die)
        with pytest.raises(Killed):
            sweep()
    assert Recording.everything.exists()
    assert not Erasure.objects.exists()
    assert files(two_countries) == before


def test_what_lies_beside_a_session_that_a_recording_needs_stays(met: Recording, weekly: Meeting) -> None:
    """RET-4: the meeting's record can't be read any more, and its row waits for the recording's."""
    set_period(str(weekly.organization_id), "meeting_days", 5)
    sweep()
    assert weekly.sessions.count() == 0
    assert Recording.objects.get().session.meeting == weekly


def test_a_deleted_meeting_takes_its_films_along(
    met: Recording, weekly: Meeting, alice: Person, as_person: As, two_countries: Path
) -> None:
    assert as_person(alice).post(f"/meetings/{weekly.id}/delete/").status_code == 302
    assert not Recording.everything.exists()
    assert files(two_countries) == set()


def test_a_place_is_asked_before_its_rows_go(
    met: Recording, weekly: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    removed: list[str] = []
    monkeypatch.setattr(places, "remove", removed.extend)
    set_period(str(weekly.organization_id), "recording_days", 5)
    sweep()
    assert removed == [f"recordings:NL/{met.folder}"]
