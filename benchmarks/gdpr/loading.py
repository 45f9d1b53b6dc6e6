"""One loaded database for each side, and fresh copies of it."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connections, models

from benchmarks.gdpr.models import Chain, Held, Line, Record
from benchmarks.gdpr.sides import Engine, Hand, Side, scope_of
from benchmarks.gdpr.workloads import LOADED, THREADS, Draw, Values, gone_key
from troth.privacy import ledger
from troth.privacy.append_only import guard
from troth.privacy.audit import pseudonym, timestamp
from troth.privacy.models import AuditChain, AuditEntry, Erasure, Hold
from troth.privacy.purposes import for_the_engine
from troth.privacy.verify import FIELDS, GENESIS, digest_of

TABLES: dict[str, tuple[type[models.Model], ...]] = {
    "default": (Record, AuditChain, AuditEntry, Erasure, Hold),
    "plain": (Record,),
    "hand": (Record, Chain, Line, Held),
}
LEDGERS = ("ledger", "by-hand")
BATCH = 500


class Store:
    """The databases of one size: loaded once, `fresh()` before each run."""

    def __init__(self, folder: Path, records: int, sides: Iterable[Side]) -> None:
        self.folder, self.sides = folder, list(sides)
        self.vendor = connections["default"].vendor
        draw = Draw(records, "load")
        self.rows: dict[int, Values] = {key: draw.values(key) for key in range(records)}
        self.gone = [gone_key(number) for number in range(records // 10)]
        self.space: dict[str, float] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for side in self.sides:
            self._load(side)
        for name in LEDGERS:
            _copy(Path(settings.DATA) / name, folder / name)

    def fresh(self, side: Side) -> None:
        """A new copy of what was loaded, for one side."""
        connections[side.alias].close()
        if self.vendor == "sqlite":
            path = self._file(side)
            for beside in ("-wal", "-shm"):
                Path(f"{path}{beside}").unlink(missing_ok=True)
            shutil.copyfile(f"{path}.loaded", path)
            connections.settings[side.alias]["NAME"] = str(path)
        else:
            _make_database(f"gdpr_{side.alias}", f"gdpr_{side.alias}_loaded")
            connections.settings[side.alias]["NAME"] = f"gdpr_{side.alias}"
        connections[side.alias].settings_dict["NAME"] = connections.settings[side.alias]["NAME"]
        for name in LEDGERS:
            _copy(self.folder / name, Path(settings.DATA) / name)

    def _file(self, side: Side) -> Path:
        return self.folder / f"{side.alias}.sqlite3"

    def _load(self, side: Side) -> None:
        connection = connections[side.alias]
        connection.close()
        loaded = str(self._file(side)) if self.vendor == "sqlite" else f"gdpr_{side.alias}_loaded"
        if self.vendor == "postgresql":
            _make_database(loaded, "template0")
        connections.settings[side.alias]["NAME"] = connection.settings_dict["NAME"] = loaded
        with for_the_engine(), connection.schema_editor() as editor:
            for table in TABLES[side.alias]:
                editor.create_model(table)
        with for_the_engine():
            records = (Record(key=key, **values) for key, values in self.rows.items())
            Record.everything.using(side.alias).bulk_create(records, batch_size=BATCH)
            if isinstance(side, Engine):
                guard(connection)
                for thread in range(THREADS):
                    keys = [key for key in self.rows if key % THREADS == thread]
                    AuditEntry.objects.bulk_create(_chain(scope_of(thread), keys), batch_size=BATCH)
                ledger.note("erased", [ledger.hash_of((Record, key)) for key in self.gone])
            elif isinstance(side, Hand):
                for thread in range(THREADS):
                    keys = [key for key in self.rows if key % THREADS == thread]
                    lines = _lines(side, scope_of(thread), keys)
                    Line.objects.using(side.alias).bulk_create(lines, batch_size=BATCH)
                side.ledger.note(self.gone)
        self.space[side.alias] = self._bytes(side) / sum(len(one["data"]) for one in self.rows.values())
        connection.close()
        if self.vendor == "sqlite":
            self._file(side).rename(f"{loaded}.loaded")

    def _bytes(self, side: Side) -> int:
        """Of the whole database: on SQLite its pages after a full checkpoint, on PostgreSQL its tables' relations."""
        with connections[side.alias].cursor() as cursor:
            if self.vendor == "sqlite":
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return self._file(side).stat().st_size
            names = [table._meta.db_table for table in TABLES[side.alias]]
            cursor.execute("VACUUM ANALYZE")
            cursor.execute(
                "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relname = ANY(%s)", [names]
            )
            return int(cursor.fetchone()[0])


def _chain(scope: str, keys: Iterable[int]) -> Iterator[AuditEntry]:
    """The record of all that was loaded, as `record` would have written it; its head last."""
    number, digest = 0, GENESIS
    for number, key in enumerate(keys, 1):
        entry = AuditEntry(
            scope=scope,
            number=number,
            at=LOADED,
            action="record.created",
            object_kind=Record._meta.label,
            object=pseudonym(Record(key=key)),
            previous=digest,
        )
        digest = entry.digest = digest_of(
            {name: getattr(entry, name) for name in FIELDS} | {"at": timestamp(LOADED)}
        )
        yield entry
    AuditChain.objects.create(scope=scope, number=number, digest=digest)


def _lines(side: Hand, scope: str, keys: Iterable[int]) -> Iterator[Line]:
    """The same by hand."""
    number, digest = 0, ""
    for number, key in enumerate(keys, 1):
        line = Line(scope=scope, number=number, at=LOADED, action="record.created", rows=1)
        line.object = side.ledger.hash_of(key)
        digest = line.digest = line.digest_after(digest)
        yield line
    Chain.objects.using(side.alias).create(scope=scope, number=number, digest=digest)


def _copy(source: Path, target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copyfile(source, target)


def _make_database(name: str, template: str) -> None:
    """Anew, as a copy of another."""
    found: dict[str, Any] = connections["plain"].get_connection_params() | {"dbname": "postgres"}
    wanted = {one: found[one] for one in ("dbname", "user", "host", "port", "password") if found.get(one)}
    with psycopg.connect(**wanted, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]
