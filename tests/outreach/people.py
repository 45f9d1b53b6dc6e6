"""Whom these tests write to."""

from typing import Any

from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from troth.organizations.models import Contact, Kind
from troth.outreach.tasks import deliver, send_batch

CALLS = {task.module_path: task for task in (deliver, send_batch)}


def contact(address: str = "dora@customer.example", kind: Kind = Kind.CUSTOMER) -> Contact:
    return Contact.objects.create(kind=kind, email=address, name="Dora Dean")


def run_due_tasks() -> int:
    """What a worker does: runs each task whose time has come, those that do not wait first. Says how many."""
    due = list(DBTaskResult.objects.ready().filter(task_path__in=CALLS).order_by("-priority", "enqueued_at"))
    for row in due:
        kept, path = row.args_kwargs, row.task_path
        row.delete()
        CALLS[path].call(*kept["args"], **kept["kwargs"])
    return len(due)


def work() -> None:
    """Until nothing is due any more."""
    for _ in range(100):
        if not run_due_tasks():
            return
    raise AssertionError("there is always another task")


def sent() -> list[str]:
    """To whom mail has left."""
    return [address for message in mail.outbox for address in message.to]


def one_click(path: str) -> Any:
    """What a mail provider sends (RFC 8058, section 3.2): no cookie, no token but that in the address, any origin."""
    return Client(enforce_csrf_checks=True, headers={"User-Agent": "mail-provider/1.0"}).post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
