"""What the worker does for transcripts. Tasks carry ids."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django_tasks import task

from troth.lib.clock import now
from troth.privacy import Purpose
from troth.privacy.purposes import under
from troth.recordings.models import Recording, State
from troth.transcripts.actions.writing import write_piece
from troth.transcripts.models import Stage, Transcript

AGAIN = timedelta(minutes=10)
"""After so long without a sign of life a transcript is gone on with: its task was lost, or failed."""


@task()
@under(Purpose.SERVE)
def write(recording_id: str, run: int) -> None:
    """Writes a piece of a transcript. The next is another task, so that mail and films need not wait for all of it."""
    if write_piece(UUID(recording_id), run):
        write.enqueue(recording_id, run)


def tend() -> None:
    """Begins the transcripts of films that are there, and has those gone on with that nobody is at."""
    moment = now()
    made = Recording.everything.filter(state=State.READY, may_transcribe=True, trashed_at__isnull=True)
    for key in made.filter(transcript__isnull=True).exclude(film="").values_list("pk", flat=True):
        Transcript.objects.get_or_create(recording_id=key)
    idle = Q(seen_at__isnull=True) | Q(seen_at__lt=moment - AGAIN)
    for transcript in Transcript.objects.filter(idle, stage=Stage.WRITING):
        mine = Transcript.objects.filter(pk=transcript.pk, run=transcript.run, seen_at=transcript.seen_at)
        if mine.update(seen_at=moment):
            write.enqueue(str(transcript.pk), transcript.run)
