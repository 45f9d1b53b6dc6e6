"""What lies beside an account's rows, and what becomes of an account that a hold keeps."""

from collections.abc import Collection, Iterator
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from troth.accounts.models import Person
from troth.accounts.pictures import FOLDER
from troth.privacy.graph import Rows
from troth.privacy.leaving import came_back, held_back
from troth.privacy.places import Place, register
from troth.privacy.registry import ModelClass


def connect() -> None:
    """Tells the engine, once a process."""
    register(Place("pictures", _pictures, _remove_picture, _read_picture, _put_picture))
    register(Place("sessions", _sessions, _end_session))
    held_back.connect(_lock_out, dispatch_uid="accounts")
    came_back.connect(_let_in, dispatch_uid="accounts")


def _pictures(model: ModelClass, keys: Collection[Any]) -> Iterator[tuple[Any, str]]:
    if model is Person:
        yield from Person._base_manager.filter(pk__in=keys).exclude(picture="").values_list("pk", "picture")


def _read_picture(name: str) -> bytes:
    with default_storage.open(f"{FOLDER}/{name}") as file:
        content: bytes = file.read()
    return content


def _put_picture(name: str, content: bytes) -> None:
    if not default_storage.exists(f"{FOLDER}/{name}"):
        default_storage.save(f"{FOLDER}/{name}", ContentFile(content))


def _remove_picture(name: str) -> None:
    default_storage.delete(f"{FOLDER}/{name}")


def _sessions(model: ModelClass, keys: Collection[Any]) -> Iterator[tuple[Any, str]]:
    if model is UserSession:
        yield from UserSession._base_manager.filter(pk__in=keys).values_list("pk", "session_key")


def _end_session(key: str) -> None:
    Session.objects.filter(session_key=key).delete()


def _lock_out(rows: Rows, **_: object) -> None:
    Person._base_manager.filter(pk__in=rows.get(Person, ())).update(is_active=False)
    for browser in UserSession.objects.filter(user__in=rows.get(Person, ())):
        browser.end()


def _let_in(rows: Rows, **_: object) -> None:
    Person._base_manager.filter(pk__in=rows.get(Person, ())).update(is_active=True)
