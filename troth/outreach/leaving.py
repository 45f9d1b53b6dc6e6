"""Mail that is to, or names, somebody who is erased goes too: in the folder that stands for a mail server, and on its way."""

import re
from collections.abc import Collection, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings

from troth.outreach.models import Letter
from troth.outreach.queries import SEPARATOR, read_mails
from troth.privacy.graph import Rows, graph
from troth.privacy.leaving import asking_to_leave
from troth.privacy.places import Place, register
from troth.privacy.registry import ModelClass

TELLING = ("user.name", "user.contact.email")
"""Categories of values by which a mail tells whom it is about."""


def connect() -> None:
    """Tells the engine, once a process."""
    asking_to_leave.connect(_letters, dispatch_uid="outreach")
    register(Place("outbox", _mails, _remove, only_erased=True))


def _folder() -> Path | None:
    path = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(path) if path and Path(path).exists() else None


def _letters(rows: Rows, **_kw: object) -> Rows:
    """Letters to others that have not left, and name one of these people: by the address, or by the whole name."""
    words = [
        re.escape(word)
        for model, keys in rows.items()
        for _key, words in _told_by(model, keys)
        for word in words
    ]
    if not words:
        return {}
    named = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")
    waiting = Letter.everything.filter(mailing=None).values_list("pk", "subject", "text", "html")
    found = {key for key, *texts in waiting.iterator() if any(map(named.search, texts))}
    return {Letter: found} if found else {}


def _told_by(model: ModelClass, keys: Collection[Any]) -> list[tuple[Any, list[str]]]:
    """The keys of people with what tells of them; nothing for a table that is about nobody in particular."""
    declared = graph().declared.get(model)
    if declared is None or not declared.proof:
        return []
    names = [name for name, one in declared.personal.items() if one.category in TELLING]
    rows = model._base_manager.filter(pk__in=keys).values_list("pk", *names)
    return [(key, [str(word) for word in words if word]) for key, *words in rows]


def _mails(model: ModelClass, keys: Collection[Any]) -> Iterator[tuple[Any, str]]:
    folder = _folder()
    people = [
        (key, [word.lower() for word in words]) for key, words in (_told_by(model, keys) if folder else ())
    ]
    if folder is None or not people:
        return
    for path in folder.glob("*.log"):
        for name, message in read_mails(path):
            text = _all_text(message)
            for key, words in people:
                if any(word in text for word in words):
                    yield key, name


def _all_text(message: EmailMessage) -> str:
    bodies = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    return " ".join([*(str(value) for value in message.values()), *map(str, bodies)]).lower()


def _remove(name: str) -> None:
    folder = _folder()
    path = folder / f"{name.rpartition('-')[0]}.log" if folder else None
    if path is None or not path.exists():
        return
    # A mail's place in the file is its name: one that goes leaves an empty place.
    parts = path.read_bytes().split(SEPARATOR)
    number = int(name.rpartition("-")[2])
    if number < len(parts):
        parts[number] = b""
    if any(part.strip() for part in parts):
        path.write_bytes(SEPARATOR.join(parts))
    else:
        path.unlink()
