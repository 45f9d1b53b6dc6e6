"""Whatever the order of what happens: nothing is read past its period, nothing held goes, everything is counted (RET-5)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.privacy.past import START, attends, counted, held, meeting_of
from troth.accounts.models import Person
from troth.meetings.models import Attendance, Session
from troth.privacy import pace
from troth.privacy.models import Hold, SweepRun, Tally
from troth.privacy.purposes import for_the_engine
from troth.privacy.retention import set_period, sweep

TABLE = "meetings.Attendance"

EVENTS = st.one_of(
    st.tuples(st.just("write"), st.integers(0, 3), st.integers(1, 7)),
    st.tuples(st.just("end"), st.integers(0, 3)),
    st.tuples(st.just("period"), st.integers(0, 1), st.integers(1, 40)),
    st.tuples(st.just("hold"), st.sampled_from(["row", "session", "organization"]), st.integers(0, 20)),
    st.tuples(st.just("release"), st.integers(0, 5)),
    st.tuples(st.just("turn"), st.integers(0, 30)),
    st.tuples(st.just("sweep")),
)


class Ledger:
    """What happened, as one would keep it by hand."""

    def __init__(self, hosts: list[Person]) -> None:
        self.sessions = [
            held(meeting_of(hosts[number % 2], hosts[number % 2].membership.organization), START, ended=False)
            for number in range(4)
        ]
        self.hosts = hosts
        self.ended: dict[Any, datetime] = {}
        self.days = [365, 365]
        self.rows: dict[Any, int] = {}
        self.seconds = 0
        self.holds: list[Hold] = []
        self.gone: set[Any] = set()

    def number_of(self, row: Any) -> int:
        return self.rows[row]

    def is_over(self, row: Any, moment: datetime) -> bool:
        number = self.rows[row]
        ended = self.ended.get(number)
        return ended is not None and ended <= moment - timedelta(days=self.days[number % 2])

    def is_held(self, row: Any) -> bool:
        number = self.rows[row]
        session = self.sessions[number]
        names = {str(row), str(session.pk), str(session.meeting.organization_id)}
        return any(hold.key in names and hold.released_at is None for hold in self.holds)


def _do(ledger: Ledger, event: tuple[Any, ...], clock: Any) -> None:
    moment = datetime.now(tz=START.tzinfo)
    match event:
        case ("write", number, count) if number not in ledger.ended:
            for _ in range(count):
                row = attends(ledger.sessions[number], seconds=number * 7 + 1)
                ledger.rows[row.pk] = number
                ledger.seconds += row.seconds
        case ("end", number) if number not in ledger.ended:
            ledger.ended[number] = moment
            Session.everything.filter(pk=ledger.sessions[number].pk).update(ended_at=moment)
        case ("period", which, days):
            ledger.days[which] = days
            set_period(str(ledger.hosts[which].membership.organization_id), "meeting_days", days)
        case ("hold", what, place):
            ledger.holds += _holds(ledger, what, place)
        case ("release", place) if place < len(ledger.holds):
            hold = ledger.holds[place]
            hold.released_at = moment
            hold.save()
        case ("turn", days):
            clock.shift(timedelta(days=days))
        case ("sweep",):
            sweep()
            for row in ledger.rows:
                if ledger.is_over(row, moment) and not ledger.is_held(row):
                    ledger.gone.add(row)


def _holds(ledger: Ledger, what: str, place: int) -> list[Hold]:
    session = ledger.sessions[place % 4]
    there = [row for row in ledger.rows if row not in ledger.gone]
    target, key = {
        "row": ("meetings.Attendance", there[place % len(there)] if there else None),
        "session": ("meetings.Session", session.pk),
        "organization": ("organizations.Organization", session.meeting.organization_id),
    }[what]
    if key is None:
        return []
    return [Hold.objects.create(target=target, key=str(key), reason="r", authority="a", placed_at=START)]


def _check(ledger: Ledger) -> None:
    moment = datetime.now(tz=START.tzinfo)
    there = set(ledger.rows) - ledger.gone
    assert set(Attendance.everything.values_list("pk", flat=True)) == there
    readable = {row for row in there if not ledger.is_over(row, moment)}
    assert set(Attendance.objects.values_list("pk", flat=True)) == readable
    rows, seconds = counted(TABLE)
    assert rows == len(ledger.gone)
    assert seconds + sum(Attendance.everything.values_list("seconds", flat=True)) == ledger.seconds
    assert all(cell.rows >= 5 for cell in Tally.objects.filter(table=TABLE).exclude(scope="", month=None))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(EVENTS, min_size=5, max_size=25), rows=st.sampled_from([2, 2000]))
def test_RET_5_any_order_of_events_keeps_the_promises(
    alice: Person, carol: Person, events: list[tuple[Any, ...]], rows: int
) -> None:
    with (
        pytest.MonkeyPatch.context() as patch,
        time_machine.travel(START, tick=False) as clock,
        transaction.atomic(),
    ):
        patch.setattr(pace, "BATCH", rows)
        patch.setattr(pace, "FEWEST", 1)
        ledger = Ledger([alice, carol])
        for event in [*events, ("turn", 366), ("sweep",)]:
            _do(ledger, event, clock)
            _check(ledger)
        transaction.set_rollback(True)


def _at_once(*actions: Callable[[], object]) -> None:
    def run(action: Callable[[], object]) -> None:
        try:
            with for_the_engine():
                action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as threads:
        for future in [threads.submit(run, action) for action in actions]:
            future.result()


@pytest.mark.django_db(transaction=True)
def test_RET_5_two_sweeps_at_once_count_each_row_once(
    alice: Person, carol: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "BATCH", 7)
    for host in (alice, carol):
        for day in range(4):
            session = held(meeting_of(host, host.membership.organization), START + timedelta(days=day))
            for seconds in range(15):
                attends(session, seconds=seconds)
    with time_machine.travel(START + timedelta(days=400)):
        _at_once(sweep, sweep, sweep)
        sweep()
    assert not Session.everything.exists()
    assert counted(TABLE) == (120, 8 * sum(range(15)))
    assert sum(run.counts.get(TABLE, 0) for run in SweepRun.objects.all()) == 120


@pytest.mark.django_db(transaction=True)
def test_RET_8_a_row_that_is_there_when_its_hold_is_placed_stays(
    alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "BATCH", 3)
    session = held(meeting_of(alice, alice.membership.organization), START)
    for _ in range(40):
        attends(session)
    there: set[Any] = set()

    def hold() -> None:
        with transaction.atomic():
            Hold.objects.create(
                target="meetings.Session", key=str(session.pk), reason="r", authority="a", placed_at=START
            )
            there.update(Attendance.everything.values_list("pk", flat=True))

    with time_machine.travel(START + timedelta(days=400)):
        _at_once(sweep, hold, sweep)
        sweep()
    assert set(Attendance.everything.values_list("pk", flat=True)) == there
    assert counted(TABLE)[0] == 40 - len(there)
