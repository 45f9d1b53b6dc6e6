"""Copies of their data that people asked for: made in the background, kept for a week.

    WAITING → RUNNING → READY
                 └ given up after `MOST_ATTEMPTS` → FAILED

A run that is killed leaves a claim that lapses; the clock has the copy made
again from the start. The file lies under a name that can't be guessed, and
under another until it is whole.
"""

import logging
import os
import secrets
import shutil
from collections.abc import Collection, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model, Q

from troth.lib.clock import now
from troth.privacy.archive import write_archive
from troth.privacy.audit import record
from troth.privacy.graph import Rows, rows_of
from troth.privacy.models.exports import KEPT_DAYS, Export
from troth.privacy.people import people_at
from troth.privacy.places import Place, register
from troth.privacy.purposes import for_the_engine
from troth.privacy.registry import ModelClass

log = logging.getLogger(__name__)

CLAIM = timedelta(minutes=2)
"""Longer than any step between two signs of life of a run."""
BEAT = timedelta(seconds=1)
"""Between two of them."""
MOST_ATTEMPTS = 5
UNFINISHED = (Export.State.WAITING, Export.State.RUNNING)


class TakenAway(Exception):
    """The copy is not wanted any more, or another run makes it."""


def folder() -> Path:
    """Where the files are. Nobody but the program's own user reads it."""
    path = Path(settings.DATA) / "exports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def file_of(export: Export) -> Path:
    """Where its archive is once it is ready."""
    return folder() / f"{export.name}.zip"


def connect() -> None:
    """Tells the engine that archives lie beside their rows, once a process."""
    register(Place("exports", _archives, remove_files))


def _archives(model: ModelClass, keys: Collection[Any]) -> Iterator[tuple[Any, str]]:
    if model is Export:
        yield from Export._base_manager.filter(pk__in=keys).values_list("pk", "name")


def remove_files(name: str) -> None:
    """Takes the archive away, and what a run may have written of it."""
    for path in folder().glob(f"{name}.*"):
        path.unlink(missing_ok=True)


@for_the_engine()
def rows_for(person: Model | None, address: str) -> Rows:
    """Who somebody is: the person with the account, and whoever is at the address."""
    return rows_of([*([person] if person else []), *people_at(address)])


@transaction.atomic
def open_export(person: Any, address: str) -> Export:
    """A copy that waits to be made. `address` is known to be theirs, or empty."""
    export = Export.objects.create(
        person=person, address=address, asked_at=now(), name=secrets.token_urlsafe(24)
    )
    record("export.asked", scope="", object=export)
    return export


@transaction.atomic
def note_fetched(export: Export) -> None:
    """Puts on record that somebody takes the copy along."""
    record("export.fetched", scope="", object=export)


@for_the_engine()
def lock(rows: Rows) -> None:
    """Makes two requests of one person wait for each other, to the end of the transaction."""
    for model, keys in sorted(rows.items(), key=lambda one: one[0]._meta.label):
        list(model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


@for_the_engine()
def drop_export(export: Export) -> None:
    """Cancels it, or takes it away. A run that is at it stops at its next sign of life."""
    Export.everything.filter(pk=export.pk).delete()
    remove_files(export.name)


def make_export(id: UUID) -> None:
    """Makes a copy that nobody else is making. Does nothing where there is none to make."""
    run, moment = secrets.token_hex(8), now()
    claimed = (
        Export.objects.filter(Q(claimed_until=None) | Q(claimed_until__lte=moment))
        .filter(id=id, state__in=UNFINISHED, attempts__lt=MOST_ATTEMPTS)
        .update(
            state=Export.State.RUNNING,
            run=run,
            claimed_until=moment + CLAIM,
            attempts=F("attempts") + 1,
            done=0,
            total=0,
        )
    )
    export = Export.objects.select_related("person").filter(id=id, run=run).first() if claimed else None
    if export is None:
        return
    draft = folder() / f"{export.name}.{run}"
    try:
        with draft.open("xb") as file:
            write_archive(rows_for(export.person, export.address), file, Beat(export))
            file.flush()
            os.fsync(file.fileno())
        _finish(export, draft)
    except TakenAway:
        pass
    except Exception as error:  # whatever it was, the next attempt may do better
        # The error's text can hold what is in a row: only its kind is logged.
        log.warning("Export %s: attempt %d failed (%s)", id, export.attempts, type(error).__name__)
        Export.objects.filter(id=id, run=run).update(claimed_until=now())
    finally:
        draft.unlink(missing_ok=True)


@for_the_engine()
def export_to(address: str, path: Path) -> int:
    """Makes a copy of whoever is at an address, for who runs the installation, and moves it to a file.

    Answers how many records are in it: 0, and no file, where nobody is known.
    Raises RuntimeError where it could not be made; the log says why.
    """
    if not people_at(address):
        return 0
    export = open_export(None, address)
    try:
        make_export(export.id)
        export.refresh_from_db()
        if not export.is_ready:
            raise RuntimeError("The archive could not be made.")
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file, file_of(export).open("rb") as archive:
            shutil.copyfileobj(archive, file)
    finally:
        drop_export(export)
    return export.total


class Beat:
    """A run's signs of life: says how far it is, renews its claim, and stops it where the claim is gone."""

    def __init__(self, export: Export) -> None:
        self.export, self.next = export, now()

    def __call__(self, done: int, total: int) -> None:
        if now() >= self.next:
            go_on(self.export, done=done, total=total, claimed_until=now() + CLAIM)
            self.next = now() + BEAT


def go_on(export: Export, **values: object) -> None:
    """Notes something about the run that makes a copy. Raises TakenAway where that is not this run any more."""
    mine = Export.objects.filter(id=export.id, run=export.run, state=Export.State.RUNNING)
    if not mine.update(**values):
        raise TakenAway


def _finish(export: Export, draft: Path) -> None:
    go_on(export, claimed_until=now() + CLAIM)
    size = draft.stat().st_size
    draft.rename(file_of(export))
    try:
        go_on(export, state=Export.State.READY, ready_at=now(), size=size, done=F("total"), run="")
    except TakenAway:
        # Cancelled since: nobody could reach the file. Another run writes its own in its place.
        if not Export.objects.filter(id=export.id).exists():
            file_of(export).unlink(missing_ok=True)
        raise


def tend() -> list[UUID]:
    """Takes away what is past its week and what belongs to nobody; answers the copies that have to be made again."""
    moment = now()
    for export in Export.everything.filter(asked_at__lte=moment - timedelta(days=KEPT_DAYS)):
        drop_export(export)
    # A row is there before its file: what is found without one was left behind.
    found = list(folder().iterdir())
    known = dict(Export.objects.values_list("name", "run"))
    for path in found:
        name, _, ending = path.name.partition(".")
        if name not in known or ending not in ("zip", known[name]):
            path.unlink(missing_ok=True)
    left = Export.objects.filter(state__in=UNFINISHED).filter(
        Q(claimed_until__lte=moment) | Q(claimed_until=None, asked_at__lte=moment - CLAIM)
    )
    left.filter(attempts__gte=MOST_ATTEMPTS).update(state=Export.State.FAILED, run="")
    return list(left.filter(attempts__lt=MOST_ATTEMPTS).values_list("id", flat=True))
