"""The administrator decides how long meetings are kept, and sees what goes before it goes (RET-4, RET-7)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.connections.past import connected
from tests.privacy.past import START, attends, held, meeting_of, writes
from troth.accounts.models import Person
from troth.connections.models import Connection
from troth.lib.clock import now
from troth.meetings.models import Attendance, Session
from troth.privacy.declarations import Keep
from troth.privacy.graph import graph
from troth.privacy.retention import days_of, set_period, sweep
from troth.rights.loss import loss_of

AsPerson = Callable[[Person], Client]
PAGE = "/organization/retention/"


@pytest.fixture
def later(alice: Person) -> Any:
    """A hundred days after two meetings of Alice's with 3 people each and a line of chat in all."""
    for day in (0, 1):
        session = held(meeting_of(alice, alice.membership.organization), START + timedelta(days=day))
        rows = [attends(session) for _ in range(3)]
        if day:
            writes(rows[0], 1)
    with time_machine.travel(START + timedelta(days=100), tick=False) as traveller:
        yield traveller


def _days(person: Person) -> int:
    return days_of(str(person.membership.organization_id), "meeting_days")


def test_RET_4_a_shorter_period_is_saved_only_after_its_loss_was_shown(
    admin: Person, as_person: AsPerson, later: Any
) -> None:
    browser = as_person(admin)
    page = browser.post(PAGE, {"days": 50}).text
    for words in ("2 past meetings", "6 attendances", "1 line of chat", "can&#x27;t be brought back"):
        assert words.replace("&#x27;", "'") in page or words in page
    assert _days(admin) == 365
    assert browser.post(PAGE, {"days": 50, "confirmed": 60}).status_code == 200
    assert _days(admin) == 365
    assert browser.post(PAGE, {"days": 50, "confirmed": 50}).status_code == 302
    assert _days(admin) == 50
    assert Attendance.objects.count() == 0
    sweep()
    assert Attendance.everything.count() == 0


def test_RET_4_whatever_a_period_rules_has_words_for_its_loss() -> None:
    ruled = [
        model._meta.label
        for model, declaration in graph().declared.items()
        if isinstance(declaration.keep, Keep) and declaration.keep.rule
    ]
    assert len(ruled) > 5
    for label in ruled:
        [line] = loss_of({label: 2})
        assert "2" in line


def test_RET_4_a_longer_period_takes_nothing_and_is_saved_at_once(
    owner: Person, as_person: AsPerson, later: Any
) -> None:
    assert as_person(owner).post(PAGE, {"days": 366}).status_code == 302
    assert _days(owner) == 366
    assert Attendance.objects.count() == 6


def test_RET_4_a_shorter_period_that_takes_nothing_says_so(
    admin: Person, as_person: AsPerson, later: Any
) -> None:
    assert "nothing would be removed" in as_person(admin).post(PAGE, {"days": 120}).text


def _connection_days(person: Person) -> int:
    return days_of(str(person.membership.organization_id), "connection_days")


def test_RET_4_connections_have_a_period_of_their_own(admin: Person, as_person: AsPerson, later: Any) -> None:
    browser = as_person(admin)
    for row in Attendance.objects.all():
        connected(row, started_at=now() - timedelta(days=20))
    shown = browser.post(PAGE, {"days": 365, "connection_days": 10})
    assert shown.status_code == 200
    assert "6 connection records" in shown.text
    assert "Keep connections for 10 days instead of 90?" in shown.text
    assert _connection_days(admin) == 90
    sure = {"days": 365, "connection_days": 10, "connections_confirmed": 10}
    assert browser.post(PAGE, sure).status_code == 302
    assert (_connection_days(admin), _days(admin)) == (10, 365)
    assert Connection.objects.count() == 0
    assert Attendance.objects.count() == 6


def test_RET_4_a_connection_is_known_no_longer_than_its_meeting(
    admin: Person, as_person: AsPerson, later: Any
) -> None:
    browser = as_person(admin)
    assert browser.post(PAGE, {"days": 50, "connection_days": 60}).status_code == 422
    assert browser.post(PAGE, {"days": 50, "confirmed": 50}).status_code == 302
    assert (_connection_days(admin), _days(admin)) == (50, 50)


@pytest.mark.parametrize("days", ["0", "397", "-1", "many"])
def test_RET_4_the_period_of_connections_has_bounds(admin: Person, as_person: AsPerson, days: str) -> None:
    answer = as_person(admin).post(
        PAGE, {"days": 3650, "connection_days": days, "connections_confirmed": days}
    )
    assert answer.status_code == 422
    assert _connection_days(admin) == 90


@pytest.mark.parametrize("days", ["0", "3651", "-1", "", "many", "99999999999999999999"])
def test_RET_4_the_period_has_bounds(admin: Person, as_person: AsPerson, days: str) -> None:
    assert as_person(admin).post(PAGE, {"days": days, "confirmed": days}).status_code == 422
    assert _days(admin) == 365


def test_RET_7_each_organization_decides_for_itself(
    admin: Person, carol: Person, as_person: AsPerson, later: Any
) -> None:
    as_person(carol).post(PAGE, {"days": 1, "confirmed": 1})
    assert (_days(carol), _days(admin)) == (1, 365)
    assert Attendance.objects.count() == 6


def test_RET_5_what_is_gone_is_still_counted_by_month(admin: Person, as_person: AsPerson, later: Any) -> None:
    browser = as_person(admin)
    row = '<th scope="row" class="font-normal">March 2026</th><td>2</td><td>6</td>'
    assert row in browser.get(PAGE).text
    set_period(str(admin.membership.organization_id), "meeting_days", 5)
    sweep()
    assert not Session.everything.exists()
    assert row in browser.get(PAGE).text
