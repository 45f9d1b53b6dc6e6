"""The same operations three times: through the engine, plainly, and with the same duties written by hand."""

import hmac
import os
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connections, transaction

from benchmarks.gdpr.expected import LIMIT, REFUSED
from benchmarks.gdpr.models import FIELDS, GRACE_DAYS, Chain, Held, Line, Record
from benchmarks.gdpr.workloads import PERIOD, Op, Values
from troth.lib.clock import now
from troth.privacy import Purpose
from troth.privacy import ledger as engine_ledger
from troth.privacy.audit import entries, record
from troth.privacy.deleting import erase_rows
from troth.privacy.gathering import gather
from troth.privacy.purposes import PurposeRefused, for_the_engine, under
from troth.privacy.verify import digest_of

Rows = list[tuple[Any, ...]]


def full(rows: Any) -> Rows:
    """Every column of the rows, as whoever asked reads them."""
    return [
        (
            one.key,
            one.purpose,
            one.user,
            one.objection,
            one.decision,
            one.access,
            one.sharing,
            one.source,
            one.category,
            one.expiry,
            one.data,
        )
        for one in rows
    ]


def scope_of(thread: int) -> str:
    """The organization that keeps the record of what a thread's keys meet: each has a chain of its own."""
    return f"organization {thread}"


def conditions(of: Values) -> Values:
    """As filter() takes them."""
    found = dict(of)
    if found.pop("expired", False):
        found["expiry__lte"] = LIMIT
    return found


class Side(Protocol):
    """Does operations on a database of its own. What an operation answers, `expected.py` says."""

    alias: str
    duties: bool

    def do(self, op: Op) -> Any: ...

    def is_gone(self, key: int) -> bool: ...

    def forgotten(self, keys: Iterable[int]) -> set[int]:
        """Of keys that were deleted, those that its ledger does not know."""
        ...


class Engine:
    """Through the product's engine: purpose, period, audit record, holds and ledger."""

    alias, duties = "default", True

    def do(self, op: Op) -> Any:
        try:
            with under(op.purpose):
                return getattr(self, op.name)(op)
        except PurposeRefused:
            return REFUSED

    def create(self, op: Op) -> int:
        with transaction.atomic():
            made = Record.objects.create(**op.of, **op.change)
            record("record.created", scope=scope_of(op.thread), object=made)
        return 1

    def read(self, op: Op) -> Rows:
        rows = Record.objects.filter(**op.of)
        return full(rows.exclude(objection=op.use) if op.use >= 0 else rows)

    def update(self, op: Op) -> int:
        with transaction.atomic():
            rows = Record.objects.filter(**op.of).update(**op.change)
            record("record.changed", scope=scope_of(op.thread), object=_object(op), rows=rows)
        return rows

    def delete(self, op: Op) -> int:
        with transaction.atomic():
            rows = Record.everything.filter(**conditions(op.of))
            gone = len(erase_rows(Record, set(rows.values_list("pk", flat=True))).going[Record])
            record("record.deleted", scope=scope_of(op.thread), object=_object(op), rows=gone)
        return gone

    def metadata(self, op: Op) -> Rows:
        keys = set(Record.everything.filter(**op.of).values_list("pk", flat=True))
        with for_the_engine():
            return [
                tuple(one.values[name] for name in ("key", *FIELDS[:-1])) for one in gather({Record: keys})
            ]

    def logs(self, op: Op) -> list[int]:
        first = op.of["number"]
        found, before = [], "0" * 64 if first == 1 else None
        for entry in entries(scope_of(op.thread), after=first - 2, until=first + PERIOD - 1):
            assert digest_of(entry) == entry["digest"]
            assert before in (None, entry["previous"])
            before = entry["digest"]
            found.append(entry["number"])
        return found if first == 1 else found[1:]

    def verify(self, op: Op) -> bool:
        return self.is_gone(op.of["key"]) and not Record.everything.filter(pk=op.of["key"]).exists()

    def is_gone(self, key: int) -> bool:
        return engine_ledger.was_erased((Record, key))

    def forgotten(self, keys: Iterable[int]) -> set[int]:
        known = engine_ledger.erased()
        return {key for key in keys if engine_ledger.hash_of((Record, key)) not in known}


def _object(op: Op) -> Record | None:
    return Record(key=op.of["key"]) if "key" in op.of else None


class Plain:
    """Django's own ORM and backend, and no duties."""

    alias, duties = "plain", False

    def __init__(self) -> None:
        self.rows = Record.everything.db_manager(self.alias)

    def do(self, op: Op) -> Any:
        return getattr(self, op.name)(op)

    def create(self, op: Op) -> int:
        self.rows.create(**op.of, **op.change)
        return 1

    def read(self, op: Op) -> Rows:
        return full(self.rows.filter(**op.of))

    def update(self, op: Op) -> int:
        return self.rows.filter(**op.of).update(**op.change)

    def delete(self, op: Op) -> int:
        return self.rows.filter(**conditions(op.of)).delete()[0]

    def metadata(self, op: Op) -> Rows:
        return list(self.rows.filter(**op.of).values_list("key", *FIELDS[:-1]))

    def logs(self, op: Op) -> None:
        return None

    def verify(self, op: Op) -> bool:
        return not self.rows.filter(pk=op.of["key"]).exists()

    def is_gone(self, key: int) -> bool:
        return True

    def forgotten(self, keys: Iterable[int]) -> set[int]:
        return set()


class Hand:
    """Plain, with the same duties by hand: filters, one chained line for what changes, holds, a ledger."""

    alias, duties = "hand", True
    ALLOWED = frozenset((Purpose.SERVE, Purpose.IMPROVE, Purpose.LEGAL))

    def __init__(self) -> None:
        self.rows = Record.everything.db_manager(self.alias)
        self.chains = Chain.objects.db_manager(self.alias)
        self.lines = Line.objects.db_manager(self.alias)
        self.held = Held.objects.db_manager(self.alias)
        self.ledger = HandLedger(Path(settings.DATA) / "by-hand")

    def do(self, op: Op) -> Any:
        return getattr(self, op.name)(op) if op.purpose in self.ALLOWED else REFUSED

    def _readable(self) -> Any:
        return self.rows.filter(expiry__gt=now() - timedelta(days=GRACE_DAYS))

    def _note(self, action: str, op: Op, rows: int) -> None:
        chain = self.chains.select_for_update().get(scope=scope_of(op.thread))
        line = Line(scope=chain.scope, number=chain.number + 1, at=now(), action=action, rows=rows)
        line.object = self.ledger.hash_of(op.of.get("key", 0))
        line.digest = line.digest_after(chain.digest)
        line.save(using=self.alias, force_insert=True)
        self.chains.filter(pk=chain.pk).update(number=line.number, digest=line.digest)

    def create(self, op: Op) -> int:
        with transaction.atomic(using=self.alias):
            self.rows.create(**op.of, **op.change)
            self._note("record.created", op, 1)
        return 1

    def read(self, op: Op) -> Rows:
        rows = self._readable().filter(**op.of)
        return full(rows.exclude(objection=op.use) if op.use >= 0 else rows)

    def update(self, op: Op) -> int:
        with transaction.atomic(using=self.alias):
            rows: int = self._readable().filter(**op.of).update(**op.change)
            self._note("record.changed", op, rows)
        return rows

    def delete(self, op: Op) -> int:
        with transaction.atomic(using=self.alias):
            found = set(self.rows.filter(**conditions(op.of)).values_list("pk", flat=True))
            keys = list(
                found - set(self.held.filter(released_at=None, key__in=found).values_list("key", flat=True))
            )
            self.rows.filter(pk__in=keys).delete()
            self._note("record.deleted", op, len(keys))
        if keys:
            self.ledger.note(keys)
        return len(keys)

    def metadata(self, op: Op) -> Rows:
        return list(self.rows.filter(**op.of).values_list("key", *FIELDS[:-1]))

    def logs(self, op: Op) -> list[int]:
        first = op.of["number"]
        lines = self.lines.filter(
            scope=scope_of(op.thread), number__range=(first - 1, first + PERIOD - 1)
        ).order_by("number")
        found, before = [], "" if first == 1 else None
        for line in lines:
            if before is not None:
                assert line.digest == line.digest_after(before)
                found.append(line.number)
            before = line.digest
        return found

    def verify(self, op: Op) -> bool:
        return self.is_gone(op.of["key"]) and not self.rows.filter(pk=op.of["key"]).exists()

    def is_gone(self, key: int) -> bool:
        return self.ledger.has(key)

    def forgotten(self, keys: Iterable[int]) -> set[int]:
        known = set(self.ledger.path.read_text().split())
        return {key for key in keys if self.ledger.hash_of(key) not in known}


class HandLedger:
    """A file outside the database with a keyed hash for each key that was deleted."""

    def __init__(self, path: Path) -> None:
        self.path, self._key = path, settings.SECRET_KEY.encode()

    def hash_of(self, key: int) -> str:
        return hmac.new(self._key, str(key).encode(), sha256).hexdigest()

    def note(self, keys: list[int]) -> None:
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, "".join(f"{self.hash_of(key)}\n" for key in keys).encode())
        finally:
            os.close(handle)

    def has(self, key: int) -> bool:
        return f"{self.hash_of(key)}\n".encode() in self.path.read_bytes()


def sides() -> dict[str, Side]:
    """The three, each on the database of its alias."""
    return {"plain": Plain(), "by hand": Hand(), "engine": Engine()}


def close_all() -> None:
    """This thread's connections."""
    connections.close_all()
