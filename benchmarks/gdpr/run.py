"""`python -m benchmarks.gdpr.run FOLDER RECORDS OPERATIONS ROUNDS`: one database, every workload, as lines of JSON.

A process of its own, since Django's settings say which database it is on.
"""

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Barrier, Thread
from time import perf_counter
from types import SimpleNamespace
from typing import Any

import django

from troth.lib import clock

WARM_UP = 100
SLOW = 0.1
"""Seconds from which on a change by key is counted as one that waited."""


@dataclass
class Tally:
    """What a run found. `right` of `asked` answers were, `first` is the first that was not."""

    seconds: float = 0.0
    asked: int = 0
    right: int = 0
    errors: int = 0
    waits: int = 0
    first: str = ""

    def add(self, other: "Tally") -> None:
        for name in ("asked", "right", "errors", "waits"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.first = self.first or other.first


@dataclass
class Found:
    """One workload at one number of threads: seconds of each round by side, and a tally of all of them."""

    workload: str
    threads: int
    seconds: dict[str, list[float]] = field(default_factory=dict)
    tallies: dict[str, Tally] = field(default_factory=dict)


def main() -> None:
    folder, (records, operations, rounds) = Path(sys.argv[1]), map(int, sys.argv[2:5])
    only = sys.argv[5:]
    django.setup()
    from benchmarks.gdpr.loading import Store
    from benchmarks.gdpr.sides import sides
    from benchmarks.gdpr.workloads import MOMENT, THREADS, WORKLOADS

    with _clock_at(MOMENT):
        ours = sides()
        store = Store(folder, records, ours.values())
        _say({"space": {name: store.space[side.alias] for name, side in ours.items()}})
        for workload in WORKLOADS:
            if only and not any(workload.name.startswith(one) for one in only):
                continue
            ops = list(workload.ops(records, operations + WARM_UP))
            wanted = {duties: _wanted(store, ops, duties) for duties in (False, True)}
            for threads in (1, THREADS):
                found = Found(workload.name, threads)
                for number in range(rounds + 1):
                    # The first round is not timed: every answer in it is held against what is expected.
                    order = list(ours) if number % 2 else list(reversed(ours))
                    for name in order:
                        side = ours[name]
                        tally = _run(store, side, ops, wanted[side.duties], threads, checked=number == 0)
                        found.tallies.setdefault(name, Tally()).add(tally)
                        if number:
                            found.seconds.setdefault(name, []).append(tally.seconds)
                _say(asdict(found))
        for workload in WORKLOADS[:2]:
            said = _undealt(store, ours["engine"], list(workload.ops(records, operations)), THREADS)
            _say({"undealt": f"{workload.name}: {said}"})
        _say({"sweep": {name: [_sweep(store, side) for _ in range(rounds)] for name, side in ours.items()}})


@contextmanager
def _clock_at(moment: datetime) -> Iterator[None]:
    """The clock stands. Tests turn it with time-machine, which takes longer to be read than a clock."""
    before, clock.timezone = clock.timezone, SimpleNamespace(now=lambda: moment)  # type: ignore[assignment]
    try:
        yield
    finally:
        clock.timezone = before


def _say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


def _wanted(store: Any, ops: list[Any], duties: bool) -> tuple[Any, list[Any]]:
    """What is expected in the end, and of each operation. What one thread does no other meets: so it is the same
    however they are dealt out."""
    from benchmarks.gdpr.expected import Expected

    expected = Expected(store.rows, store.gone, duties)
    return expected, [_short(expected.answer(op)) for op in ops]


def _run(
    store: Any, side: Any, ops: list[Any], expected: tuple[Any, list[Any]], threads: int, checked: bool
) -> Tally:
    """The operations on a fresh copy: those of a thread in their order. Answers are compared when all is done."""
    store.fresh(side)
    end, answers = expected
    dealt = [[op for op in ops if op.thread % threads == thread] for thread in range(threads)]
    # The same share of each thread's operations warms up.
    split = [len([op for op in ops[:WARM_UP] if op.thread % threads == thread]) for thread in range(threads)]
    wanted = [
        [answer for op, answer in zip(ops, answers, strict=True) if op.thread % threads == thread]
        for thread in range(threads)
    ]
    total, started = Tally(), 0.0
    gate, tallies = Barrier(threads + 1), [Tally() for _ in range(threads)]

    def work(thread: int) -> None:
        from django.db import connections

        _perform(side, dealt[thread][: split[thread]], wanted[thread], tallies[thread], checked)
        gate.wait()
        rest = wanted[thread][split[thread] :]
        _perform(side, dealt[thread][split[thread] :], rest, tallies[thread], checked)
        gate.wait()
        connections.close_all()

    workers = [Thread(target=work, args=(thread,)) for thread in range(threads)]
    with _no_collection():
        for worker in workers:
            worker.start()
        gate.wait()
        started = perf_counter()
        gate.wait()
        seconds = perf_counter() - started
        for worker in workers:
            worker.join()
    for tally in tallies:
        total.add(tally)
    total.seconds = seconds
    total.add(_compare_end(side, end))
    return total


@contextmanager
def _no_collection() -> Iterator[None]:
    """What was allocated before is not looked through during the run."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _short(answer: Any) -> Any:
    """An answer as it is kept: a list as its hash, in order."""
    return hash(tuple(sorted(answer))) if isinstance(answer, list) else answer


def _perform(side: Any, ops: list[Any], wanted: list[Any], tally: Tally, checked: bool) -> None:
    for op, expected in zip(ops, wanted, strict=False):
        began = perf_counter()
        try:
            answer = side.do(op)
        except Exception as error:  # an error is a wrong answer
            answer = error
            tally.errors += 1
        if "key" in op.of and op.change and perf_counter() - began > SLOW:
            tally.waits += 1
        # Rows are only compared where nothing is timed; numbers always.
        if checked or not isinstance(answer, list):
            tally.asked += 1
            if _short(answer) == expected:
                tally.right += 1
            elif not tally.first:
                tally.first = f"{op}: {answer!r}"[:400]


def _compare_end(side: Any, expected: Any) -> Tally:
    """What is in the table in the end, key by key; what was deleted is in the ledger."""
    from benchmarks.gdpr.expected import row_of
    from benchmarks.gdpr.models import Record
    from benchmarks.gdpr.sides import full, scope_of
    from benchmarks.gdpr.workloads import THREADS
    from troth.privacy.audit import verify_chain
    from troth.privacy.purposes import for_the_engine

    with for_the_engine():
        there = {row[0]: row for row in full(Record.everything.using(side.alias).iterator())}
        if side.alias == "default":
            for thread in range(THREADS):
                verify_chain(scope_of(thread))
    tally = Tally(asked=1)
    should = {key: row_of(key, values) for key, values in expected.rows.items()}
    differing = [key for key in there.keys() | should.keys() if there.get(key) != should.get(key)]
    lost = side.forgotten(key for key in expected.gone if key not in expected.rows)
    if differing or lost:
        tally.first = f"in the end: {len(differing)} rows differ, {len(lost)} are not in the ledger"
    else:
        tally.right = 1
    return tally


def _undealt(store: Any, side: Any, ops: list[Any], threads: int) -> str:
    """What came back that should not have, where all threads are at the same keys: in words.

    Only what was gone before a read began counts. Keys are never made twice.
    """
    from benchmarks.gdpr.expected import LIMIT
    from benchmarks.gdpr.models import FIELDS, Record

    store.fresh(side)
    gone: set[int] = set()
    faults: list[str] = []
    errors: list[str] = []
    expiry, objection = (1 + FIELDS.index(name) for name in ("expiry", "objection"))

    def work(thread: int) -> None:
        from django.db import connections

        for op in ops[thread::threads]:
            before = set(gone)
            try:
                answer = side.do(op)
            except Exception as error:  # counted
                errors.append(f"{op.name}: {error!r}")
                continue
            if op.name == "delete" and "key" in op.of:
                gone.add(op.of["key"])
            if op.name == "read":
                faults.extend(
                    str(op)
                    for row in answer
                    if row[0] in before or row[expiry] <= LIMIT or row[objection] == op.use
                )
        connections.close_all()

    workers = [Thread(target=work, args=(thread,)) for thread in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    back = Record.everything.filter(key__in=gone).count()
    first = f"; the first: {(errors + faults)[0][:200]}" if errors or faults else ""
    return f"{len(ops):,} operations, {len(faults) + back} came, {len(errors)} errors{first}"


def _sweep(store: Any, side: Any) -> float:
    """Seconds to take all that is over, in one operation of each group of purposes."""
    from benchmarks.gdpr.workloads import THREADS, Draw, Op

    store.fresh(side)
    groups = [Draw(1, "sweep").group(thread) for thread in range(THREADS)]
    began = perf_counter()
    for thread, group in enumerate(groups):
        side.do(Op("delete", thread, {"expired": True, "purpose__in": group}, {}))
    return perf_counter() - began


if __name__ == "__main__":
    main()
