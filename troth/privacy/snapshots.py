"""The whole database as one file, and back.

`database` is an entry of Django's DATABASES: this runs before Django does.
SQLite's file is a database itself; PostgreSQL's is what `pg_dump -Fc` writes,
with its own programs, which get address and password by their environment.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

Database = Mapping[str, Any]

# Tables of a newer version would stand in the way of those that come back.
_EMPTY = """DO $$ DECLARE one record; BEGIN
FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() LOOP
EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', one.tablename); END LOOP; END $$"""

_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


class Unusable(Exception):
    """A file or a program can't do what is asked; the message says why, in a sentence."""


def kind_of(database: Database) -> str:
    """`sqlite` or `postgresql`."""
    return "postgresql" if str(database["ENGINE"]).endswith("postgresql") else "sqlite"


def take(database: Database, target: Path) -> None:
    """Writes the database as it is at one moment, while others go on writing. Raises Unusable."""
    target.touch(mode=0o600)
    if kind_of(database) == "postgresql":
        _run(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        return
    try:
        with closing(sqlite3.connect(database["NAME"], timeout=20)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise Unusable(f"The database {database['NAME']} can't be copied: {error}.") from None


def check(database: Database, source: Path) -> None:
    """Raises Unusable where a file is no whole snapshot of a database like this."""
    if kind_of(database) == "postgresql":
        _run(database, "pg_restore", f"--file={os.devnull}", str(source))
        return
    try:
        # Nobody else has the file, so nothing is written beside it.
        with closing(sqlite3.connect(f"{source.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        found = str(error)
    if found != "ok":
        raise Unusable(f"Its database is damaged: {found}.")


def has_rows(database: Database, table: str) -> bool:
    """Whether the database has that table, with a row in it. Raises Unusable."""
    if kind_of(database) == "postgresql":
        there = _ask(database, f"SELECT to_regclass('{table}') IS NOT NULL")
        return there == "t" and _ask(database, f'SELECT EXISTS (SELECT 1 FROM "{table}")') == "t"  # noqa: S608
    if not Path(database["NAME"]).exists():
        return False
    try:
        with closing(sqlite3.connect(database["NAME"], timeout=20)) as connection:
            names = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            return bool(names and connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone())  # noqa: S608
    except sqlite3.Error as error:
        raise Unusable(f"The database {database['NAME']} can't be read: {error}.") from None


def others(database: Database) -> int:
    """How many are connected to a PostgreSQL database besides who asks."""
    return int(_ask(database, _OTHERS)) if kind_of(database) == "postgresql" else 0


def put_back(database: Database, source: Path) -> None:
    """Puts a checked snapshot in the place of the database; the file is gone then. May be done again after a kill.

    PostgreSQL's is one transaction. Raises Unusable where it failed and nothing was changed.
    """
    if kind_of(database) == "postgresql":
        script = source.with_suffix(".sql")
        script.touch(mode=0o600)
        words = ("--clean", "--if-exists", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        _run(database, "pg_restore", *words)
        once = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _run(database, "psql", *once, f"--command={_EMPTY}", f"--file={script}", f"--output={os.devnull}")
        script.unlink()
        source.unlink()
        return
    live = Path(database["NAME"])
    # The log of the old database must not be taken for one of the new.
    for name in (f"{live}-wal", f"{live}-shm"):
        Path(name).unlink(missing_ok=True)
    source.replace(live)


def _ask(database: Database, question: str) -> str:
    return _run(
        database, "psql", "--no-psqlrc", "--tuples-only", "--no-align", f"--command={question}"
    ).strip()


def _run(database: Database, program: str, *words: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise Unusable(
            f"{program} is missing: install PostgreSQL's client programs (apt-get install postgresql-client)."
        )
    given = {
        "PGHOST": database["HOST"],
        "PGPORT": database["PORT"],
        "PGUSER": database["USER"],
        "PGPASSWORD": database["PASSWORD"],
        "PGDATABASE": database["NAME"],
    }
    done = subprocess.run(
        [path, *words],
        env=os.environ | {name: str(value) for name, value in given.items() if value},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip() or f"it ended with {done.returncode}"
        raise Unusable(f"{program} failed: {said}")
    return done.stdout
