"""What the host and administrators do with a transcript: have it written again, correct a line, delete it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.problems import Problem
from troth.privacy.audit import record
from troth.privacy.deleting import erase_whole, refuse_if_held
from troth.recordings.models import Recording
from troth.recordings.spans import Span, after
from troth.transcripts.models import Line, Stage, Transcript


def write_again(recording: Recording, by: Person) -> None:
    """Has the words written anew; the lines that are there go, with what was corrected in them.

    Raises Problem 409 `not-told` where people agreed to be recorded and not to
    this, `not-ready` without a film, `held`.
    """
    if not recording.may_transcribe:
        raise Problem(
            409,
            "not-told",
            _("People were not told that their words would be written down in this recording."),
        )
    if not recording.film:
        raise Problem(409, "not-ready", _("This recording is still being made. Try again in a minute."))
    refuse_if_held(recording, scope=recording.scope, by=by)
    with transaction.atomic():
        _begin_anew(recording)
        record("transcript.asked", scope=recording.scope, actor=by, object=recording)


def remove(recording: Recording, by: Person) -> None:
    """Deletes the words; none are written by themselves again. Raises Problem 409 `held`."""
    refuse_if_held(recording, scope=recording.scope, by=by)
    with transaction.atomic():
        there = Transcript.objects.filter(recording=recording).exclude(stage=Stage.REMOVED)
        if there.update(stage=Stage.REMOVED):
            _erase(Line.everything.filter(recording=recording))
            record("transcript.removed", scope=recording.scope, actor=by, object=recording)


def correct(line: Line, by: Person, text: str, speaker: UUID) -> None:
    """Puts other words or another speaker into a line. Raises Problem 409 `held`."""
    recording = line.recording
    refuse_if_held(recording, scope=recording.scope, by=by)
    with transaction.atomic():
        changed = Line.everything.filter(pk=line.pk).exclude(text=text, attendance=speaker)
        if changed.update(text=text, attendance=speaker):
            record("transcript.corrected", scope=recording.scope, actor=by, object=recording)


def move_lines(recording: Recording, spans: Sequence[Span], **_: object) -> None:
    """After these spans were cut out of a film (`film_cut`), in the caller's transaction: lines whose middle is in one go, what
    comes later moves up.

    `spans` are of the film as it was. What is still being written begins anew, with the film as it is.
    """
    transcript = Transcript.objects.select_for_update().filter(recording=recording).first()
    if transcript is not None and transcript.stage == Stage.WRITING:
        _begin_anew(recording)
        return
    gone: list[Line] = []
    moved: list[Line] = []
    for line in Line.everything.filter(recording=recording):
        middle = (line.since + line.until) // 2
        if any(since <= middle < until for since, until in spans):
            gone.append(line)
            continue
        line.since, line.until = after(spans, line.since), after(spans, line.until)
        moved.append(line)
    _erase(gone)
    Line.everything.bulk_update(moved, ["since", "until"], batch_size=500)


def _begin_anew(recording: Recording) -> None:
    transcript, _new = Transcript.objects.select_for_update().get_or_create(recording=recording)
    _erase(Line.everything.filter(recording=recording))
    transcript.stage, transcript.run = Stage.WRITING, transcript.run + 1
    transcript.reached, transcript.tries, transcript.seen_at = 0, 0, None
    transcript.save()


def _erase(lines: Iterable[Line]) -> None:
    """Raises Problem 409 where a hold that came meanwhile keeps one."""
    erase_whole(Line, {line.pk for line in lines})
