"""How long an answer may take: month ends, leap days, weekends, time zones, extensions (RET-3)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troth.lib.dates import add_months, day_of, end_of, next_working_day
from troth.rights.clocks import LIMITING, RECEIPT, add_business_days, clock_of, due_on
from troth.rights.words import Kind, Law

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
ZONES = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
# Earlier, clocks of Newfoundland went back over midnight: one day then ended twice.
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("received", "months", "last"),
    [
        ("2026-03-05", 1, "2026-04-05"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-01-29", 1, "2028-02-29"),
        ("2027-01-29", 1, "2027-02-28"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2028-02-29", 1, "2028-03-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-10-31", 3, "2027-01-31"),
        ("2028-02-29", 12, "2029-02-28"),
    ],
)
def test_RET_3_a_month_ends_on_the_same_date_or_on_its_last(received: str, months: int, last: str) -> None:
    """Regulation 1182/71, art. 3(2)(c); the first and the sixth case are those of the EDPB's guidelines 01/2022."""
    assert add_months(date.fromisoformat(received), months) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("law", "kind", "received", "first", "longest"),
    [
        # The EU: a last day on a weekend moves to the Monday; the longer time is counted from receipt.
        ("gdpr", "access", "2026-03-05", "2026-04-06", "2026-06-05"),
        ("gdpr", "erasure", "2026-01-31", "2026-03-02", "2026-04-30"),
        ("gdpr", "opt_out", "2026-08-31", "2026-09-30", "2026-11-30"),
        ("uk_gdpr", "access", "2028-01-31", "2028-02-29", "2028-05-01"),
        ("other", "question", "2026-12-31", "2027-02-01", "2027-03-31"),
        ("fadp", "access", "2027-01-31", "2027-03-02", "2027-05-01"),
        # California: calendar days, and no weekend moves them.
        ("ccpa", "access", "2026-03-05", "2026-04-19", "2026-06-03"),
        ("ccpa", "erasure", "2027-12-31", "2028-02-14", "2028-03-30"),
        ("ccpa", "correction", "2028-01-15", "2028-02-29", "2028-04-14"),
        # Opting out: fifteen business days, and never longer.
        ("ccpa", "opt_out", "2026-11-25", "2026-12-16", None),
        ("ccpa", "objection", "2026-11-28", "2026-12-18", None),
        ("ccpa", "restriction", "2026-11-27", "2026-12-18", None),
    ],
)
def test_RET_3_each_law_has_its_time(
    law: str, kind: str, received: str, first: str, longest: str | None
) -> None:
    clock, day = clock_of(Law(law), Kind(kind)), date.fromisoformat(received)
    assert due_on(clock, day).isoformat() == first
    if longest is None:
        assert clock.longest is None
    else:
        assert due_on(clock, day, extended=True).isoformat() == longest


def test_RET_3_receipt_is_confirmed_within_ten_business_days() -> None:
    assert RECEIPT.after(date(2026, 11, 25)) == date(2026, 12, 9)
    assert RECEIPT.after(date(2026, 11, 28)) == date(2026, 12, 11), "received on a Saturday"


@pytest.mark.parametrize(
    ("law", "stood", "last"),
    [
        ("gdpr", 0, "2026-04-06"),
        ("gdpr", 5, "2026-04-10"),
        ("gdpr", 6, "2026-04-13"),
        ("uk_gdpr", 30, "2026-05-05"),
    ],
)
def test_RET_3_the_days_in_which_the_clock_stood_are_added(law: str, stood: int, last: str) -> None:
    """GDPR art. 12(6). They are added to the date itself, before a weekend moves it."""
    clock = clock_of(Law(law), Kind.ACCESS)
    assert clock.stands
    assert due_on(clock, date(2026, 3, 5), stood=stood).isoformat() == last


def test_RET_3_no_clock_of_california_stands() -> None:
    assert not any(clock_of(Law.CCPA, kind).stands for kind in Kind)


@pytest.mark.parametrize(
    ("day", "zone", "end"),
    [
        ("2026-03-28", "Europe/Berlin", "2026-03-28T23:00:00Z"),
        ("2026-03-29", "Europe/Berlin", "2026-03-29T22:00:00Z"),  # the day summer time begins
        ("2026-10-25", "Europe/Berlin", "2026-10-25T23:00:00Z"),  # the day it ends
        ("2026-04-06", "America/Los_Angeles", "2026-04-07T07:00:00Z"),
        ("2026-04-06", "Pacific/Kiritimati", "2026-04-06T10:00:00Z"),
        ("2026-04-06", "Pacific/Niue", "2026-04-07T11:00:00Z"),
        # The midnight that ends the day does not exist there: clocks went from 23:59:59 to 01:00.
        ("2026-04-23", "Africa/Cairo", "2026-04-23T22:00:00Z"),
        ("2026-04-06", "UTC", "2026-04-07T00:00:00Z"),
    ],
)
def test_RET_3_a_day_ends_where_its_person_lives(day: str, zone: str, end: str) -> None:
    there = end_of(date.fromisoformat(day), ZoneInfo(zone)).astimezone(UTC)
    assert there == datetime.fromisoformat(end)


def test_RET_3_the_day_of_receipt_is_the_persons() -> None:
    moment = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert day_of(moment, ZoneInfo("UTC")) == date(2026, 1, 31)
    assert day_of(moment, ZoneInfo("Europe/Berlin")) == date(2026, 2, 1)
    assert day_of(datetime(2026, 2, 1, 3, tzinfo=UTC), ZoneInfo("America/Los_Angeles")) == date(2026, 1, 31)


@given(DAYS, st.integers(1, 36))
def test_a_month_later_is_in_the_month_that_follows(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(1, 36))
def test_who_asks_later_is_answered_no_earlier(one: date, other: date, months: int) -> None:
    early, late = sorted((one, other))
    assert add_months(early, months) <= add_months(late, months)
    for law in Law:
        for kind in Kind:
            clock = clock_of(law, kind)
            assert due_on(clock, early) <= due_on(clock, late)


@given(DAYS, st.integers(1, 40))
def test_business_days_are_counted_one_by_one(day: date, count: int) -> None:
    last = add_business_days(day, count)
    between = [day + timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(one.weekday() < 5 for one in between) == count
    assert last.weekday() < 5


@given(DAYS)
def test_the_next_working_day_is_at_most_two_days_away(day: date) -> None:
    moved = next_working_day(day)
    assert moved.weekday() < 5
    assert 0 <= (moved - day).days <= 2
    assert (moved == day) == (day.weekday() < 5)


@given(DAYS, st.sampled_from(Law), st.sampled_from(Kind), st.integers(0, 60))
def test_an_extension_never_shortens_and_no_time_is_longer_than_the_law_lets(
    day: date, law: Law, kind: Kind, stood: int
) -> None:
    clock = clock_of(law, kind)
    first, longest = due_on(clock, day, stood=stood), due_on(clock, day, extended=True, stood=stood)
    assert first <= longest
    assert (longest - day).days - stood <= 94, "three months of 92 days and a weekend"
    assert (clock.longest is None) == (law == Law.CCPA and kind in LIMITING)


@given(MOMENTS, ZONES)
def test_a_moment_is_before_the_end_of_its_own_day_and_after_that_of_the_day_before(
    moment: datetime, zone: ZoneInfo
) -> None:
    day = day_of(moment, zone)
    assert end_of(day - timedelta(days=1), zone) <= moment < end_of(day, zone)
