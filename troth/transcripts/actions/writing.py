"""Writing down what is said in a film, piece by piece.

Each piece is written whole or not at all, with how far it goes. So a worker
may be killed anywhere; what is asked again goes on from there, and of two that
are at the same piece one writes it.
"""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from troth.lib.clock import now
from troth.lib.speech import hear
from troth.recordings.shelf import shelf_of
from troth.recordings.watching import heard_in
from troth.transcripts.models import Line, Stage, Transcript
from troth.transcripts.sound import next_piece
from troth.transcripts.speakers import lines_of

TRIES = 5
"""So often a piece is tried; who was killed at it counts too."""


def write_piece(recording_id: UUID, run: int) -> bool:
    """Writes the next piece of a transcript, and answers whether there is more to write.

    Nothing happens where it was begun anew meanwhile, deleted, or is done.
    """
    at_it = Transcript.objects.filter(recording=recording_id, run=run, stage=Stage.WRITING)
    transcript = at_it.select_related("recording").first()
    if transcript is None:
        return False
    if transcript.tries >= TRIES:
        at_it.update(stage=Stage.FAILED)
        return False
    at_it.update(tries=F("tries") + 1, seen_at=now())
    recording, since = transcript.recording, transcript.reached
    with shelf_of(recording.region).open(recording.film) as film:
        sound, until = next_piece(film, since)
    phrases = list(hear(sound, settings.SPEECH_MODEL)) if len(sound) else []
    with transaction.atomic():
        # Who was erased while it was heard is nobody now: who is heard when is read in here.
        mine = at_it.select_for_update().filter(reached=since).first()
        if mine is None:
            return False
        Line.everything.bulk_create(
            Line(
                recording=recording,
                attendance_id=line.speaker,
                since=line.since,
                until=line.until,
                text=line.text,
            )
            for line in lines_of(phrases, heard_in(recording), since)
        )
        mine.reached = recording.length if until is None else until
        mine.stage = Stage.READY if until is None else Stage.WRITING
        mine.tries, mine.seen_at = 0, now()
        mine.save()
    return until is not None
