"""What is past its period is out of sight at once (RET-4, RET-5)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.privacy.past import START, attends, held, meeting_of, writes
from troth.accounts.models import Person
from troth.meetings.models import Attendance, Feedback, Invitee, Meeting, Message, Presence, Session
from troth.outreach.models import Letter
from troth.privacy import Keep
from troth.privacy.expiry import Unexpired
from troth.privacy.models import Period
from troth.privacy.retention import set_period

YEAR = timedelta(days=365)
AsPerson = Callable[[Person], Client]
TABLES = (Session, Attendance, Presence, Message, Feedback)


def _seen() -> list[int]:
    return [model.objects.count() for model in TABLES]  # type: ignore[attr-defined]


@pytest.fixture
def session(alice: Person) -> Session:
    """A session that ended at half past nine, with all that can hang on it."""
    session = held(meeting_of(alice, alice.membership.organization), START)
    for number in range(2):
        row = attends(session)
        writes(row, number)
        Feedback.everything.create(attendance=row, stars=5)
    return session


def _at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def test_RET_5_a_row_is_out_of_sight_the_moment_its_time_is_over(session: Session) -> None:
    assert session.ended_at is not None
    with _at(session.ended_at + YEAR - timedelta(microseconds=1)):
        assert _seen() == [1, 2, 2, 2, 2]
    with _at(session.ended_at + YEAR):
        assert _seen() == [0, 0, 0, 0, 0]
        assert [model.everything.count() for model in TABLES] == [1, 2, 2, 2, 2]  # type: ignore[attr-defined]
        assert session.attendances.count() == 0


@pytest.mark.parametrize("fraction", [0, 1, 999_999])
def test_RET_5_the_moment_is_exact_whatever_its_fraction(session: Session, fraction: int) -> None:
    ended = START.replace(microsecond=fraction)
    Session.everything.update(ended_at=ended)
    for rule in (365, 20):
        set_period(str(session.meeting.organization_id), "meeting_days", rule)
        with _at(ended + timedelta(days=rule, microseconds=-1)):
            assert Attendance.objects.count() == 2
        with _at(ended + timedelta(days=rule)):
            assert Attendance.objects.count() == 0


def test_RET_4_the_period_is_that_of_the_rows_own_organization(session: Session, carol: Person) -> None:
    attends(held(meeting_of(carol, carol.membership.organization), START))
    set_period(str(session.meeting.organization_id), "meeting_days", 10)
    with _at(START + timedelta(days=11)):
        assert list(Attendance.objects.values_list("session__meeting__host__name", flat=True)) == [
            "Carol Clark"
        ]
        # Feedback is the operator's: the organization's period is not its own.
        assert Feedback.objects.count() == 2
    set_period(str(session.meeting.organization_id), "meeting_days", 400)
    with _at(START + timedelta(days=366)):
        assert Attendance.objects.count() == 2


def test_RET_5_what_has_not_ended_is_not_over(session: Session) -> None:
    Session.everything.update(ended_at=None)
    by_itself = Unexpired(Session, Keep(start="ended_at", days=365))
    with _at(START + 5 * YEAR):
        assert _seen() == [1, 2, 2, 2, 2]
        assert Session.everything.filter(by_itself).get() == session


def test_RET_5_what_is_out_of_sight_can_not_be_changed_either(session: Session) -> None:
    with _at(START + YEAR + timedelta(days=1)):
        assert Attendance.objects.update(name="X") == 0
        assert Attendance.objects.filter(session=session).delete()[0] == 0
        assert Attendance.objects.select_for_update(of=("self",)).first() is None
    assert not Attendance.everything.filter(name="X").exists()


def test_RET_5_a_row_that_says_all_itself(alice: Person) -> None:
    Letter.objects.create(recipient="a@demo.example", subject="s", text="t")
    meeting = meeting_of(alice, alice.membership.organization)
    Invitee.objects.create(meeting=meeting, email="a@x.example", secret_digest="d")
    later = Letter.everything.get().written_at
    with _at(later + timedelta(days=7)):
        assert (Letter.objects.count(), Invitee.objects.count()) == (0, 1)
    with _at(later + YEAR + timedelta(days=1)):
        assert Invitee.objects.count() == 0


def test_RET_5_pages_show_nothing_that_is_over(session: Session, bob: Person, as_person: AsPerson) -> None:
    attends(session, bob, "member", name="Bob Brown")
    host = session.meeting.host
    assert host is not None
    with _at(START + timedelta(days=300)):
        assert "Bob Brown" in as_person(host).get(f"/meetings/{session.meeting_id}/").text
        assert "Weekly" in as_person(bob).get("/meetings/?show=attended").text
        assert as_person(bob).get(f"/meetings/{session.meeting_id}/").status_code == 200
    with _at(START + YEAR + timedelta(days=1)):
        page = as_person(host).get(f"/meetings/{session.meeting_id}/").text
        assert "Bob Brown" not in page
        assert "hello" not in page
        assert "Weekly" not in as_person(bob).get("/meetings/?show=attended").text
        assert as_person(bob).get(f"/meetings/{session.meeting_id}/").status_code == 404


def test_RET_4_the_organization_may_be_one_step_away(alice: Person) -> None:
    meeting = meeting_of(alice, alice.membership.organization)
    Meeting.objects.update(created_at=START)
    unexpired = Unexpired(Meeting, Keep(start="created_at", days=365, rule="meeting_days"))
    with _at(START + timedelta(days=11)):
        assert Meeting.objects.filter(unexpired).get() == meeting
        set_period(str(meeting.organization_id), "meeting_days", 10)
        assert not Meeting.objects.filter(unexpired).exists()


def test_the_period_costs_no_query(
    session: Session, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert len(Message.objects.select_related("author").filter(session=session)) == 2
    assert Period.objects.count() == 0
