"""The database refuses to change or delete what is recorded, whoever asks it.

Triggers do it: of an entry nothing can be changed, of a chain's head only the
step to the next entry. A table that Django makes anew to alter it (SQLite)
loses them: such a migration calls `guard` again.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

ENTRIES, CHAINS = "privacy_auditentry", "privacy_auditchain"
MESSAGE = "the audit record is append-only"
STEP = "NEW.number = OLD.number + 1 AND NEW.scope = OLD.scope AND NEW.id = OLD.id"

# Name, table, what it forbids, and which rows it lets through.
TRIGGERS = (
    ("audit_entry_stays_as_it_is", ENTRIES, "UPDATE", ""),
    ("audit_entry_stays", ENTRIES, "DELETE", ""),
    ("audit_head_steps", CHAINS, "UPDATE", STEP),
    ("audit_head_stays", CHAINS, "DELETE", ""),
)


def guard(connection: BaseDatabaseWrapper) -> None:
    """Puts the triggers in place where they are not."""
    with connection.cursor() as cursor:
        for sql in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(sql)


def unguard(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers away."""
    with connection.cursor() as cursor:
        for name, table, _, _ in TRIGGERS:
            cursor.execute(_drop(connection, name, table))
        if connection.vendor == "postgresql":
            for table in (ENTRIES, CHAINS):
                cursor.execute(_drop(connection, f"{table}_is_not_emptied", table))
            cursor.execute("DROP FUNCTION IF EXISTS refuse_to_change_the_audit_record()")


@contextmanager
def unguarded(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The one way out, for who empties the whole database: tests, between two of them."""
    unguard(connection)
    try:
        yield
    finally:
        guard(connection)


def _drop(connection: BaseDatabaseWrapper, name: str, table: str) -> str:
    return f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if connection.vendor == "postgresql" else "")


_SQLITE = [
    f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {table} "
    + (f"WHEN NOT ({unless}) " if unless else "")
    + f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    for name, table, event, unless in TRIGGERS
]

_POSTGRESQL = [
    # Class 23: Django raises IntegrityError, as it does on SQLite.
    "CREATE OR REPLACE FUNCTION refuse_to_change_the_audit_record() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    *(
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW "
        + (f"WHEN (NOT ({unless})) " if unless else "")
        + "EXECUTE FUNCTION refuse_to_change_the_audit_record()"
        for name, table, event, unless in TRIGGERS
    ),
    *(
        f"CREATE OR REPLACE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
        "EXECUTE FUNCTION refuse_to_change_the_audit_record()"
        for table in (ENTRIES, CHAINS)
    ),
]
