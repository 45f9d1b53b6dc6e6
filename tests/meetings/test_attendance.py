"""Attendance is right whatever the media server says, how often, and in which order."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Media
from tests.gatherings import Visit, age, come
from troth.accounts.models import Person
from troth.media import rooms
from troth.meetings.actions import attendance as keeping
from troth.meetings.models import Attendance, HowLeft, Meeting, Presence, Session
from troth.meetings.queries import attendees

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


@pytest.fixture
def guest(media: Media, alice: Person, make_meeting: Make) -> Visit:
    return come(Client(), make_meeting(alice).code)


def the_one() -> Attendance:
    return Attendance.objects.get()


def joined(visit: Visit, stay: str, at: datetime) -> bool:
    return keeping.note_joined(Session.objects.get().room, visit.identity, stay, at)


def left(visit: Visit, stay: str, joined_at: datetime, at: datetime, how: HowLeft = HowLeft.LEFT) -> None:
    keeping.note_left(Session.objects.get().room, visit.identity, stay, joined_at, at, how)


def test_any_order_and_number_of_messages_gives_the_same(guest: Visit) -> None:
    start = timezone.now()
    ten, twenty, fifty = (start + timedelta(seconds=s) for s in (10, 20, 50))
    messages = [
        lambda: joined(guest, "PA_1", start),
        lambda: left(guest, "PA_1", start, ten, HowLeft.LOST),
        lambda: joined(guest, "PA_2", twenty),
        lambda: left(guest, "PA_2", twenty, fifty),
    ]
    for order in itertools.permutations(messages + messages[1:3]):
        for message in order:
            message()
        one = the_one()
        assert (one.joined_at, one.left_at, one.how_left) == (start, fifty, "left")
        # A join that came after the next one was seen was closed at its last sign of life.
        assert one.seconds == 40
        assert Presence.objects.count() == 2
        Presence.objects.all().delete()


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 200)), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_overlaps_count_once(guest: Visit, stays: list[tuple[int, int]]) -> None:
    Presence.objects.all().delete()
    start = timezone.now()
    covered: set[int] = set()
    for number, (at, length) in enumerate(stays):
        covered |= set(range(at, at + length))
        came, went = start + timedelta(seconds=at), start + timedelta(seconds=at + length)
        left(guest, f"PA_{number}", came, went)
        left(guest, f"PA_{number}", came, went)
    assert the_one().seconds == len(covered)


def test_the_reconciler_finds_who_vanished_without_a_word(guest: Visit) -> None:
    """The room is there and empty: the webhook of the leave never came."""
    came = timezone.now()
    joined(guest, "PA_1", came)
    age(timedelta(seconds=30))
    keeping.reconcile()
    assert the_one().how_left == "lost"
    assert Session.objects.get().ended_at is None
    age(timedelta(minutes=5))
    keeping.reconcile()
    assert Session.objects.get().ended_at is not None


def test_who_asks_for_a_way_back_was_there_until_then(guest: Visit, still: None) -> None:
    """The media server died right after its last sign of life; the client noticed at once."""
    joined(guest, "PA_1", timezone.now())
    age(timedelta(seconds=30))
    assert guest.call("POST", "/attendance/token").status_code == 200
    age(timedelta(seconds=20))
    keeping.reconcile()
    assert the_one().how_left == "lost"
    assert the_one().seconds == 30


def test_how_it_ended_is_how_the_last_stay_ended(guest: Visit) -> None:
    """The old connection was heard of last, after the new one had begun and, to the second, ended."""
    came = timezone.now()
    joined(guest, "PA_1", came)
    Presence.objects.update(seen_at=came + timedelta(seconds=9))
    joined(guest, "PA_2", came + timedelta(seconds=8))
    left(guest, "PA_2", came + timedelta(seconds=8), came + timedelta(seconds=8))
    one = the_one()
    assert (one.how_left, one.left_at, one.seconds) == ("left", came + timedelta(seconds=8), 8)


def test_a_late_message_beats_the_reconcilers_guess(guest: Visit) -> None:
    came = timezone.now()
    joined(guest, "PA_1", came)
    with time_machine.travel(came + timedelta(seconds=30)):
        keeping.reconcile()
    left(guest, "PA_1", came, came + timedelta(seconds=25))
    assert (the_one().how_left, the_one().seconds) == ("left", 25)


def test_the_room_is_made_again_for_people_a_restarted_server_lost(media: Media, guest: Visit) -> None:
    came = timezone.now()
    joined(guest, "PA_1", came)
    media.kill()
    media.start()
    assert not rooms.rooms()
    with time_machine.travel(came + timedelta(seconds=10)):
        keeping.reconcile()
    assert rooms.rooms() == {Session.objects.get().room}
    with time_machine.travel(came + timedelta(seconds=12)):
        assert joined(guest, "PA_2", came + timedelta(seconds=12))
        left(guest, "PA_2", came + timedelta(seconds=12), came + timedelta(seconds=20))
    assert Presence.objects.count() == 2
    assert the_one().left_at == came + timedelta(seconds=20)


def test_a_server_that_is_away_tells_nothing(guest: Visit, settings: object) -> None:
    from troth.meetings.tasks import reconcile

    joined(guest, "PA_1", timezone.now())
    settings.MEDIA_API_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    reconcile()
    assert the_one().left_at is None


def test_a_room_that_nobody_should_have_is_deleted(guest: Visit) -> None:
    room = Session.objects.get().room
    Session.objects.update(ended_at=timezone.now())
    rooms.make_room("somebody-elses", 5)
    keeping.reconcile()
    assert rooms.rooms() == {"somebody-elses"}
    assert room not in rooms.rooms()


def test_who_may_not_be_there_is_not_taken_in(guest: Visit) -> None:
    assert joined(guest, "PA_1", timezone.now())
    guest.call("POST", "/attendance/leave")
    assert not joined(guest, "PA_2", timezone.now())
    assert not keeping.note_joined(Session.objects.get().room, "unknown", "PA_3", timezone.now())
    assert not keeping.note_joined("not-one-of-ours", guest.identity, "PA_4", timezone.now())


def test_one_person_on_two_devices_is_one_line(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    laptop, phone = come(as_person(alice), meeting.code), come(as_person(alice), meeting.code)
    start = timezone.now()
    left(laptop, "PA_1", start, start + timedelta(seconds=60))
    left(phone, "PA_2", start + timedelta(seconds=30), start + timedelta(seconds=90))
    (line,) = attendees(Session.objects.get())
    assert (line.seconds, line.times) == (90, 2)
