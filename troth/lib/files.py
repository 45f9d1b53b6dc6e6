"""Files that are whole or not there, and on disk when that is said. Needs no Django."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file anew, readable by this user only. What a killed process leaves is `.<name>.draft` beside it."""
    draft = path.with_name(f".{path.name}.draft")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
        place(draft, path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def place(draft: Path, path: Path) -> None:
    """Gives a finished file in the same folder its name; both are on disk when this returns."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Names in a folder are on disk when this returns."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
