"""The only ways from a request to a transcript or a line of one. Whoever may watch a recording may read it."""

from uuid import UUID

from troth.lib.problems import not_found
from troth.organizations.access import Visitor
from troth.recordings.access import Sight, access_download, access_film, access_shareable
from troth.transcripts.models import Line, Transcript
from troth.transcripts.queries import transcript_of


def access_transcript(person: Visitor, recording_id: UUID) -> tuple[Sight, Transcript]:
    """A transcript that the person may read, however far it is."""
    sight = access_film(person, recording_id)
    return sight, _there(sight)


def access_transcript_download(person: Visitor, recording_id: UUID) -> Sight:
    """A transcript that the person may take with them, by the film's rule."""
    sight = access_download(person, recording_id)
    _there(sight)
    return sight


def access_own_transcript(person: Visitor, recording_id: UUID) -> Sight:
    """A recording whose words the person may have written, or deleted: who leads it, while it is not in the trash."""
    sight = access_shareable(person, recording_id)
    if not sight.recording.film:
        raise not_found()
    return sight


def access_own_line(person: Visitor, recording_id: UUID, line_id: UUID) -> tuple[Sight, Line]:
    """A line that the person may correct."""
    sight = access_own_transcript(person, recording_id)
    line = Line.objects.filter(recording=sight.recording, pk=line_id).first()
    if line is None:
        raise not_found()
    line.recording = sight.recording
    return sight, line


def _there(sight: Sight) -> Transcript:
    recording = sight.recording
    transcript = transcript_of(recording)
    if transcript is None and recording.may_transcribe:
        # The clock begins it in a moment.
        return Transcript(recording=recording)
    if transcript is None or transcript.is_removed:
        raise not_found()
    return transcript
