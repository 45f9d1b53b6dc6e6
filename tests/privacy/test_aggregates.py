"""Research runs on groups of people, never on a person (COL-10, USE-9)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Avg, Count, F, Max, Sum
from django.utils import timezone

from troth.accounts.models import Person
from troth.meetings.models import Attendance, Feedback, Meeting, Session
from troth.privacy.aggregates import MINIMUM, study
from troth.privacy.notice import notice_in_force
from troth.privacy.purposes import PurposeRefused, under

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(alice: Person, make_meeting: Any) -> Any:
    """`say(5, times=3)`: so many guests, or the one person, give so many stars."""
    meeting: Meeting = make_meeting(alice)
    session = Session.objects.create(meeting=meeting, capacity=100)

    def give(stars: int, times: int = 1, person: Person | None = None) -> None:
        for _ in range(times):
            at = timezone.now()
            attendance = Attendance.objects.create(
                session=session,
                person=person,
                name="Somebody",
                role="guest",
                admission="admitted",
                notice=notice_in_force(),
                acknowledged_at=at,
                asked_at=at,
                seen_at=at,
            )
            Feedback.objects.create(attendance=attendance, stars=stars)

    return give


def told(by: tuple[str, ...] = ("stars",), **numbers: Any) -> list[tuple[Any, ...]]:
    numbers = numbers or {"said": Count("id")}
    groups = study(Feedback.objects.all(), by, **numbers)
    return [(*group.key, group.people, *group.numbers.values()) for group in groups]


def test_COL_10_a_group_of_fewer_than_five_people_is_not_told(say: Any) -> None:
    say(5, MINIMUM + 1)
    say(4, MINIMUM)
    assert told() == [(5, 6, 6), (4, 5, 5)]
    say(3, MINIMUM - 1)
    assert told() == [(5, 6, 6)], "what is left of the total would be the four that gave three"
    say(3)
    assert sorted(told()) == [(3, 5, 5), (4, 5, 5), (5, 6, 6)]
    say(2)
    assert len(told()) == 2


def test_COL_10_a_person_counts_once_however_often_they_are_there(say: Any, bob: Person) -> None:
    say(5, 20, bob)
    assert told() == []
    say(5, MINIMUM - 2)
    assert told() == []
    say(5, 1)
    assert told() == [(5, 5, 24)]


def test_sums_and_averages_over_all(say: Any) -> None:
    say(5, 3)
    say(1, 3)
    assert told((), sum=Sum("stars"), mean=Avg("stars"), twice=Sum(F("stars") * 2)) == [(6, 18, 3.0, 36)]


def test_COL_10_too_few_in_all_are_no_group(say: Any) -> None:
    say(5, MINIMUM - 1)
    assert told(()) == []


def test_USE_12_research_reads_what_is_declared_for_it(say: Any) -> None:
    say(5, MINIMUM)
    for asked in (
        lambda: told(("attendance__name",)),
        lambda: told(("stars",), seconds=Sum("attendance__seconds")),
        lambda: study(Feedback.objects.filter(attendance__name="Somebody"), said=Count("id")),
        lambda: study(Person.objects.all(), ("department",), people=Count("pk")),
    ):
        with pytest.raises(PurposeRefused):
            asked()
        with under(), pytest.raises(PurposeRefused):
            asked()


def test_a_number_that_is_one_person_s_is_none_of_research() -> None:
    with pytest.raises(ValueError, match="greatest: research counts"):
        told(("stars",), greatest=Max("stars"))


def test_rows_about_nobody_have_no_people_to_count() -> None:
    with pytest.raises(ValueError, match="about nobody"):
        study(Session.objects.filter(opened_at__gt=timezone.now() - timedelta(days=1)), said=Count("id"))
