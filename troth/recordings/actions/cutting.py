"""Cutting spans out of a film for good.

Who leads the recording asks; a task writes a new film beside the old one,
which can be watched until the new one takes its place. That is one
transaction: rows change, and what the old film was called is noted to be taken
off the shelf. A process killed before it leaves everything as it was and the
clock begins anew; one killed after it leaves only files, which the clock takes
(`privacy/beside.py`).
"""

import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID, uuid4

import av
from django.db import transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.privacy.audit import record
from troth.privacy.beside import take_along
from troth.privacy.deleting import refuse_if_held
from troth.privacy.erasing import plan_erasure
from troth.privacy.graph import rows_of
from troth.recordings.actions.asking import full
from troth.recordings.actions.deciding import settle_cut
from troth.recordings.actions.film import clear_drafts, drafting, make_poster, starts_of, write_kept
from troth.recordings.leaving import place_of
from troth.recordings.models import Cut, CutState, Part, Recording, State, Tile, Voice
from troth.recordings.models.part import Spell
from troth.recordings.shelf import RESERVE, Full, Shelf, shelf_of
from troth.recordings.signals import film_cut
from troth.recordings.spans import Span, after, kept, length_of, merged, outward

log = logging.getLogger(__name__)

LEAST = 1000
"""Milliseconds of a film that have to be left."""
CHANGED = ("film", "poster", "seconds", "size")
"""Of a recording, what a cut writes."""
A_BATCH = 500
S = TypeVar("S", bound=Spell)


class Held(Exception):
    """A legal hold keeps the recording."""


def refuse_empty(recording: Recording, spans: Sequence[Span]) -> None:
    """Raises Problem 422 where spans are none, or take the whole film."""
    found = merged((min(since, recording.length), min(until, recording.length)) for since, until in spans)
    if not found:
        raise Problem(422, "nothing-to-cut", _("Say what to cut: from when until when."))
    if recording.length - length_of(found) < LEAST:
        raise Problem(422, "nothing-left", _("Nothing would be left of it. Delete the recording instead."))


def ask_to_cut(recording: Recording, by: Person, spans: Sequence[Span]) -> None:
    """Has these spans cut out of a film.

    Raises Problem 409 where there is no film, it is being cut, it is in the
    trash or a hold keeps it, 422 where nothing would be cut or left, 507
    where there is no room for a second film.
    """
    refuse_empty(recording, spans)
    refuse_if_held(recording, scope=recording.scope, by=by)
    _refuse_without_room(recording)
    with transaction.atomic():
        there = Recording.everything.select_for_update().filter(
            id=recording.id, film=recording.film, state=State.READY, trashed_at__isnull=True
        )
        if not there.exists():
            raise Problem(409, "not-ready", _("This film has changed meanwhile. Look at it again."))
        if Cut.everything.filter(recording=recording, state=CutState.ASKED).exists():
            raise Problem(
                409, "cutting", _("Something is being cut out of this film already. Wait a moment.")
            )
        moment = now()
        wanted = [
            Cut(recording=recording, since=since, until=until, asked_by=by, asked_at=moment)
            for since, until in merged(spans)
        ]
        Cut.everything.bulk_create(wanted)
        record("recording.cut_asked", scope=recording.scope, actor=by, object=recording, spans=len(wanted))


def _refuse_without_room(recording: Recording) -> None:
    if not _has_room(shelf_of(recording.region), recording):
        raise full()


def _has_room(shelf: Shelf, recording: Recording) -> bool:
    """Whether a second film fits beside the first."""
    return shutil.disk_usage(shelf.root).free >= recording.size + RESERVE


def make_cut(recording_id: UUID) -> None:
    """Cuts out of a film what was asked for. Nothing happens where nothing was, or it is done."""
    recording = Recording.everything.filter(id=recording_id, state=State.READY).first()
    wanted = list(Cut.everything.filter(recording=recording_id, state=CutState.ASKED))
    if recording is None or not wanted:
        return
    try:
        made = _write(shelf_of(recording.region), recording, [(one.since, one.until) for one in wanted])
        if made is not None:
            _take_its_place(recording, made, wanted)
    except Full:
        give_up(recording_id, CutState.FULL)
    except Held:
        give_up(recording_id, CutState.HELD)


@dataclass(frozen=True)
class NewFilm:
    """A film without `cut`, on the shelf and in nobody's sight; names are the shelf's."""

    film: str
    poster: str
    size: int
    cut: list[Span]


def _write(shelf: Shelf, recording: Recording, spans: Sequence[Span]) -> NewFilm | None:
    """Writes the new film under a name of its own; None where nothing would be in it. Raises Full, Unreachable."""
    token, form = uuid4().hex, recording.film.rpartition(".")[2]
    film, poster = (f"{recording.folder}/{name}" for name in (f"film-{token}.{form}", f"poster-{token}.jpg"))
    if not _has_room(shelf, recording):
        raise Full
    try:
        with shelf.open(recording.film) as old:
            cut = outward(spans, starts_of(old), recording.length)
        left = kept(cut, recording.length)
        if not left:
            give_up(recording.id, CutState.BROKEN)
            return None
        with drafting(shelf, film) as draft:
            with shelf.open(recording.film) as old:
                write_kept(old, draft, form, left)
            poster = make_poster(shelf, poster, draft, after(cut, recording.length) / 1000)
            size = draft.stat().st_size
            shelf.place(draft, film)
    except (Full, OSError, av.FFmpegError) as error:
        if shutil.disk_usage(shelf.root).free < RESERVE:
            raise Full from error
        raise
    return NewFilm(film, poster, size, cut)


def _take_its_place(recording: Recording, made: NewFilm, wanted: Sequence[Cut]) -> None:
    """The new film is the recording's from now on, unless that changed or went meanwhile."""
    shelf = shelf_of(recording.region)
    with transaction.atomic():
        there = Recording.everything.select_for_update(of=("self",)).filter(id=recording.id).first()
        mine = there is not None and there.film == recording.film
        if there is not None and mine:
            if any(plan_erasure(rows_of([there])).held.values()):
                raise Held
            old = there.length
            there.film, there.poster, there.size = made.film, made.poster, made.size
            there.seconds = after(made.cut, old) / 1000
            there.save(update_fields=CHANGED)
            _move(there, made.cut, old)
            Cut.everything.filter(id__in=[one.id for one in wanted]).update(
                state=CutState.DONE, done_at=now()
            )
            settle_cut(there, Person.objects.filter(pk__in=[one.asked_by_id for one in wanted]).first())
            _tidy(shelf, there)
            record(
                "recording.cut",
                scope=there.scope,
                object=there,
                seconds=round(length_of(made.cut) / 1000),
                spans=len(made.cut),
            )
            film_cut.send(sender=None, recording=there, spans=made.cut)
    if there is None:
        # Everybody in it was erased meanwhile: what was made since goes after them.
        shelf.remove(recording.folder)
        return
    if not mine:
        for name in filter(None, (made.film, made.poster)):
            shelf.remove(name)
    clear_drafts(shelf, recording)


def _tidy(shelf: Shelf, recording: Recording) -> None:
    """When the transaction is over, nothing lies in its folder but film and poster: no old film, and none that a killed
    process had made."""
    own = {recording.film, recording.poster}
    others = [name for name in shelf.names(recording.folder) if name not in own]
    take_along([place_of(recording, name) for name in others])


def _move(recording: Recording, cut: Sequence[Span], old: int) -> None:
    """Where people stand and are heard, in a film that was `old` milliseconds long; what was cut they were nowhere in."""
    parts = list(recording.parts.filter(at__isnull=False))
    ends = [*(part.at or 0 for part in parts[1:]), old]
    for part, end in zip(parts, ends, strict=True):
        _move_spells(Tile, part, cut, end)
        _move_spells(Voice, part, cut, end)
        part.at = after(cut, part.at or 0)
        part.save(update_fields=["at"])


def _move_spells(kind: type[S], part: Part, cut: Sequence[Span], end: int) -> None:
    at = part.at or 0
    begin = after(cut, at)
    moved, gone = [], []
    for spell in kind._base_manager.filter(part=part):
        since, until = spell.reach(at, end)
        spell.since, spell.until = after(cut, since) - begin, after(cut, until) - begin
        if spell.since < spell.until:
            moved.append(spell)
        else:
            gone.append(spell.pk)
    kind._base_manager.bulk_update(moved, ["since", "until"], batch_size=A_BATCH)
    # No hold keeps the recording, or there would be no cut.
    for start in range(0, len(gone), A_BATCH):
        kind._base_manager.filter(pk__in=gone[start : start + A_BATCH]).delete()


def give_up(recording_id: UUID, why: CutState) -> None:
    """Nothing is cut, and who asked sees why. The film is what it was."""
    with transaction.atomic():
        asked = Cut.everything.filter(recording=recording_id, state=CutState.ASKED)
        if not asked.update(state=why, done_at=now()):
            return
        recording = Recording.everything.select_related("session__meeting").get(id=recording_id)
        _tidy(shelf_of(recording.region), recording)
        record("recording.cut_failed", scope=recording.scope, object=recording, why=why.value)
