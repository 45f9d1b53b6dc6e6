"""The audit record: what was done is written in the transaction that does it.

Words for each action and each kind of them stand as `ACTIONS` and `KINDS` in
the `audited.py` of the room whose they are: `record` takes no other, so that
whoever reads the record is told all of it in plain words.
"""

import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, router, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.text import capfirst

from troth.lib.clock import now
from troth.privacy.append_only import CHAINS, ENTRIES
from troth.privacy.models import AuditChain, AuditEntry
from troth.privacy.purposes import refuse_unless_readable
from troth.privacy.rooms import modules
from troth.privacy.verify import FIELDS, GENESIS, Head, canonical, digest_of, header_of, verify

Fact = int | bool | str | date
WORD = re.compile(r"[a-z][a-z0-9_.-]{0,39}", re.ASCII)
ID = re.compile(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}")
# JSON's numbers are exact up to here (RFC 8785).
MOST = 2**53 - 1
NAMES = tuple(sorted(FIELDS))
BATCH = 2_000
"""Entries that are read at once."""


@cache
def actions() -> Mapping[str, str | Promise]:
    """Every action there is, as `meeting.deleted`, with its sentence: %(actor)s, %(object)s and its facts go in."""
    return _words("ACTIONS")


@cache
def kinds() -> Mapping[str, str | Promise]:
    """Every kind of action, which is the first word of an action, with what a reader calls it."""
    return _words("KINDS")


def _words(name: str) -> dict[str, str | Promise]:
    found: dict[str, str | Promise] = {}
    for module in modules("audited"):
        found |= getattr(module, name)
    return found


def sentence(action: str, facts: Mapping[str, object], *, actor: str, object: str) -> str:
    """What an entry says, to a reader for whom its actor and its object are called so."""
    words = actions().get(action)
    if words is None:
        return action
    return capfirst(str(words) % {**facts, "actor": actor, "object": object})


def record(
    action: str,
    *,
    scope: str | UUID,
    actor: Model | None = None,
    object: Model | None = None,
    **facts: Fact,
) -> None:
    """Adds an entry to the chain of `scope`: an organization's id, or "" for what the operator answers for.

    Facts are numbers, dates, and words that code chose; what a person wrote
    does not belong in them. Everybody else who records in the scope waits from
    here to the end of the transaction, so call it last. Raises
    TransactionManagementError outside of one, ValueError for an unknown action
    or a fact that is none.
    """
    if action not in actions():
        raise ValueError(f"Nobody has words for “{action}”: add it to ACTIONS in the room's audited.py.")
    values: dict[str, Any] = {
        "scope": str(scope),
        "action": action,
        "actor_kind": actor._meta.label if actor else "",
        "actor": pseudonym(actor) if actor else "",
        "object_kind": object._meta.label if object else "",
        "object": pseudonym(object) if object else "",
        "facts": {name: _fact(name, value) for name, value in facts.items()},
    }
    connection = connections[router.db_for_write(AuditChain)]
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "What is recorded must happen in the same transaction: call record() inside transaction.atomic()."
        )
    with connection.cursor() as cursor:
        number, previous = _lock(connection, cursor, str(scope))
        at = now()
        values |= {"number": number + 1, "at": timestamp(at), "previous": previous}
        values["digest"] = digest_of(values)
        for name, value in (("at", at), ("facts", values["facts"])):
            values[name] = _column(name).get_db_prep_save(value, connection)
        # Written as SQL: a row's worth of Django costs more than the database.
        cursor.execute(_insert(tuple(values)), [*values.values()])
        cursor.execute(
            f"UPDATE {CHAINS} SET number = %s, digest = %s WHERE scope = %s",  # noqa: S608 — a constant
            [values["number"], values["digest"], values["scope"]],
        )


def _column(name: str) -> "Field[Any, Any]":
    return AuditEntry._meta.get_field(name)  # type: ignore[return-value]


@cache
def _insert(names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{_column(name).column}"' for name in names)
    return f"INSERT INTO {ENTRIES} ({columns}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608


def pseudonym(row: Model) -> str:
    """What stands for a row in the record: HMAC-SHA256 of its label and id under a key of the installation."""
    return mark(row._meta.label, row.pk)


def mark(label: str, key: object) -> str:
    """The pseudonym of the row with this key in the table of a model."""
    return hmac.digest(_derived(settings.SECRET_KEY), f"{label}:{key}".encode(), "sha256").hex()


@lru_cache(maxsize=2)
def _derived(secret: str) -> bytes:
    return sha256(f"troth.privacy.audit{secret}".encode()).digest()


def entries(scope: str | UUID, *, after: int = 0, until: int = MOST) -> Iterator[dict[str, Any]]:
    """The entries of a chain with numbers above `after`, up to `until`, as they are digested and exported.

    In their order, read in batches: what comes meanwhile is among them.
    Raises PurposeRefused where the record may not be read.
    """
    for name in NAMES:
        refuse_unless_readable(_column(name))
    connection = connections[router.db_for_read(AuditEntry)]
    batch = (
        f"SELECT {_columns(connection.vendor)} FROM {ENTRIES} WHERE scope = %s AND number > %s AND number <= %s "  # noqa: S608 — constants
        f"ORDER BY number LIMIT {BATCH}"
    )
    while True:
        with connection.cursor() as cursor:
            # Read as SQL: Django would make of each value what canonical() unmakes.
            rows = cursor.execute(batch, [str(scope), after, until]).fetchall()
        for row in rows:
            entry = dict(zip(NAMES, row, strict=True))
            if not isinstance(entry["at"], str):
                entry["at"] = timestamp(entry["at"])
            entry["facts"] = json.loads(entry["facts"])
            yield entry
        if len(rows) < BATCH:
            return
        after = rows[-1][NAMES.index("number")]


@cache
def _columns(vendor: str) -> str:
    """The columns of an entry; on PostgreSQL with its time as `timestamp` writes it."""
    columns = {name: f'"{_column(name).column}"' for name in NAMES}
    if vendor == "postgresql":
        columns["at"] = """to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    return ", ".join(columns.values())


def head_of(scope: str | UUID) -> Head:
    """The head of a chain; number 0 where nothing was recorded yet."""
    return _ends(scope)[0]


def export(scope: str | UUID) -> Iterator[bytes]:
    """The record of a scope as lines of JSON, as `verify.py` reads them. Entries that come meanwhile are left out."""
    head, last = _ends(scope)
    yield canonical(header_of(str(scope), head)) + b"\n"
    for entry in entries(scope, until=last):
        yield canonical(entry) + b"\n"


def verify_chain(scope: str | UUID) -> Head:
    """The head of a scope's chain, all of which is whole. Raises `verify.Fault`."""

    def read() -> Iterable[bytes]:
        return export(scope)

    return verify(read)


def _ends(scope: str | UUID) -> tuple[Head, int]:
    """A chain's head, and the number of its last entry: they differ where somebody wrote past `record`."""
    last = AuditEntry.objects.filter(scope=OuterRef("scope")).order_by("-number").values("number")[:1]
    # One query: in two, an entry that comes meanwhile would seem to stand beyond the head.
    chain = AuditChain.objects.filter(scope=str(scope)).annotate(last=Subquery(last)).first()
    return (Head(chain.number, chain.digest), chain.last or 0) if chain else (Head(0, GENESIS), 0)


def _lock(connection: BaseDatabaseWrapper, cursor: CursorWrapper, scope: str) -> tuple[int, str]:
    """The number and the digest of a chain's last entry, locked until the transaction ends."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    head = f"SELECT number, digest FROM {CHAINS} WHERE scope = %s{lock}"  # noqa: S608 — a constant
    cursor.execute(head, [scope])
    found = cursor.fetchone()
    if found is None:
        # Another transaction may begin the chain at the same moment: then this waits, and adds nothing.
        chains = AuditChain.objects.using(connection.alias)
        chains.bulk_create([AuditChain(scope=scope)], ignore_conflicts=True)
        cursor.execute(head, [scope])
        found = cursor.fetchone()
    return int(found[0]), str(found[1])


def _fact(name: str, value: Fact) -> int | bool | str:
    match value:
        case bool():
            return value
        case int() if -MOST <= value <= MOST:
            return int(value)
        case datetime() if value.tzinfo is not None:
            return timestamp(value)
        case date() if not isinstance(value, datetime):
            return value.isoformat()
        case str() if WORD.fullmatch(value) and not ID.fullmatch(value):
            return str(value)
    raise ValueError(
        f"“{name}” can't be a fact of the record: write a number, a date, or a short word that code chose."
    )


def timestamp(at: datetime) -> str:
    """A time as it is digested: UTC, ISO 8601, to the microsecond. What has no time zone is in UTC, as SQLite has it."""
    if at.tzinfo:
        at = at.astimezone(UTC).replace(tzinfo=None)
    return f"{at.isoformat(timespec='microseconds')}Z"
