"""`troth work`: tasks from the database, and the clock that starts what is due.

A worker that is killed leaves its task marked as running, for ever as far as
django-tasks-db goes. So every worker holds a slot with its name and renews
it; a running task whose worker holds none is put back into the queue.
"""

import logging
import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib import import_module

from apscheduler.schedulers.background import BackgroundScheduler
from django.core.management import call_command
from django.db import close_old_connections, transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from troth.lib.clock import now
from troth.privacy import Purpose
from troth.privacy.purposes import under
from troth.web.slots import claim_slot, drop_slot, forget_old_slots, held_slots, hold_slot

log = logging.getLogger(__name__)

BEAT = 5
"""Seconds between two signs of life of a worker."""
SILENCE = 30
"""Seconds without one after which a worker counts as dead."""
ATTEMPTS = 5
"""A task that this many workers died of is failed, not tried again."""
LOOK = 0.5
"""Seconds between two looks at an empty queue."""
KEPT_DAYS = 7
"""Days that the record of a finished task stays."""
PREFIX = "worker:"


@dataclass(frozen=True)
class Round:
    """Something to do every so many seconds, by one worker of all, and for what."""

    name: str
    seconds: float
    purposes: tuple[Purpose, ...]
    action: Callable[[], object]


def _call(path: str) -> Callable[[], object]:
    """The function at a dotted path. Raises ImportError now, not when it is due."""
    module, name = path.rsplit(".", 1)
    action: Callable[[], object] = getattr(import_module(module), name)
    return action


def rounds() -> list[Round]:
    """What the clock starts."""
    return [
        Round("meetings.reconcile", 5, (Purpose.SERVE,), _call("troth.meetings.tasks.reconcile")),
        Round("recordings.tend", 2, (Purpose.SERVE,), _call("troth.recordings.tasks.tend")),
        Round(
            "recordings.trash", 3600, (Purpose.SERVE,), _call("troth.recordings.actions.trash.empty_trash")
        ),
        Round("transcripts.tend", 5, (Purpose.SERVE,), _call("troth.transcripts.tasks.tend")),
        Round(
            "recordings.decisions",
            60,
            (Purpose.SERVE, Purpose.LEGAL),
            _call("troth.recordings.actions.deciding.tend"),
        ),
        Round("outreach.pick_up", 60, (Purpose.SERVE,), _call("troth.outreach.tasks.pick_up")),
        Round("outreach.mailings", 60, (Purpose.SERVE,), _call("troth.outreach.tasks.tend_mailings")),
        Round("outreach.inbox", 60, (Purpose.SERVE,), _call("troth.outreach.inbox.rounds.read_inbox")),
        Round("outreach.forget_sent", 3600, (), _call("troth.outreach.tasks.forget_sent")),
        Round("privacy.exports", 60, (), _call("troth.privacy.tasks.tend_exports")),
        Round("web.take_back", SILENCE, (), take_back),
        Round("web.clear", 3600, (Purpose.SECURE,), clear),
        Round(
            "billing.follow_ends",
            3600,
            (Purpose.SERVE, Purpose.BILL),
            _call("troth.billing.actions.follow_ends"),
        ),
        Round("rights.probe", 3600, (Purpose.SERVE,), _call("troth.rights.actions.look_when_due")),
        Round("privacy.leaving", 300, (), _call("troth.privacy.leaving.pick_up")),
        Round("rights.tell_recipients", 300, (Purpose.LEGAL,), _call("troth.rights.telling.tell_recipients")),
        Round(
            "rights.follow_cases",
            300,
            (Purpose.LEGAL, Purpose.SERVE),
            _call("troth.rights.cases.follow_cases"),
        ),
        Round(
            "rights.requests",
            600,
            (Purpose.SERVE, Purpose.LEGAL),
            _call("troth.rights.requests.rounds.tend"),
        ),
        Round("privacy.sweep", 3600, (), _call("troth.privacy.retention.sweep_when_due")),
    ]


def clear() -> None:
    """Delete records of finished tasks and ended browser sessions."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now() - timedelta(days=KEPT_DAYS)).delete()
    call_command("clearsessions")
    forget_old_slots(PREFIX)


def take_back() -> int:
    """Queue again, or fail, the tasks of workers that died at them. Returns how many."""
    alive = held_slots(PREFIX)
    count = 0
    with transaction.atomic():
        for result in DBTaskResult.objects.running().select_for_update(skip_locked=True):
            if result.worker_ids and PREFIX + result.worker_ids[-1] in alive:
                continue
            count += 1
            again = len(result.worker_ids) < ATTEMPTS
            log.warning("the worker of task %s died; %s", result.pk, "queued again" if again else "given up")
            if again:
                result.status = TaskResultStatus.READY
                result.started_at = None
            else:
                result.status = TaskResultStatus.FAILED
                result.finished_at = now()
                result.exception_class_path = "builtins.ChildProcessError"
                result.traceback = f"{ATTEMPTS} workers died at this task."
            result.save()
    return count


def go_round(round: Round) -> None:
    """Do what is due, unless another worker has just done it."""
    close_old_connections()
    try:
        # A little less than the period: the next turn comes at its own time, not a millisecond too early.
        if claim_slot(f"round:{round.name}", round.seconds * 0.9):
            with under(*round.purposes):
                round.action()
    except Exception:
        log.exception("%s failed; it is tried again in %g s", round.name, round.seconds)
    finally:
        close_old_connections()


def beat(name: str) -> None:
    """Show that the worker `name` lives."""
    close_old_connections()
    try:
        hold_slot(PREFIX + name, SILENCE)
    except Exception:
        log.exception("the worker's sign of life failed")
    finally:
        close_old_connections()


def clock(name: str) -> BackgroundScheduler:
    """The clock of the worker `name`, not yet started."""
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(partial(beat, name), "interval", seconds=BEAT)
    for round in rounds():
        scheduler.add_job(partial(go_round, round), "interval", seconds=round.seconds, next_run_time=now())
    return scheduler


def work() -> None:
    """Run tasks until SIGTERM or Ctrl-C; a task that has begun is finished first."""
    name = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=LOOK,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
    )
    # It says at each signal that it has come: the supervisor knows.
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    beat(name)
    scheduler = clock(name)
    scheduler.start()
    worker.configure_signals()
    try:
        worker.run()
    finally:
        scheduler.shutdown()
        drop_slot(PREFIX + name)
