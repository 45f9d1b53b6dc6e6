"""Where mail lies: a maildir, or a folder at an IMAP server. Nothing is ever deleted in it; what is done is marked as seen."""

import imaplib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from troth.outreach.inbox.mail import MOST_BYTES

TIMEOUT = 20
"""Seconds that a server is waited for."""


@dataclass(frozen=True)
class Received:
    """A mail that nobody has dealt with. `is_cut` where it is longer than was read; `mark` says that it is done."""

    raw: bytes
    is_cut: bool
    mark: Callable[[], object]


def open_box(place: str) -> AbstractContextManager[Iterator[Received]]:
    """What has not been seen at a place, `maildir:/path` or `imaps://user:password@host/folder`.

    Raises OSError or imaplib.IMAP4.error where it can't be reached; neither is
    fit for a log: what a server answers can hold the user's name.
    """
    if place.startswith("maildir:"):
        return _maildir(Path(place.removeprefix("maildir:")))
    return _imap(place)


@contextmanager
def _maildir(folder: Path) -> Iterator[Iterator[Received]]:
    yield _unseen_in(folder)


def _unseen_in(folder: Path) -> Iterator[Received]:
    """As `maildir(5)` has it: `new`, and what another program moved to `cur` without its reader seeing it."""
    new = sorted((folder / "new").iterdir())
    old = [path for path in sorted((folder / "cur").iterdir()) if "S" not in path.name.partition(":2,")[2]]
    for path in (*new, *old):
        # Whoever can put a link there must not have us read what it points at.
        if path.name.startswith(".") or path.is_symlink() or not path.is_file():
            continue
        with path.open("rb") as file:
            yield _received(file.read(MOST_BYTES + 1), partial(_mark_seen, folder, path))


def _received(raw: bytes, mark: Callable[[], object]) -> Received:
    return Received(raw[:MOST_BYTES], len(raw) > MOST_BYTES, mark)


def _mark_seen(folder: Path, path: Path) -> None:
    name, _, flags = path.name.partition(":2,")
    path.rename(folder / "cur" / f"{name}:2,{''.join(sorted({*flags, 'S'}))}")


@contextmanager
def _imap(place: str) -> Iterator[Iterator[Received]]:
    parts = urlsplit(place)
    host = parts.hostname or ""
    if parts.scheme == "imaps":
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(host, parts.port or 993, timeout=TIMEOUT)
    else:
        server = imaplib.IMAP4(host, parts.port or 143, timeout=TIMEOUT)
    try:
        server.login(unquote(parts.username or ""), unquote(parts.password or ""))
        name = unquote(parts.path.strip("/")) or "INBOX"
        _ok(server.select('"{}"'.format(name.replace("\\", r"\\").replace('"', r"\""))))
        yield _unseen_at(server)
    finally:
        try:
            server.logout()
        except (OSError, imaplib.IMAP4.error):
            pass  # It hung up first.


def _unseen_at(server: imaplib.IMAP4) -> Iterator[Received]:
    [found] = _ok(server.uid("SEARCH", "UNSEEN"))[:1] or [b""]
    for uid in (found or b"").split():
        number = uid.decode()
        # PEEK, since reading is not having done what it asks (RFC 3501, section 6.4.5).
        answer = _ok(server.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES + 1}>)"))
        for part in answer:
            if isinstance(part, tuple):
                yield _received(part[1], partial(_flag, server, number))


def _flag(server: imaplib.IMAP4, number: str) -> None:
    _ok(server.uid("STORE", number, "+FLAGS", r"(\Seen)"))


def _ok(answer: tuple[str, list[Any]]) -> list[Any]:
    """What a server answered, where that is yes."""
    if answer[0] != "OK":
        raise imaplib.IMAP4.error("refused")
    return answer[1]
