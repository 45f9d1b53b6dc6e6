"""Past its period a connection can't be read, then is about nobody, and the charts stay right (RET-4, RET-5)."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models import Sum
from django.test import Client

from tests.connections.past import colleague, guest
from tests.privacy.past import START, attends, held, meeting_of
from troth.accounts.models import Person
from troth.connections.models import Connection, Minute
from troth.connections.quality import SUMS
from troth.connections.queries import by_day, first_day, readable
from troth.meetings.models import Attendance
from troth.privacy.models import Tally
from troth.privacy.retention import set_period, sweep
from troth.privacy.tallies import tallied_days

As = Callable[[Person], Client]
LABEL = "connections.Connection"


@pytest.fixture
def quarter(alice: Person, bob: Person) -> str:
    """Two weeks of meetings of Alice's: six guests on even days, two people on odd ones. Answers the organization."""
    organization = alice.membership.organization
    for day in range(14):
        session = held(meeting_of(alice, organization), START + timedelta(days=day))
        for number in range(6 if day % 2 == 0 else 1):
            guest(session, score=200 + 30 * number, minutes=2)
        if day % 2:
            colleague(session, bob, score=440)
    return str(organization.pk)


def _live_totals() -> dict[str, int]:
    found = Connection.everything.aggregate(**{f"all_{name}": Sum(name) for name in SUMS})
    return {name: found[f"all_{name}"] or 0 for name in SUMS} | {"rows": Connection.everything.count()}


def _archived_totals() -> dict[str, int]:
    total: Counter[str] = Counter()
    for cell in Tally.objects.filter(table=LABEL):
        total.update(cell.sums)
        total["rows"] += cell.rows
    return dict(total)


def test_RET_5_connections_are_readable_then_unreadable_then_sums(quarter: str) -> None:
    before = _live_totals()
    with time_machine.travel(START + timedelta(days=89, hours=23), tick=False):
        assert Connection.objects.count() == Connection.everything.count() == 56
    with time_machine.travel(START + timedelta(days=104), tick=False):
        assert Connection.objects.count() == Minute.objects.count() == 0
        assert Connection.everything.count() == 56
        sweep()
        assert not Connection.everything.exists()
        assert not Minute.everything.exists()
        assert Attendance.objects.count() == 56
    assert {name: value for name, value in _archived_totals().items() if value} == {
        name: value for name, value in before.items() if value
    }


def test_RET_5_charts_of_the_past_stay_right_to_the_days_that_were_too_small(
    quarter: str, alice: Person
) -> None:
    organization = alice.membership.organization_id
    moment = START + timedelta(days=20)
    with time_machine.travel(moment, tick=False):
        live, rest = by_day(organization, 30, readable(organization, first_day(30)))
        assert rest == []
        set_period(quarter, "connection_days", 1)
        sweep()
        archived, rest = by_day(organization, 30, readable(organization, first_day(30)))
    for one, other in zip(live, archived, strict=True):
        if one.connections >= 5:
            assert {**vars(one), "archived": True} == vars(other)
        else:
            assert other.connections == 0
    # What no day tells, the month does: four people on seven days are no group of five, so it is all organizations'.
    small = sum(one.connections for one in live if one.connections < 5)
    assert small == 14
    assert [(one.month, one.connections) for one in rest] == [(date(2026, 3, 1), small)]
    assert rest[0].score_seconds == sum(one.score_seconds for one in live if one.connections < 5)


def test_RET_5_one_person_on_many_days_is_no_group(alice: Person, bob: Person) -> None:
    organization = alice.membership.organization
    for day in range(9):
        colleague(held(meeting_of(alice, organization), START + timedelta(days=day)), bob)
    with time_machine.travel(START + timedelta(days=120), tick=False):
        sweep()
    (cell,) = Tally.objects.filter(table=LABEL)
    assert (cell.scope, cell.month, cell.day, cell.rows) == ("", None, None, 9)


def test_RET_5_no_sum_of_a_day_is_of_fewer_than_five(quarter: str) -> None:
    with time_machine.travel(START + timedelta(days=120), tick=False):
        sweep()
    days = [one for one in tallied_days(LABEL, quarter, date(2026, 3, 1)) if one.day]
    assert len(days) == 7
    assert all(one.rows >= 5 for one in days)


def test_RET_5_a_day_that_is_counted_grows(alice: Person) -> None:
    organization = alice.membership.organization
    session = held(meeting_of(alice, organization), START)
    for _ in range(5):
        guest(session)
    with time_machine.travel(START + timedelta(days=120), tick=False):
        sweep()
        guest(session)
        sweep()
    (cell,) = Tally.objects.filter(table=LABEL)
    assert (cell.day, cell.rows) == (START.date(), 6)


def test_RET_9_nothing_that_is_left_tells_of_anybody(alice: Person, bob: Person) -> None:
    session = held(meeting_of(alice, alice.membership.organization), START.replace(hour=11, minute=7))
    rows = [colleague(session, bob, address="145.97.20.33", network="145.97.20.0/24")]
    rows += [guest(session) for _ in range(5)]
    secrets = [str(row.pk) for row in rows] + [
        str(bob.pk),
        str(session.pk),
        "145.97",
        "11:07",
        "Chrome",
        "NL",
    ]
    with time_machine.travel(START + timedelta(days=120), tick=False):
        sweep()
    left = repr(list(Tally.objects.values()))
    assert not [secret for secret in secrets if secret in left or secret.replace("-", "") in left]


def test_RET_4_the_pages_keep_to_the_period(quarter: str, admin: Person, as_person: As) -> None:
    row = Connection.everything.order_by("started_at").first()
    assert row is not None
    paths = (
        f"/connections/{row.pk}/",
        f"/organization/connections/{row.day}/",
        f"/meetings/{row.session.meeting_id}/sessions/{row.session_id}/connections/",
    )
    with time_machine.travel(START + timedelta(days=80), tick=False):
        browser = as_person(admin)
        assert all("Gus Guest" in browser.get(path).text for path in paths)
    with time_machine.travel(START + timedelta(days=91), tick=False):
        browser = as_person(admin)
        assert not any("Gus Guest" in browser.get(path).text for path in paths)


def test_RET_4_each_organization_has_its_period(quarter: str, alice: Person, carol: Person) -> None:
    theirs = carol.membership.organization
    guest(held(meeting_of(carol, theirs), START))
    set_period(quarter, "connection_days", 5)
    with time_machine.travel(START + timedelta(days=20), tick=False):
        assert readable(theirs.pk).count() == 1
        assert readable(alice.membership.organization_id).count() == 0
        sweep()
    assert Connection.everything.count() == 1


def test_what_is_readable_by_the_page_is_what_the_manager_reads(quarter: str, alice: Person) -> None:
    organization = alice.membership.organization_id
    for days in (80, 92, 95, 100, 104):
        with time_machine.travel(START + timedelta(days=days, seconds=1), tick=False):
            assert set(readable(organization)) == set(Connection.objects.filter(organization=organization))


def test_an_attendance_that_is_erased_takes_its_connection(alice: Person, bob: Person) -> None:
    session = held(meeting_of(alice, alice.membership.organization), START)
    guest(session)
    attends(session, bob, "member")
    from troth.privacy.deleting import erase_rows

    attendance: Any = Connection.everything.get().attendance
    erase_rows(Attendance, {attendance.pk})
    assert not Connection.everything.exists()
    assert not Minute.everything.exists()
    assert START.astimezone(UTC) == START
