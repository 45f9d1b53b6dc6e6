"""The operations of each workload, drawn once from a fixed seed.

Fields are drawn independently. Keys, users and purposes are dealt out: to the
thread `key % THREADS` belong the users and the purposes with that remainder,
so that what one thread changes no other touches, and an answer is known
whatever the threads' order.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from troth.privacy import Purpose

SEED = 20200301
THREADS = 8
PURPOSES, USERS, OBJECTIONS, DECISIONS, WORDS = 25, 10_000, 100, 2, 10
LIFETIMES = (30, *range(10_000, 24_001, 2_000), 1_000_000)
"""Seconds from loading to expiry."""
LOADED = datetime(2026, 3, 1, tzinfo=UTC)
MOMENT = LOADED + timedelta(days=1, seconds=60)
"""At which everything runs: what lives 30 seconds is over by a minute and nothing else."""
SKEW = 0.99
UNDECLARED = 50
"""One in so many operations of the processor runs for a purpose that nothing is declared for."""
PERIOD = 100
"""Entries of the log that a regulator asks for at once."""

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Op:
    """One operation. `of` are conditions on columns, `change` new values; `use` is what a processor uses data for."""

    name: str
    thread: int
    of: Values
    change: Values
    purpose: Purpose = Purpose.SERVE
    use: int = -1


def expiries() -> list[datetime]:
    return [LOADED + timedelta(seconds=one) for one in LIFETIMES]


class Draw:
    """Draws records and operations over keys 0 to `records`, and those beyond that are created."""

    def __init__(self, records: int, seed: str) -> None:
        self.records = records
        self.random = random.Random(f"{SEED} {seed}")  # noqa: S311
        self.moments = expiries()
        self.created = records
        self._zipf = _Zipf(records, self.random)

    def one_of(self, count: int, thread: int) -> int:
        """A number below `count` that belongs to the thread."""
        return self.random.randrange(thread, count, THREADS)

    def word(self, kind: str) -> str:
        return f"{kind}{self.random.randrange(WORDS)}"

    def field(self, name: str, thread: int) -> Any:
        draw = self.random.randrange
        return {
            "purpose": lambda: self.one_of(PURPOSES, thread),
            "user": lambda: self.one_of(USERS, thread),
            "objection": lambda: draw(OBJECTIONS),
            "decision": lambda: draw(DECISIONS),
            "expiry": lambda: self.random.choice(self.moments),
        }.get(name, lambda: self.word(name[:3]))()

    def values(self, key: int) -> Values:
        """A new record's columns but for its key."""
        names = (
            "purpose",
            "user",
            "objection",
            "decision",
            "access",
            "sharing",
            "source",
            "category",
            "expiry",
        )
        return {name: self.field(name, key % THREADS) for name in names} | {"data": data_of(key)}

    def metadata(self, thread: int) -> Values:
        """One of the eight fields that a metadata update rewrites, with a value."""
        name = self.random.choice(
            ("user", "objection", "decision", "access", "sharing", "source", "category", "expiry")
        )
        return {name: self.field(name, thread)}

    def key(self, skewed: bool) -> int:
        return self._zipf.draw() if skewed else self.random.randrange(self.records)

    def group(self, thread: int) -> list[int]:
        """The thread's purposes."""
        return list(range(thread, PURPOSES, THREADS))


class _Zipf:
    """Ranks with a zipfian constant of 0.99, hashed over the key range so that hot keys lie scattered."""

    def __init__(self, count: int, source: random.Random) -> None:
        self._count, self._random = count, source
        self._bounds: list[float] = []
        total = 0.0
        for rank in range(1, count + 1):
            total += rank**-SKEW
            self._bounds.append(total)

    def draw(self) -> int:
        from bisect import bisect

        rank = bisect(self._bounds, self._random.random() * self._bounds[-1])
        return int.from_bytes(sha256(str(rank).encode()).digest()[:8]) % self._count


def data_of(key: int, version: int = 0) -> str:
    """A hundred characters that follow from the key."""
    return (sha256(f"{key}.{version}".encode()).hexdigest() * 2)[:100]


def _create(draw: Draw, skewed: bool) -> Op:
    key, draw.created = draw.created, draw.created + 1
    return Op("create", key % THREADS, {"key": key}, draw.values(key))


def _by_key(name: str, change: str = "") -> Callable[[Draw, bool], Op]:
    def make(draw: Draw, skewed: bool) -> Op:
        key = draw.key(skewed)
        new: Values = {}
        if change == "data":
            new = {"data": data_of(key, draw.random.randrange(1, 1000))}
        elif change:
            new = draw.metadata(key % THREADS)
        return Op(name, key % THREADS, {"key": key}, new)

    return make


def _by(name: str, column: str, change: bool = False) -> Callable[[Draw, bool], Op]:
    """By a column; what would cross the threads is narrowed to the purposes of one."""

    def make(draw: Draw, skewed: bool) -> Op:
        thread = draw.random.randrange(THREADS)
        if column == "user" and skewed:
            thread, of = (key := draw.key(skewed) % USERS) % THREADS, {"user": key}
        elif column == "expired":
            of = {"expired": True, "purpose__in": draw.group(thread)}
        else:
            of = {column: draw.field(column, thread)}
            if column == "sharing":
                of["purpose__in"] = draw.group(thread)
            if column == "decision":
                of["purpose"] = draw.field("purpose", thread)
        return Op(name, thread, of, draw.metadata(thread) if change else {})

    return make


def _logs(draw: Draw, skewed: bool) -> Op:
    return Op(
        "logs",
        draw.random.randrange(THREADS),
        {"number": draw.random.randrange(1, draw.records // THREADS - PERIOD)},
        {},
    )


def _verify(draw: Draw, skewed: bool) -> Op:
    """Of a deleted key three times of four. Deleted keys are the tenth of all beyond those that were ever created."""
    gone = draw.random.randrange(4) < 3
    key = gone_key(draw.random.randrange(draw.records // 10)) if gone else draw.key(skewed)
    return Op("verify", key % THREADS, {"key": key}, {})


def gone_key(number: int) -> int:
    """The key of a record that was deleted before."""
    return 10_000_000 + number


Share = tuple[float, Callable[[Draw, bool], Op]]


@dataclass(frozen=True)
class Workload:
    """A mix of operations by their shares in percent."""

    name: str
    purpose: Purpose
    skewed: bool
    shares: tuple[Share, ...]

    def ops(self, records: int, count: int) -> Iterator[Op]:
        """The operations, the same each time."""
        draw = Draw(records, self.name)
        weights, makers = zip(*self.shares, strict=True)
        for number in range(count):
            op = replace(draw.random.choices(makers, weights)[0](draw, self.skewed), purpose=self.purpose)
            if self.purpose == Purpose.IMPROVE:
                undeclared = number % UNDECLARED == UNDECLARED - 1
                op = replace(
                    op,
                    use=draw.random.randrange(OBJECTIONS),
                    purpose=Purpose.PROMOTE if undeclared else op.purpose,
                )
            yield op


_READ = _by_key("read")
WORKLOADS = (
    Workload(
        "controller",
        Purpose.SERVE,
        False,
        (
            (25, _create),
            (25 / 3, _by("delete", "purpose")),
            (25 / 3, _by("delete", "expired")),
            (25 / 3, _by("delete", "user")),
            (50 / 3, _by("update", "purpose", change=True)),
            (50 / 3, _by("update", "user", change=True)),
            (50 / 3, _by("update", "sharing", change=True)),
        ),
    ),
    Workload(
        "customer",
        Purpose.SERVE,
        True,
        (
            (20, _by("read", "user")),
            (20, _READ),
            (20, _by_key("update", "data")),
            (20, _by_key("update", "metadata")),
            (20, _by_key("delete")),
        ),
    ),
    Workload(
        "processor, the paper's mix",
        Purpose.IMPROVE,
        False,
        (
            (80, _READ),
            (20 / 3, _by("read", "purpose")),
            (20 / 3, _by("read", "objection")),
            (20 / 3, _by("read", "decision")),
        ),
    ),
    Workload(
        "processor, the mix of 2021",
        Purpose.IMPROVE,
        False,
        ((20, _READ), (40, _by("read", "purpose")), (40, _by("read", "user"))),
    ),
    Workload(
        "regulator",
        Purpose.LEGAL,
        True,
        ((46, _by("metadata", "user")), (31, _logs), (23, _verify)),
    ),
)
