"""The worker: what is due is done once, and what a dead worker left is taken up."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from troth.web import worker
from troth.web.models import Slot
from troth.web.slots import claim_slot, hold_slot

pytestmark = pytest.mark.django_db


def begun(*workers: str) -> DBTaskResult:
    """A task in progress, with the workers that took it up."""
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now(),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="troth.meetings.tasks.reconcile",
        backend_name="default",
        run_after=get_date_max(),
        worker_ids=list(workers),
    )


def test_a_slot_is_one_worker_s_until_its_time_is_over() -> None:
    assert claim_slot("round:sweep", 60)
    assert not claim_slot("round:sweep", 60)
    assert claim_slot("round:other", 60)
    Slot.objects.filter(name="round:sweep").update(until=timezone.now() - timedelta(seconds=1))
    assert claim_slot("round:sweep", 60)
    assert not claim_slot("round:sweep", 60)


def test_a_dead_worker_s_task_is_queued_again() -> None:
    task = begun("dead")
    assert worker.take_back() == 1
    task.refresh_from_db()
    assert task.status == TaskResultStatus.READY
    assert DBTaskResult.objects.ready().filter(pk=task.pk).exists()


def test_a_living_worker_s_task_is_left_alone() -> None:
    hold_slot("worker:alive", 30)
    task = begun("dead", "alive")
    assert worker.take_back() == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING


def test_a_task_that_kills_its_workers_is_given_up() -> None:
    task = begun(*["dead"] * worker.ATTEMPTS)
    assert worker.take_back() == 1
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED
    assert task.finished_at


def test_a_task_that_fails_leaves_its_places_and_none_of_its_words() -> None:
    """PostgreSQL's words are a row's, and a task's record is about nobody."""
    task = begun("alive")
    try:
        try:
            raise KeyError("kim@demo.example")
        except KeyError as error:
            raise ValueError("Key (email)=(kim@demo.example) exists") from error
    except ValueError as error:
        task.set_failed(error)
    task.refresh_from_db()
    assert task.exception_class_path == "builtins.ValueError"
    assert task.traceback.count("test_worker.py") == 2
    assert "kim" not in task.traceback


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_does_what_is_due() -> None:
    done: list[int] = []
    round = worker.Round("sweep", 60, (), lambda: done.append(1))
    worker.go_round(round)
    worker.go_round(round)
    assert done == [1]


@pytest.mark.django_db(transaction=True)
def test_a_round_that_fails_is_logged_and_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError("no luck")

    with caplog.at_level(logging.ERROR):
        worker.go_round(worker.Round("sweep", 60, (), fail))
    assert "sweep failed" in caplog.text


def test_old_records_go_and_slots_of_dead_workers_with_them() -> None:
    old = begun("dead")
    long_ago = timezone.now() - timedelta(days=worker.KEPT_DAYS + 1)
    DBTaskResult.objects.filter(pk=old.pk).update(
        status=TaskResultStatus.SUCCESSFUL, finished_at=long_ago, enqueued_at=long_ago
    )
    Slot.objects.create(name="worker:dead", until=long_ago)
    hold_slot("worker:alive", 30)
    worker.clear()
    assert not DBTaskResult.objects.exists()
    assert set(Slot.objects.values_list("name", flat=True)) == {"worker:alive"}


def test_the_clock_knows_its_rounds() -> None:
    assert {round.name for round in worker.rounds()} >= {
        "meetings.reconcile",
        "outreach.pick_up",
        "outreach.mailings",
        "outreach.inbox",
        "outreach.forget_sent",
        "privacy.leaving",
    }
