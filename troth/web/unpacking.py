"""Reading a backup: all of it is checked before any of it is used."""

import gzip
import json
import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, Any

from troth.privacy import snapshots
from troth.web.backup import DATABASES, FILES, FORMAT, KEYS, MANIFEST, private
from troth.web.config import BadSettings

MOST = 1024 * 1024
"""Bytes that a manifest has at most."""


class NoBackup(BadSettings):
    """A file that can't be restored; the message says why."""


def unpack(source: Path, folder: Path, database: snapshots.Database) -> dict[str, Any]:
    """Lays out a backup in a folder, which is empty, and answers its manifest. Raises NoBackup.

    There are then `database`, `keys.json` and `files`; all was whole, and of a
    database like this one.
    """
    try:
        with source.open("rb") as file, gzip.GzipFile(fileobj=file, mode="rb") as packed:
            with tarfile.open(fileobj=packed, mode="r|") as archive:
                manifest = _unpack(archive, folder, database)
            # What comes after the last entry has the checksum of everything before.
            while packed.read(MOST):
                pass
        (folder / FILES).mkdir(mode=0o700, exist_ok=True)
        for name in ("database", KEYS):
            if not (folder / name).exists():
                raise NoBackup(f"{source} is not whole: it has no {name}.")
        if not isinstance(json.loads((folder / KEYS).read_text()), dict):
            raise NoBackup(f"{source} is damaged: its keys can't be read.")
        snapshots.check(database, folder / "database")
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError):
        raise NoBackup(f"{source} is no backup of Troth, or is not whole.") from None
    except snapshots.Unusable as error:
        raise NoBackup(f"{source} can't be restored. {error}") from None
    except OSError as error:
        raise NoBackup(f"{source} can't be unpacked: {error.strerror or error}.") from None
    return manifest


def _unpack(archive: tarfile.TarFile, folder: Path, database: snapshots.Database) -> dict[str, Any]:
    manifest: dict[str, Any] | None = None
    for entry in archive:
        content = archive.extractfile(entry) if entry.isreg() else None
        if content is None:
            raise NoBackup(f"It is no backup of Troth: “{entry.name}” is no file.")
        if manifest is None:
            manifest = _manifest(entry, content, database)
            continue
        place = folder / _place(entry.name, manifest)
        place.parent.mkdir(parents=True, exist_ok=True)
        with private(place) as out:
            shutil.copyfileobj(content, out, MOST)
    if manifest is None:
        raise NoBackup("It is no backup of Troth: there is nothing in it.")
    return manifest


def _manifest(entry: tarfile.TarInfo, content: IO[bytes], database: snapshots.Database) -> dict[str, Any]:
    if entry.name != MANIFEST or entry.size > MOST:
        raise NoBackup("It is no backup of Troth: it does not begin with a manifest.")
    found = json.loads(content.read())
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise NoBackup("This version of Troth does not know the backup's format.")
    if found.get("database") != (ours := snapshots.kind_of(database)):
        raise NoBackup(
            f"The backup is of a {found.get('database')} database, and this installation's is {ours}: "
            "see TROTH_DATABASE_URL."
        )
    return found


def _place(name: str, manifest: dict[str, Any]) -> Path:
    """Where an entry goes, below the folder. Raises NoBackup for any that leads elsewhere or is none of ours."""
    if name == DATABASES[manifest["database"]]:
        return Path("database")
    if name == KEYS:
        return Path(KEYS)
    path = PurePosixPath(name)
    if len(path.parts) < 2 or path.parts[0] != FILES or ".." in path.parts or "\0" in name:
        raise NoBackup(f"It is no backup of Troth: “{name}” does not belong in one.")
    return Path(path)
