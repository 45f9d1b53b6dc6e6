"""A dictionary that answers what a side should answer, and is changed as that side should be.

With `duties` it does what the law asks: what is expired, objected to or not
declared does not come. Without, it answers as a plain table does.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from benchmarks.gdpr.models import FIELDS, GRACE_DAYS
from benchmarks.gdpr.workloads import MOMENT, PERIOD, Op, Values
from troth.privacy import Purpose

REFUSED = "refused"
LIMIT = MOMENT - timedelta(days=GRACE_DAYS)
"""What expires before this is over."""
INDEXED = ("purpose", "user", "objection", "sharing")


class Expected:
    def __init__(self, rows: dict[int, Values], gone: Iterable[int], duties: bool) -> None:
        self.rows: dict[int, Values] = {}
        self.gone = set(gone)
        self.duties = duties
        self._by: dict[tuple[str, Any], set[int]] = defaultdict(set)
        for key, values in rows.items():
            self._put(key, dict(values))

    def answer(self, op: Op) -> Any:
        """What the operation should answer; then it is done."""
        if self.duties and op.purpose == Purpose.PROMOTE:
            return REFUSED
        return getattr(self, op.name)(op)

    def create(self, op: Op) -> int:
        self._put(op.of["key"], dict(op.change))
        return 1

    def read(self, op: Op) -> list[tuple[Any, ...]]:
        return sorted(
            row_of(key, self.rows[key])
            for key in self._found(op.of)
            if self._visible(key) and not (self.duties and self.rows[key]["objection"] == op.use)
        )

    def update(self, op: Op) -> int:
        keys = [key for key in self._found(op.of) if self._visible(key)]
        for key in keys:
            self._put(key, self._take(key) | op.change)
        return len(keys)

    def delete(self, op: Op) -> int:
        keys = self._found(op.of)
        for key in keys:
            self._take(key)
            self.gone.add(key)
        return len(keys)

    def metadata(self, op: Op) -> list[tuple[Any, ...]]:
        # Whoever asks what is kept of them is told of what is not swept yet, too.
        return sorted(row_of(key, self.rows[key])[:-1] for key in self._found(op.of))

    def logs(self, op: Op) -> list[int] | None:
        first = op.of["number"]
        return list(range(first, first + PERIOD)) if self.duties else None

    def verify(self, op: Op) -> bool:
        key = op.of["key"]
        return key in self.gone and key not in self.rows if self.duties else key not in self.rows

    def _visible(self, key: int) -> bool:
        return not self.duties or bool(self.rows[key]["expiry"] > LIMIT)

    def _found(self, of: Values) -> list[int]:
        if "key" in of:
            return [of["key"]] if of["key"] in self.rows else []
        indexed = next((name for name in INDEXED if name in of), None)
        keys = self._by[indexed, of[indexed]] if indexed else self.rows.keys()
        return [key for key in keys if self._fits(self.rows[key], of)]

    def _fits(self, row: Values, of: Values) -> bool:
        return all(
            row["expiry"] <= LIMIT
            if name == "expired"
            else row["purpose"] in value
            if name == "purpose__in"
            else row[name] == value
            for name, value in of.items()
        )

    def _put(self, key: int, values: Values) -> None:
        self.rows[key] = values
        for name in INDEXED:
            self._by[name, values[name]].add(key)

    def _take(self, key: int) -> Values:
        values = self.rows.pop(key)
        for name in INDEXED:
            self._by[name, values[name]].discard(key)
        return values


def row_of(key: int, values: Values) -> tuple[Any, ...]:
    return (key, *(values[name] for name in FIELDS))
