"""The operator is reminded before an answer is due and when it is late, once each (RET-3)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core import mail
from django.test import Client

from tests.rights.requests.asking import ask, ask_and_prove, do
from troth.accounts.models import Person
from troth.outreach.models import Letter
from troth.privacy import Purpose
from troth.privacy.purposes import under
from troth.rights.actions import operator_addresses
from troth.rights.models import SubjectRequest
from troth.rights.requests import rounds
from troth.web import worker

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.OPERATOR_EMAIL = "privacy@operator.example"


def go_round() -> list[str]:
    """What the worker does; answers the subjects that it mailed."""
    before = len(mail.outbox)
    [found] = [one for one in worker.rounds() if one.name == "rights.requests"]
    with under(*found.purposes):
        found.action()
    assert all(letter.to == ["privacy@operator.example"] for letter in mail.outbox[before:])
    return [letter.subject.split(":")[0] for letter in mail.outbox[before:]]


def test_RET_3_reminders_come_seven_and_two_days_before_and_when_it_is_late(browser: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask(browser)
        assert go_round() == []
        second = timedelta(seconds=1)
        for before, subject in ((7, "Due soon"), (2, "Due soon"), (0, "Overdue")):
            clock.move_to(one.due_at - timedelta(days=before) - second)
            assert go_round() == []
            clock.shift(second)
            assert go_round() == [subject]
            assert go_round() == [], "once"
        letter = mail.outbox[-1]
        assert f"/operator/requests/{one.pk}/" in letter.body
        assert "ines" not in letter.body + letter.subject
        clock.shift(timedelta(days=30))
        assert go_round() == []


def test_RET_3_a_step_that_was_missed_is_not_made_up_for(browser: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask(browser)
        clock.move_to(one.due_at - timedelta(days=1))
        assert go_round() == ["Due soon"]
        clock.move_to(one.due_at)
        assert go_round() == ["Overdue"]


def test_RET_3_a_later_day_begins_the_reminders_anew(browser: Client, officer: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask_and_prove(browser)
        clock.move_to(one.due_at - timedelta(days=2))
        assert go_round() == ["Due soon"]
        do(officer, one, "extend", text="Long.")
        assert go_round() == []
        one.refresh_from_db()
        clock.move_to(one.due_at - timedelta(days=7))
        assert go_round() == ["Due soon"]
        do(officer, one, "answer", text="Done.")
        clock.move_to(one.due_at)
        assert go_round() == []


def test_RET_3_no_reminder_while_the_clock_stands(browser: Client, officer: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask(browser)
        do(officer, one, "more", text="Who are you?")
        clock.move_to(one.due_at)
        assert go_round() == []


def test_RET_3_a_reminder_is_neither_lost_nor_doubled_by_a_kill(browser: Client, settings: Any) -> None:
    """The mail and the note that it was written are one transaction."""
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask(browser)
        clock.move_to(one.due_at)
        with patch.object(rounds, "record", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
            rounds.tend()
        assert not Letter.objects.exists()
        one.refresh_from_db()
        assert one.reminded == 0
        mail.outbox.clear()
        assert go_round() == ["Overdue"]
        assert go_round() == []


def test_without_an_address_in_the_settings_the_operators_accounts_are_told(
    browser: Client, operator: Person, settings: Any
) -> None:
    settings.OPERATOR_EMAIL = ""
    with under(Purpose.SERVE, Purpose.LEGAL):
        assert operator_addresses() == ["operator@demo.example"]


def test_each_request_is_reminded_of_by_itself(browser: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        ask(browser)
        ask(browser, email="other@elsewhere.example")
        clock.move_to(SubjectRequest.objects.latest("due_at").due_at)
        assert go_round() == ["Overdue", "Overdue"]
