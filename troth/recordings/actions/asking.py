"""Recording a meeting: a host asks for it, people answer, a host stops it."""

import logging

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.actions.news import say
from troth.meetings.models import Attendance, Session
from troth.meetings.models.answered import note
from troth.privacy.audit import Fact, record
from troth.recordings.models import Answer, Asking, Choice, Ending, Layout, Recording, State
from troth.recordings.models.recording import ON_AIR
from troth.recordings.queries import terms_of
from troth.recordings.questions import question_of
from troth.recordings.relay import hand_over_to_storage, refuse_shut_door
from troth.recordings.shelf import Full, NoShelf, shelf_of

log = logging.getLogger(__name__)


def start(session: Session, by: Attendance, layout: Layout) -> Recording:
    """Asks for a recorder, and says to everybody that they will be asked. Who asks for it agrees to be in it.

    Raises Problem 409 `recording` where one goes on, `no-region` where the
    organization keeps none, 503 `storage-shut` where its storage is somebody's who may not have it, 507 `disk-full`.
    """
    terms = terms_of(session.meeting.organization_id)
    _refuse_without_room(terms.region)
    refuse_shut_door(terms.region)
    try:
        with transaction.atomic():
            recording = Recording.objects.create(
                session=session,
                started_by=by,
                region=terms.region,
                layout=layout,
                asked_at=now(),
                shared=terms.shared,
                may_download=terms.may_download,
                may_transcribe=terms.transcribe,
            )
            text = question_of(recording.may_transcribe).text
            note(Answer.objects.all(), Choice.AGREED, text, recording=recording, attendance=by)
            hand_over_to_storage(recording, by)
            record("recording.started", scope=recording.scope, actor=by.person, object=recording)
    except IntegrityError:
        raise Problem(409, "recording", _("This meeting is being recorded already.")) from None
    tell(session)
    return recording


def _refuse_without_room(region: str) -> None:
    missing = Problem(
        409, "no-region", _("Your organization has not said where recordings are kept. An administrator can.")
    )
    if not region:
        raise missing
    try:
        shelf = shelf_of(region)
    except NoShelf:
        raise missing from None
    try:
        shelf.refuse_without_room()
    except Full:
        raise full() from None


def full() -> Problem:
    """There is no room left on the shelf."""
    return Problem(507, "disk-full", _("There is no room left for recordings. Tell who runs this."))


def answer(recording: Recording, attendance: Attendance, choice: Choice, version: int) -> None:
    """What somebody says to being recorded; a second answer takes the place of the first, from now on.

    Raises Problem 409 `words-changed` where they were shown other words,
    `must-leave` where who does not agree may not stay, 503 `storage-shut` where
    nobody's film may be kept any more.
    """
    text = question_of(recording.may_transcribe).text
    if text.version != version:
        raise Problem(409, "words-changed", _("What is asked has changed. Read it again."))
    terms = terms_of(recording.scope)
    if choice == Choice.UNRECORDED and terms.asking == Asking.MUST_LEAVE:
        raise Problem(409, "must-leave", _("Who does not agree to be recorded has to leave this meeting."))
    with transaction.atomic():
        note(Answer.objects.all(), choice, text, recording=recording, attendance=attendance)
        if choice == Choice.AGREED:
            hand_over_to_storage(recording, attendance)
    tell(recording.session)


def stop(recording: Recording, by: Attendance) -> None:
    """Ends a recording; the recorder hears it within a second. One that is over stays as it is."""
    _end(recording, Ending.HOST, "recording.stopped", by.person)


def end(recording: Recording, why: Ending) -> None:
    """Ends a recording by itself: the meeting is over, the disk is full, nobody records."""
    _end(recording, why, "recording.ended", None, why=why.value)


def _end(recording: Recording, ending: Ending, action: str, by: Person | None, **facts: Fact) -> None:
    with transaction.atomic():
        on = Recording.objects.filter(id=recording.id, state__in=ON_AIR)
        if not on.update(state=State.STOPPING, ending=ending, stopped_at=now()):
            return
        record(action, scope=recording.scope, actor=by, object=recording, **facts)
    tell(recording.session)


def tell(session: Session) -> None:
    """Says to everybody in the room that what they know of its recording is old."""
    if session.ended_at is None:
        say(session, {"kind": "recording"})
