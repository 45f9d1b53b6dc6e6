"""Whoever is erased is named in no recording any more; what nobody else is in goes, with its files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.recordings.films import bring, files, film_of, recorded
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.access import ticket_of
from troth.meetings.models import Attendance, Meeting
from troth.privacy.gathering import gather
from troth.privacy.graph import rows_of
from troth.privacy.leaving import leave
from troth.recordings.actions import film
from troth.recordings.actions.film import make_film
from troth.recordings.models import Answer, How, Look, Recording, State, Tile

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """A ledger of this test alone."""
    settings.DATA = tmp_path


@pytest.fixture
def met(weekly: Meeting, bob: Person) -> Recording:
    """Bob had it recorded and agreed, Gus did too; Alice hosts the meeting and was not there."""
    recording = recorded(weekly, bob, "Gus Guest", unrecorded=["Nina Novak"])
    Look.objects.create(recording=recording, person=bob, how=How.SEEN, at=now())
    Look.objects.create(recording=recording, how=How.SEEN, at=now())
    return recording


def test_ret_2_who_was_in_it_is_gone_at_once_and_the_film_stays_for_others(
    met: Recording, bob: Person, two_countries: Path
) -> None:
    leave(rows_of([bob]), "person")
    assert set(Answer.everything.values_list("attendance__name", flat=True)) == {"Gus Guest", "Nina Novak"}
    # Where somebody stands stays, and nobody knows who: their organization decides about it.
    assert set(Tile.everything.values_list("attendance__name", flat=True)) == {"Gus Guest", None}
    assert list(Look.everything.values_list("person", flat=True)) == [None]
    recording = Recording.objects.get()
    assert (recording.started_by, recording.film) == (None, met.film)
    assert files(two_countries) == {"film.webm", "poster.jpg"}


def test_ret_2_the_last_who_agreed_takes_film_and_files_along(
    met: Recording, bob: Person, two_countries: Path
) -> None:
    leave(rows_of([bob]), "person")
    gus = Attendance.objects.get(name="Gus Guest")
    answer = Client().post("/your-data/erase/meeting/", {"ticket": ticket_of(gus), "sure": "yes"})
    assert answer.status_code == 200
    assert not any(model.everything.exists() for model in (Recording, Answer, Tile, Look))
    assert files(two_countries) == set()
    assert list(Attendance.objects.values_list("name", flat=True)) == ["Nina Novak"]


def test_who_stayed_unrecorded_keeps_no_film_and_loses_none(
    met: Recording, weekly: Meeting, two_countries: Path
) -> None:
    leave(rows_of([Attendance.objects.get(name="Nina Novak")]), "person")
    assert set(Answer.everything.values_list("attendance__name", flat=True)) == {"Bob Brown", "Gus Guest"}
    assert Recording.objects.exists()


def test_the_host_who_was_not_in_it_takes_nothing_along(
    met: Recording, alice: Person, admin: Person, as_person: As
) -> None:
    leave(rows_of([alice]), "person")
    assert Recording.objects.get() == met
    assert as_person(admin).get(f"/recordings/{met.id}/").status_code == 200
    assert b"".join(as_person(admin).get(f"/recordings/{met.id}/film"))


def test_who_is_erased_while_the_film_is_made_comes_back_in_none(
    weekly: Meeting, bob: Person, two_countries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = recorded(weekly, bob)
    bring(recording.parts.get(), film_of())
    Recording.objects.update(state=State.MAKING)
    real = film._close

    def erased_meanwhile(*args: Any) -> None:
        leave(rows_of([bob]), "person")
        late = two_countries / "NL" / recording.folder / "film.webm"
        late.parent.mkdir()
        late.write_bytes(b"a film of nobody")
        real(*args)

    monkeypatch.setattr(film, "_close", erased_meanwhile)
    make_film(recording.id)
    assert not Recording.everything.exists()
    assert files(two_countries) == set()


def test_ret_2_a_person_gets_what_recordings_know_of_them(met: Recording, bob: Person) -> None:
    """COL-2: what came of their use of the service."""
    found: dict[str, list[Any]] = {}
    for row in gather(rows_of([bob])):
        found.setdefault(row.model._meta.label, []).append(row)
    for label in ("recordings.Answer", "recordings.Tile", "recordings.Look", "recordings.Recording"):
        assert len(found[label]) == 1, label
    assert found["recordings.Answer"][0].values["choice"] == "agreed"
    assert "Gus" not in json.dumps([row.values for rows in found.values() for row in rows], default=str)


def test_ret_2_your_data_shows_them_in_words(met: Recording, bob: Person, as_person: As) -> None:
    page = as_person(bob).get("/your-data/").text
    for words in ("What you answered to being recorded", "Agreed to be recorded", "What you were asked"):
        assert words in page
    for words in (
        "Where you stand in recordings",
        "Recordings that you looked at",
        "Looked at",
        "Watch them",
    ):
        assert words in page
