"""Where a region's recordings lie. No byte of one is ever on another region's shelf, nor in a temporary folder elsewhere.

A shelf is a folder on a disk in the region's country, or a bucket there with a
folder for what is in the making. Names are relative to it, as
`recordings/<id>/film.mp4`. What is written stays when `put` returns, and is
whole or not there.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from troth.lib.files import place, write_whole
from troth.lib.problems import Problem

RESERVE = 200 * 1024 * 1024
"""Bytes that stay free: a film is made beside its chunks."""
PIECE = 256 * 1024


class NoShelf(Exception):
    """Nothing is kept in that region here."""


class Full(Exception):
    """There is no room left on the shelf."""


class Unreachable(Problem):
    """The storage does not answer, or not to us. Asked again it may."""

    def __init__(self) -> None:
        super().__init__(
            503, "storage", _("Where recordings are kept does not answer. Try again in a minute.")
        )


class Shelf:
    """The storage of one region. What is in it may raise Unreachable, a bucket's, whenever it is asked for."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, content: bytes) -> None:
        """Writes a file anew. Raises Full."""
        path = self.path(name)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            if shutil.disk_usage(path.parent).free < RESERVE:
                raise Full
            write_whole(path, content)
        except OSError as error:
            raise Full from error

    def place(self, draft: Path, name: str) -> None:
        """Gives a draft its name, and takes it away from where it was."""
        place(draft, self.path(name))

    def open(self, name: str) -> IO[bytes]:
        """A file, to read and seek in. Raises FileNotFoundError."""
        return self.path(name).open("rb")

    def read(self, name: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` to `end`, which is not among them, in pieces. Raises FileNotFoundError at once."""
        file = self.open(name)
        file.seek(start)
        return Pieces(file, end - start)

    def size(self, name: str) -> int:
        """Bytes of a file. Raises FileNotFoundError."""
        return self.path(name).stat().st_size

    def names(self, folder: str) -> list[str]:
        """The files in a folder, in order; drafts are none of them."""
        path = self.path(folder)
        return sorted(f"{folder}/{one.name}" for one in path.glob("[!.]*")) if path.exists() else []

    def changed_at(self, folder: str) -> datetime | None:
        """When something in a folder changed last; None where there is none."""
        try:
            return datetime.fromtimestamp(self.path(folder).stat().st_mtime, UTC)
        except FileNotFoundError:
            return None

    def remove(self, folder: str) -> None:
        """Takes a folder, or a file, away with all that is in it. It may be gone already."""
        path = self.path(folder)
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)

    def refuse_without_room(self) -> None:
        """Raises Full where a recording should not begin."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(self.root).free < 2 * RESERVE:
            raise Full

    def path(self, name: str) -> Path:
        """Where a draft of this name is made, on a disk in the region. Raises ValueError for one that leads outside."""
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise ValueError(f"{name} leads outside of the shelf.")
        return path


class Pieces(Iterator[bytes]):
    """What is read on from where something stands, piece by piece. Whoever reads it to the end, or closes it, closes that."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file, self._left = file, length

    def __next__(self) -> bytes:
        piece = self._file.read(min(PIECE, self._left)) if self._left > 0 else b""
        if not piece:
            self.close()
            raise StopIteration
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._file.close()
        self._left = 0


def regions() -> list[str]:
    """The countries that recordings can be kept in here, by ISO 3166 code."""
    return list(settings.REGIONS)


def shelf_of(region: str) -> Shelf:
    """The storage of a region. Raises NoShelf."""
    if region not in settings.REGIONS:
        raise NoShelf(region)
    root = settings.REGIONS[region]
    if bucket := settings.BUCKETS.get(region):
        # A library of some size, which only who has a bucket waits for.
        from troth.recordings.bucket import BucketShelf

        return BucketShelf(root, bucket)
    return Shelf(root)
