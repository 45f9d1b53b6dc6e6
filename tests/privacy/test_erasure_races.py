"""Erasures beside other writers, each in a thread and a transaction of its own."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from threading import Barrier, BrokenBarrierError, Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.privacy.shapes import TABLES, Shape
from tests.privacy.shapes.fixtures import tables  # noqa: F401
from tests.privacy.shapes.rows import S2, S11
from troth.privacy import erasing
from troth.privacy.erasing import Plan, erase, plan_erasure

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 0.5
"""Seconds that one thread waits for another that may be locked out."""


@pytest.fixture(autouse=True)
def _emptied() -> Iterator[None]:
    yield
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        names = [model._meta.db_table for model in TABLES.values()]
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)}")
        else:
            for name in names:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def in_thread(work: Callable[[], object]) -> tuple[Thread, list[BaseException]]:
    """Starts it on a connection of its own; the list will hold what it raises."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except IntegrityError as error:
            raised.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread, raised


def after_planning(monkeypatch: pytest.MonkeyPatch, then: Callable[[], None]) -> None:
    """Something that happens each time between a plan and its carrying out."""

    def plan(*args: Any) -> Plan:
        found = plan_erasure(*args)
        then()
        return found

    monkeypatch.setattr(erasing, "plan_erasure", plan)


def test_two_last_owners_erased_at_the_same_time_leave_no_orphan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each would spare what the other owns, if both planned before one has acted."""
    shape = Shape("person p0 p5\nadmin a\nmessage m1 sender=p0 receiver=p5")
    shape.write()
    graph, both_planned = shape.graph(), Barrier(2)

    def wait() -> None:
        try:
            both_planned.wait(PATIENCE)
        except BrokenBarrierError:
            pass

    after_planning(monkeypatch, wait)
    people = [TABLES["person"]._base_manager.get(pk=key) for key in ("p0", "p5")]
    threads = [in_thread(lambda person=person: erase([person], graph)) for person in people]  # type: ignore[misc]
    for thread, raised in threads:
        thread.join()
        assert not raised
    assert shape.rows().keys() == {"a"}


def _wait(thread: Thread) -> None:
    """Until it has written; on SQLite it can't before the erasure is over."""
    thread.join(PATIENCE if connection.vendor == "sqlite" else None)


@pytest.mark.parametrize("inside", [nullcontext, transaction.atomic])
def test_a_row_written_during_the_erasure_goes_too_or_is_refused(
    inside: Callable[[], AbstractContextManager[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the erasure is part of a larger transaction, and nothing is refused before that ends."""
    S2.write()
    notes, threads = TABLES["note"]._base_manager, []

    def write() -> None:
        if not threads:
            threads.append(in_thread(lambda: notes.create(pk="late", owner_id="p0")))
            _wait(threads[0][0])

    after_planning(monkeypatch, write)
    with inside():
        erase([TABLES["person"]._base_manager.get(pk="p0")], S2.graph())
    thread, raised = threads[0]
    thread.join()
    assert S2.rows().keys() == {"p5", "n2"}
    assert bool(raised) == (connection.vendor == "sqlite")


def test_who_becomes_an_owner_during_the_erasure_keeps_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or is refused, where the row was gone first."""
    S11.write()
    links, threads = TABLES["membership"]._base_manager, []

    def write() -> None:
        if not threads:
            threads.append(in_thread(lambda: links.create(pk="late", group_id="g0", person_id="p5")))
            _wait(threads[0][0])

    after_planning(monkeypatch, write)
    erase([TABLES["person"]._base_manager.get(pk="p0")], S11.graph())
    thread, raised = threads[0]
    thread.join()
    late = set() if raised else {"late", "g0"}
    assert S11.rows().keys() == {"p5", "g1", "a2", "a3"} | late
    assert bool(raised) == (connection.vendor == "sqlite")


def test_an_erasure_that_never_fits_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it did is undone, and the last refusal is told."""
    S2.write()
    before = S2.rows()
    planned = []

    def refuse() -> None:
        planned.append(1)
        raise IntegrityError

    after_planning(monkeypatch, refuse)
    with pytest.raises(IntegrityError):
        erase([TABLES["person"]._base_manager.get(pk="p0")], S2.graph())
    assert len(planned) == erasing.ATTEMPTS
    assert S2.rows() == before
