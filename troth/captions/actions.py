"""Captions: a host turns them on and off, people answer, a captioner takes them over."""

import uuid
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from troth.captions.models import SILENCE, Captions, CaptionsAnswer, CaptionsChoice
from troth.captions.questions import CAPTIONS
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.actions.news import say
from troth.meetings.models import Attendance, Session
from troth.meetings.models.answered import note
from troth.privacy.audit import record


def start(session: Session, by: Attendance) -> None:
    """Asks for a captioner, and says to everybody that they will be asked. Who asks for it agrees to be captioned.

    Where captions are on they stay as they are.
    """
    scope, moment = session.meeting.organization_id, now()
    with transaction.atomic():
        captions, new = Captions.everything.select_for_update().get_or_create(
            session=session, defaults={"started_by": by, "asked_at": moment}
        )
        if not new and captions.is_on:
            return
        captions.is_on, captions.started_by, captions.asked_at = True, by, moment
        captions.claim = captions.seen_at = None
        captions.save()
        note(CaptionsAnswer.everything.all(), CaptionsChoice.AGREED, CAPTIONS.text, attendance=by)
        record("captions.started", scope=scope, actor=by.person, object=captions)
    tell(session)


def stop(session: Session, by: Attendance) -> None:
    """Turns captions off; the captioner hears it within a second. Where they are off they stay so."""
    with transaction.atomic():
        on = Captions.everything.filter(session=session, is_on=True)
        captions = on.first()
        if captions is None or not on.update(is_on=False, claim=None, seen_at=None):
            return
        record("captions.stopped", scope=session.meeting.organization_id, actor=by.person, object=captions)
    tell(session)


def answer(attendance: Attendance, choice: CaptionsChoice, version: int) -> None:
    """What somebody says to being captioned; a second answer takes the place of the first, from now on.

    Raises Problem 409 `words-changed` where they were shown other words.
    """
    text = CAPTIONS.text
    if text.version != version:
        raise Problem(409, "words-changed", _("What is asked has changed. Read it again."))
    note(CaptionsAnswer.everything.all(), choice, text, attendance=attendance)


def claim() -> tuple[Captions, UUID] | None:
    """The captions of a meeting that goes on and that no captioner listens to, and the caller's claim to them."""
    moment = now()
    waiting = Captions.everything.filter(
        Q(seen_at__isnull=True) | Q(seen_at__lte=moment - SILENCE),
        is_on=True,
        session__ended_at__isnull=True,
    ).order_by("asked_at")
    for captions in waiting.select_related("session"):
        mine = uuid.uuid4()
        was = Captions.everything.filter(
            pk=captions.pk, is_on=True, claim=captions.claim, seen_at=captions.seen_at
        )
        if was.update(claim=mine, seen_at=moment):
            tell(captions.session)
            return captions, mine
    return None


def keep(session_id: UUID, mine: UUID) -> bool:
    """Gives a sign of life. Whether the captions are on still, the meeting goes on, and nobody took them over."""
    own = Captions.everything.filter(pk=session_id, claim=mine, is_on=True, session__ended_at__isnull=True)
    return bool(own.update(seen_at=now()))


def give_back(session_id: UUID, mine: UUID) -> None:
    """Leaves the captions to another captioner, at once."""
    own = Captions.everything.filter(pk=session_id, claim=mine)
    own.update(claim=None, seen_at=None, asked_at=now())


def tell(session: Session) -> None:
    """Says to everybody in the room that what they know of its captions is old."""
    if session.ended_at is None:
        say(session, {"kind": "captions"})
