"""What the probes of recordings find, and what they rightly let be."""

import os
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.recordings.films import recorded
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.privacy.holding import place_hold
from troth.privacy.promises import Look
from troth.privacy.retention import set_period
from troth.recordings.actions.trash import KEPT
from troth.recordings.models import Answer, Recording
from troth.recordings.probes import each_in_its_country, none_past_its_time, only_who_agreed
from troth.recordings.shelf import shelf_of

pytestmark = pytest.mark.django_db
LONG = timedelta(days=3)
"""Longer than a sweep may take to come."""


@pytest.fixture
def met(weekly: Meeting, alice: Person, bob: Person) -> Recording:
    return recorded(weekly, alice, bob, when=now() - timedelta(days=10))


@pytest.mark.parametrize("probe", [each_in_its_country, none_past_its_time, only_who_agreed])
def test_all_is_in_order_with_a_recording_and_with_none(
    probe: Callable[[], Look], weekly: Meeting, alice: Person
) -> None:
    assert probe().fault == ""
    recorded(weekly, alice, unrecorded=["Nina"])
    recorded(weekly, alice, region="US")
    assert probe().fault == ""
    assert probe().counted == 2


def test_sec_2_a_film_that_is_not_where_it_belongs_is_found(met: Recording) -> None:
    shelf_of("NL").remove(met.film)
    assert each_in_its_country().fault.startswith("1 films")
    shelf_of("US").put(met.film, b"film")
    assert each_in_its_country().fault.startswith("2 films")
    Recording.objects.update(region="SG")
    assert each_in_its_country().fault


def test_ret_5_what_was_forgotten_is_found(met: Recording, two_countries: Path) -> None:
    Recording.objects.update(trashed_at=now() - KEPT + timedelta(days=1))
    assert none_past_its_time().fault == ""
    Recording.objects.update(trashed_at=now() - KEPT - LONG)
    assert none_past_its_time().fault.startswith("1 recordings")
    Recording.objects.update(trashed_at=None)
    scope = str(met.session.meeting.organization_id)
    set_period(scope, "recording_days", 9)
    assert none_past_its_time().fault == "", "the sweep may be about to come"
    set_period(scope, "recording_days", 5)
    assert none_past_its_time().fault.startswith("1 recordings")
    left = two_countries / "US" / "recordings" / str(uuid.uuid4())
    left.mkdir(parents=True)
    assert none_past_its_time().fault.startswith("1 recordings"), "a deletion may be at it"
    os.utime(left, (0, 0))
    assert none_past_its_time().fault.startswith("2 recordings")


@pytest.mark.parametrize("what", ["meeting", "host", "participant"])
def test_ret_8_what_a_hold_keeps_is_no_fault(
    met: Recording, weekly: Meeting, alice: Person, bob: Person, what: str
) -> None:
    Recording.objects.update(trashed_at=now() - KEPT - LONG)
    set_period(str(weekly.organization_id), "recording_days", 1)
    assert none_past_its_time().fault
    held = {"meeting": weekly, "host": alice, "participant": bob}[what]
    place_hold(held, scope="", reason="a lawsuit", authority="a court", by=None, until=None)
    assert none_past_its_time().fault == ""


def test_use_11_col_2_whoever_is_in_a_film_without_a_yes_is_found(met: Recording, bob: Person) -> None:
    answer = Answer.objects.get(attendance__person=bob)
    Answer.objects.filter(id=answer.id).update(withdrawn_at=now())
    assert only_who_agreed().fault == "", "until then they were in it"
    Answer.objects.filter(id=answer.id).update(choice="unrecorded")
    assert only_who_agreed().fault.startswith("1 places")
    answer.delete()
    assert only_who_agreed().fault.startswith("1 places")
