"""Mail in the folder that stands for a mail server: what is to, or names, somebody who is erased goes too."""

from collections.abc import Collection, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings

from troth.outreach.queries import SEPARATOR, read_mails
from troth.privacy.graph import graph
from troth.privacy.places import Place, register
from troth.privacy.registry import ModelClass

TELLING = ("user.name", "user.contact.email")
"""Categories of values by which a mail tells whom it is about."""


def connect() -> None:
    """Tells the engine, once a process."""
    register(Place("outbox", _mails, _remove, only_erased=True))


def _folder() -> Path | None:
    path = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(path) if path and Path(path).exists() else None


def _mails(model: ModelClass, keys: Collection[Any]) -> Iterator[tuple[Any, str]]:
    declared = graph().declared.get(model)
    folder = _folder()
    if declared is None or not declared.proof or folder is None:
        return
    names = [name for name, one in declared.personal.items() if one.category in TELLING]
    rows = model._base_manager.filter(pk__in=keys).values_list("pk", *names)
    people = [(key, [str(word).lower() for word in words if word]) for key, *words in rows]
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
