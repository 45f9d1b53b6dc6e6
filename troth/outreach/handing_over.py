"""The moment a letter leaves: the last at which it can be kept back."""

import logging
from datetime import timedelta
from enum import Enum
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from troth.lib.clock import now
from troth.outreach.addressees import at_address
from troth.outreach.kinds import MessageKind, Topic
from troth.outreach.letters import as_message
from troth.outreach.models import Letter, Mailing
from troth.outreach.preferences import wants
from troth.outreach.relay import note_hand_over
from troth.privacy.purposes import under
from troth.privacy.recipients import HandOverRefused

logger = logging.getLogger(__name__)

# Minutes until the next attempt, after the first, second, ... failure.
PAUSES = (1, 5, 15, 30, 60, 120, 240)
ATTEMPTS = len(PAUSES) + 1
# Between two looks whether the mail server may have a letter by now.
REFUSED = timedelta(minutes=5)
# Longer than any mail server takes: after it, a claimed letter counts as left behind.
CLAIM = timedelta(minutes=10)


class Outcome(Enum):
    """What became of a letter. LATER is for one that this recipient's server did not take, DOWN for no server at all,
    or for one that is somebody else's and may not have it yet."""

    SENT = "sent"
    REFUSED = "refused"
    LATER = "later"
    DOWN = "down"
    GIVEN_UP = "failed"


def hand_over(letter: Letter, connection: BaseEmailBackend | None = None) -> Outcome:
    """Sends a letter that the caller has claimed, unless its purpose does not stand any more, and deletes it.

    A `connection` is opened where it is not open, and left so: the caller closes it.

    A crash between sending and deleting sends twice, once the claim has run
    out; none loses. A letter that could not be sent is due again after a pause.
    """
    kind = MessageKind(letter.kind)
    with under(kind.purpose):
        addressee = at_address(letter.recipient) if kind.can_be_refused else None
        if addressee is not None and not wants(addressee, Topic(letter.topic)):
            return _end(letter, Outcome.REFUSED)
        message = as_message(letter, addressee)
        try:
            note_hand_over(letter, kind.purpose)
            if connection is not None:
                # A connection that send_messages() opens itself it closes too, after each letter.
                connection.open()
            (connection or get_connection()).send_messages([message])
        except HandOverRefused as refused:
            logger.error("Letter %s waits: %s See “troth recipients”.", letter.id, refused)
            put_off(letter, REFUSED)
            return Outcome.DOWN
        except Exception as error:  # a mail server fails in many ways; the letter must outlive each
            # The error's text can hold the address: only its kind is logged.
            logger.warning(
                "Letter %s: attempt %d failed (%s)", letter.id, letter.attempts, type(error).__name__
            )
            about_this_one = isinstance(error, SMTPRecipientsRefused | SMTPDataError)
            return _put_off(letter, about_this_one or not isinstance(error, OSError))
        return _end(letter, Outcome.SENT)


def put_off(letter: Letter, pause: timedelta = timedelta(minutes=PAUSES[0])) -> None:
    """Leaves a letter for later that was not tried. It is due after the pause."""
    letter.due_at = now() + pause
    Letter.objects.filter(pk=letter.pk).update(due_at=letter.due_at, attempts=0)


def _put_off(letter: Letter, server_is_up: bool) -> Outcome:
    if letter.attempts >= ATTEMPTS:
        logger.error("Letter %s: given up after %d attempts", letter.id, letter.attempts)
        # Of a mailing only the number is of use; any other stays its week, for who looks why.
        return _end(letter, Outcome.GIVEN_UP) if letter.mailing_id else Outcome.GIVEN_UP
    due_at = now() + timedelta(minutes=PAUSES[letter.attempts - 1])
    Letter.objects.filter(pk=letter.pk).update(due_at=due_at)
    letter.due_at = due_at
    return Outcome.LATER if server_is_up else Outcome.DOWN


@transaction.atomic
def _end(letter: Letter, outcome: Outcome) -> Outcome:
    if letter.mailing_id:
        name = outcome.value
        Mailing.objects.filter(pk=letter.mailing_id).update(**{name: F(name) + 1})
    letter.delete()
    return outcome
