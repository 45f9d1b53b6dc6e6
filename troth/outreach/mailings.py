"""One message to many people: begun, written batch by batch, stopped.

The worker does one batch after the other, each a task of its own behind
everything else that waits. A batch is written as letters, with how far that
came, in one transaction; then each letter is handed over, which asks once more
whether it may go. A worker that is killed loses nothing: its letters are due
again when their claim has run out, and the clock has the next batch begun.
"""

from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.outreach.audiences import audience
from troth.outreach.handing_over import CLAIM, PAUSES, Outcome, hand_over, put_off
from troth.outreach.kinds import Topic
from troth.outreach.models import Letter, Mailing, MailingState
from troth.privacy.audit import record

BATCH = 50
"""Letters. A message that can't wait is behind one batch at most."""
LOST = timedelta(minutes=5)
"""So long after a batch was due nobody will come for it."""


@transaction.atomic
def begin_mailing(mailing: Mailing, by: Model) -> None:
    """Has the worker send a draft. Raises 409 where it is none any more, and where nobody would get it."""
    # tasks.py calls back into this module.
    from troth.outreach.tasks import send_batch

    reach = audience(mailing.audience).reach(Topic(mailing.topic))
    if not reach.going:
        raise Problem(409, "mailing", _("Nobody would get it."))
    begun = Mailing.objects.filter(pk=mailing.pk, state=MailingState.DRAFT).update(
        state=MailingState.SENDING,
        begun_at=now(),
        claimed_until=now(),
        expected=reach.going,
        left_out=reach.left_out,
    )
    if not begun:
        raise Problem(409, "mailing", _("This mailing is being sent already."))
    send_batch.enqueue(str(mailing.pk))
    record(
        "mailing.begun",
        scope="",
        actor=by,
        topic=mailing.topic,
        audience=mailing.audience,
        people=reach.going,
    )


@transaction.atomic
def stop_mailing(mailing: Mailing, by: Model) -> None:
    """Sends no more of it: what has not left goes nowhere. Raises 409 where it is not being sent."""
    locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if locked.state != MailingState.SENDING:
        raise Problem(409, "mailing", _("This mailing is not being sent."))
    Letter.everything.filter(mailing=locked).delete()
    locked.state, locked.ended_at, locked.reached = MailingState.STOPPED, now(), ""
    locked.cut = max(0, locked.expected - locked.dealt_with)
    locked.save(update_fields=["state", "ended_at", "reached", "cut"])
    record("mailing.stopped", scope="", actor=by, sent=locked.sent, cut=locked.cut)


def send_next(mailing_id: UUID) -> timedelta | None:
    """Writes and hands over a batch; answers after which time the next is due, None where there is none.

    Does nothing where somebody else is at it.
    """
    moment = now()
    mine = Mailing.objects.filter(pk=mailing_id, state=MailingState.SENDING, is_written=False)
    if not mine.filter(claimed_until__lte=moment).update(claimed_until=moment + CLAIM):
        return None
    server_is_up = _hand_over_all(_write_batch(mailing_id))
    pause = timedelta() if server_is_up else timedelta(minutes=PAUSES[0])
    if not mine.update(claimed_until=now() + pause):
        end_what_is_over()
        return None
    return pause


@transaction.atomic
def _write_batch(mailing_id: UUID) -> list[Letter]:
    """The next letters of a mailing, claimed. None where it was stopped."""
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    if mailing.state != MailingState.SENDING:
        return []
    found = audience(mailing.audience).after(mailing.kind, mailing.reached, BATCH)
    letters = Letter.objects.bulk_create(
        Letter(
            kind=mailing.kind,
            topic=mailing.topic,
            mailing=mailing,
            recipient=address,
            due_at=now() + CLAIM,
            attempts=1,
        )
        for _key, address in found
    )
    mailing.is_written = len(found) < BATCH
    # Whoever was the last, nobody needs to know once all are written to.
    mailing.reached = "" if mailing.is_written else found[-1][0]
    mailing.save(update_fields=["is_written", "reached"])
    return letters


def _hand_over_all(letters: list[Letter]) -> bool:
    """Hands a batch over, by one connection. False where there was no mail server: then the rest waits."""
    connection: BaseEmailBackend = get_connection()
    try:
        for number, letter in enumerate(letters):
            # It may be stopped, or its recipient erased, between two letters.
            mine = Letter.objects.filter(pk=letter.pk, attempts=1)
            if not mine.update(due_at=now() + CLAIM):
                continue
            Mailing.objects.filter(letters=letter).update(claimed_until=now() + CLAIM)
            if hand_over(letter, connection) is Outcome.DOWN:
                for waiting in letters[number + 1 :]:
                    put_off(waiting)
                return False
    finally:
        try:
            connection.close()
        except (SMTPException, OSError):
            # Nobody is there to say goodbye to.
            pass
    return True


def end_what_is_over() -> None:
    """Says of each mailing that is written, and has no letter left, that it is done."""
    written = Mailing.objects.filter(state=MailingState.SENDING, is_written=True)
    done = written.exclude(pk__in=Letter.everything.filter(mailing__in=written).values("mailing"))
    done.update(state=MailingState.DONE, ended_at=now())


def left_behind() -> list[UUID]:
    """Mailings that go on and that nobody was at for long: their worker died. Each is answered once."""
    moment = now()
    waiting = Mailing.objects.filter(state=MailingState.SENDING, is_written=False)
    lost = waiting.filter(claimed_until__lte=moment - LOST)
    return [pk for pk in lost.values_list("pk", flat=True) if lost.filter(pk=pk).update(claimed_until=moment)]
