"""What the worker does for recordings. Tasks carry ids."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django_tasks import task

from troth.lib.clock import now
from troth.privacy import Purpose
from troth.privacy.purposes import under
from troth.recordings.actions.asking import end
from troth.recordings.actions.cutting import give_up, make_cut
from troth.recordings.actions.film import make_film
from troth.recordings.actions.parts import SILENCE, WAITS
from troth.recordings.models import Cut, CutState, Ending, Recording, State
from troth.recordings.models.recording import ON_AIR

AGAIN = timedelta(minutes=30)
"""A film that is not there by then is made anew: its task was lost, or failed."""
GIVEN_UP = timedelta(hours=2)
"""So long after its end a film is still tried."""


@task()
@under(Purpose.SERVE)
def make(recording_id: str) -> None:
    """Makes a recording's film. One that fails for long is given up; what it would be made of stays."""
    try:
        make_film(UUID(recording_id))
    except Exception:
        moment = now()
        Recording.everything.filter(
            id=recording_id, state=State.MAKING, stopped_at__lt=moment - GIVEN_UP
        ).update(state=State.BROKEN, ended_at=moment)
        raise


@task()
@under(Purpose.SERVE)
def cut(recording_id: str) -> None:
    """Cuts out of a film what was asked for. What fails for long is given up; the film stays as it was."""
    try:
        make_cut(UUID(recording_id))
    except Exception:
        old = Cut.everything.filter(
            recording=UUID(recording_id), state=CutState.ASKED, asked_at__lt=now() - GIVEN_UP
        )
        if old.exists():
            give_up(UUID(recording_id), CutState.BROKEN)
        raise


def tend() -> None:
    """Ends recordings whose meeting is over or that no recorder came to, and has films made and cut."""
    moment = now()
    on = Recording.everything.filter(state__in=ON_AIR).select_related("session__meeting")
    for recording in on.filter(session__ended_at__isnull=False):
        end(recording, Ending.MEETING)
    for recording in on.filter(state=State.ASKED, asked_at__lt=moment - WAITS, parts__isnull=True):
        end(recording, Ending.NO_RECORDER)
    for recording in Recording.everything.filter(state=State.STOPPING):
        live = recording.parts.filter(ended_at__isnull=True, heard_at__gt=moment - SILENCE)
        if live.exists():
            continue
        recording.parts.filter(ended_at__isnull=True).update(ended_at=moment)
        _have_made(recording)
    lost = Recording.everything.filter(state=State.MAKING, making_at__lt=moment - AGAIN)
    for recording in lost:
        _have_made(recording)
    _have_cut(moment)


def _have_made(recording: Recording) -> None:
    before = recording.making_at
    mine = Recording.everything.filter(id=recording.id, state=recording.state, making_at=before)
    if mine.update(state=State.MAKING, making_at=now()):
        make.enqueue(str(recording.id))


def _have_cut(moment: datetime) -> None:
    """Hands over what was asked to be cut, and once more what is not there after AGAIN."""
    asked = Cut.everything.filter(state=CutState.ASKED)
    waiting = asked.filter(Q(making_at__isnull=True) | Q(making_at__lt=moment - AGAIN))
    for recording_id in waiting.order_by().values_list("recording_id", flat=True).distinct():
        if waiting.filter(recording=recording_id).update(making_at=moment):
            cut.enqueue(str(recording_id))
