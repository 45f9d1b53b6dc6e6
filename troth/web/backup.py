"""`troth backup`: everything that must not be lost in one file, while the installation runs.

A .tar.gz, in this order: manifest.json, the database, keys.json, files/…

The ledger of who was erased is not in it, so that a restored backup forgets
again; nor what is sealed for who may come back, nor mail, copies and logs.
"""

import gzip
import io
import json
import os
import shutil
import tarfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from troth.lib.files import sync
from troth.privacy import snapshots
from troth.web.config import BadSettings, Config, load
from troth.web.database import database_of

FORMAT = 1
MANIFEST, KEYS, FILES = "manifest.json", "keys.json", "files"
DATABASES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
"""The database's name in the archive, by its kind."""
LEVEL = 6


def back_up(target: Path) -> int:
    """Writes the archive and answers its bytes. It is whole or not there. Raises BadSettings.

    What is being made lies in a folder beside it, `<name>.partial`, which a
    killed run leaves behind and the next one of that name clears.
    """
    config = load()
    target = target.resolve()
    if target.is_relative_to(config.data):
        raise BadSettings(
            f"{target} is in the data folder, from where nobody would take away who is erased. "
            "Choose a place outside of it."
        )
    partial = target.with_name(f"{target.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        try:
            _write(config, partial)
            with (partial / "archive").open("rb") as whole:
                os.fsync(whole.fileno())
            (partial / "archive").replace(target)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        sync(target.parent)
    except OSError as error:
        raise BadSettings(f"{target} can't be written: {error.strerror or error}.") from None
    except snapshots.Unusable as error:
        raise BadSettings(f"There is no backup: {error}") from None
    _record()
    return target.stat().st_size


def private(path: Path) -> IO[bytes]:
    """A new file that nobody else may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _write(config: Config, partial: Path) -> None:
    database = database_of(config)
    manifest = _manifest(config)
    began = time.time()
    snapshots.take(database, partial / "database")
    with (
        private(partial / "archive") as out,
        gzip.GzipFile(filename="", fileobj=out, mode="wb", compresslevel=LEVEL) as packed,
        tarfile.open(fileobj=packed, mode="w|") as archive,
    ):
        _add_bytes(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
        _add(archive, DATABASES[manifest["database"]], partial / "database")
        _add(archive, KEYS, config.data / KEYS)
        # A file that came since belongs to no row of the snapshot: nobody's erasure would find it.
        for path in _files(config.data / FILES, began):
            _add(archive, path.relative_to(config.data).as_posix(), path)


def _manifest(config: Config) -> dict[str, Any]:
    """Raises BadSettings where there is no database."""
    from troth.web.preparation import set_up

    set_up()
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from troth.privacy import ledger

    applied = sorted(MigrationRecorder(connection).applied_migrations())
    if not applied:
        raise BadSettings("There is nothing to back up: the database is empty.")
    return {
        "format": FORMAT,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "version": version("troth"),
        "database": snapshots.kind_of(database_of(config)),
        "migrations": [f"{app}.{name}" for app, name in applied],
        "ledger": ledger.mark(),
    }


def _files(folder: Path, began: float) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        try:
            if path.is_file() and not path.is_symlink() and path.stat().st_mtime <= began:
                yield path
        except FileNotFoundError:
            continue


def _add(archive: tarfile.TarFile, name: str, path: Path) -> None:
    try:
        opened = path.open("rb")
    except FileNotFoundError:
        return  # Taken away meanwhile.
    with opened:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = os.fstat(opened.fileno()).st_size, 0o600
        archive.addfile(entry, opened)


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def _record() -> None:
    from django.db import transaction

    from troth.privacy.audit import record

    with transaction.atomic():
        record("backup.made", scope="")
