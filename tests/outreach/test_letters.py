"""Mail leaves, once, and is not lost."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from troth.outreach.actions import send_letter
from troth.outreach.handing_over import ATTEMPTS, PAUSES
from troth.outreach.kinds import MessageKind
from troth.outreach.models import Letter
from troth.outreach.tasks import deliver, pick_up

ADDRESS = "somebody.private@demo.example"
TRANSACTIONAL = MessageKind.TRANSACTIONAL
START = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def real_tasks(settings: Settings, db: None) -> None:
    """Tasks as an installation keeps them: in the database, until a worker runs them."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def run_due_tasks() -> int:
    """What a worker does: runs each task whose time has come. Says how many."""
    due = list(DBTaskResult.objects.ready())
    for row in due:
        kept = row.args_kwargs
        row.delete()
        deliver.call(*kept["args"], **kept["kwargs"])
    return len(due)


class MailServerDown(EmailBackend):
    """Refuses, and says the address while doing so, as SMTP servers do."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError(f"550 {messages[0].to[0]} refused")


def test_a_letter_leaves_and_nothing_of_it_stays() -> None:
    send_letter(TRANSACTIONAL, ADDRESS, "Hello\n there", "One.\n\nhttps://meet.example/x\n\nTwo.")
    assert not mail.outbox, "it leaves with the worker, not in the request"
    run_due_tasks()
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([ADDRESS], "Hello there")
    assert isinstance(sent, mail.EmailMultiAlternatives)
    assert 'href="https://meet.example/x"' in str(sent.alternatives[0][0])
    assert not Letter.objects.exists()


def test_tasks_carry_no_address() -> None:
    """No personal data in task arguments."""
    send_letter(TRANSACTIONAL, ADDRESS, "A private subject", "A private text")
    kept = str(list(DBTaskResult.objects.values()))
    assert str(Letter.objects.get().id) in kept
    for private in (ADDRESS, "private"):
        assert private not in kept


def test_what_is_rolled_back_is_not_sent() -> None:
    with transaction.atomic():
        send_letter(TRANSACTIONAL, ADDRESS, "Hello", "Text")
        transaction.set_rollback(True)
    assert run_due_tasks() == 0
    assert not mail.outbox


def test_a_refused_letter_is_tried_again_later_and_the_log_names_nobody(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.MailServerDown"
    with time_machine.travel(START, tick=False) as clock:
        send_letter(TRANSACTIONAL, ADDRESS, "Hello", "Text")
        run_due_tasks()
        assert run_due_tasks() == 0, "not again before the pause is over"
        settings.EMAIL_BACKEND = working
        clock.shift(timedelta(minutes=PAUSES[0]))
        run_due_tasks()
    assert len(mail.outbox) == 1
    assert not Letter.objects.exists()
    assert "ConnectionRefusedError" in caplog.text
    assert ADDRESS not in caplog.text


def test_a_letter_is_given_up_in_the_end(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.MailServerDown"
    with time_machine.travel(START, tick=False) as clock:
        send_letter(TRANSACTIONAL, ADDRESS, "Hello", "Text")
        tried = 0
        for _ in range(24 * 60):
            tried += run_due_tasks()
            clock.shift(timedelta(minutes=1))
        assert tried == ATTEMPTS
        assert pick_up() == 0


def test_two_workers_send_one_letter_once() -> None:
    send_letter(TRANSACTIONAL, ADDRESS, "Hello", "Text")
    letter_id = str(Letter.objects.get().id)
    original = EmailBackend.send_messages

    def while_another_worker_tries(self: EmailBackend, messages: Any) -> int:
        deliver.call(letter_id)
        return original(self, messages)

    with patch.object(EmailBackend, "send_messages", while_another_worker_tries):
        deliver.call(letter_id)
    assert len(mail.outbox) == 1


def test_a_letter_whose_worker_died_is_picked_up() -> None:
    with time_machine.travel(START, tick=False) as clock:
        send_letter(TRANSACTIONAL, ADDRESS, "Hello", "Text")
        DBTaskResult.objects.all().delete()
        assert pick_up() == 0, "its own task may still be about to run"
        clock.shift(timedelta(minutes=2))
        with (
            patch.object(EmailBackend, "send_messages", side_effect=KeyboardInterrupt),
            pytest.raises(KeyboardInterrupt),
        ):
            deliver.call(str(Letter.objects.get().id))
        assert pick_up() == 0, "somebody holds it"
        clock.shift(timedelta(minutes=12))
        assert pick_up() == 1
        run_due_tasks()
    assert len(mail.outbox) == 1
    assert not Letter.objects.exists()
