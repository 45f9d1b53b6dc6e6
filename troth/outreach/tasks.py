"""Delivery. Tasks carry a letter's id and nothing else."""

import logging
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django_tasks import task

from troth.lib.clock import now
from troth.outreach.models import Letter
from troth.outreach.relay import message_id, note_hand_over
from troth.privacy import Purpose
from troth.privacy.purposes import under
from troth.privacy.recipients import HandOverRefused

KEPT = timedelta(days=7)
"""How long the folder that stands for a mail server keeps what was sent. A letter that tells of an erasure is
written after it, so it must be gone before the days to come back are over."""

logger = logging.getLogger(__name__)

# Minutes until the next attempt, after the first, second, ... failure.
PAUSES = (1, 5, 15, 30, 60, 120, 240)
ATTEMPTS = len(PAUSES) + 1
# Between two looks whether the relay may have a letter by now.
REFUSED = timedelta(minutes=5)
# Longer than any mail server takes: after it, a claimed letter counts as left behind.
CLAIM = timedelta(minutes=10)


@task()
@under(Purpose.SERVE)
def deliver(letter_id: str) -> None:
    """Sends a letter and deletes it.

    Whoever moves `due_at` first sends, so two workers don't. A crash between
    sending and deleting sends twice, once the claim has run out; none loses.
    Where the relay is somebody who may not have it, the letter waits.
    """
    moment = now()
    claimed = Letter.objects.filter(id=letter_id, due_at__lte=moment, attempts__lt=ATTEMPTS).update(
        due_at=moment + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    letter = Letter.objects.get(id=letter_id)
    message = EmailMultiAlternatives(
        letter.subject, letter.text, to=[letter.recipient], headers={"Message-ID": message_id(letter)}
    )
    message.attach_alternative(letter.html, "text/html")
    try:
        note_hand_over(letter)
        message.send()
    except HandOverRefused as refused:
        logger.error("Letter %s waits: %s See “troth recipients”.", letter.id, refused)
        Letter.objects.filter(id=letter.id).update(due_at=now() + REFUSED, attempts=F("attempts") - 1)
    except Exception as error:  # a mail server fails in many ways; the letter must outlive each
        # The error's text can hold the address: only its kind is logged.
        logger.warning("Letter %s: attempt %d failed (%s)", letter.id, letter.attempts, type(error).__name__)
        _try_later(letter)
    else:
        letter.delete()


def _try_later(letter: Letter) -> None:
    if letter.attempts >= ATTEMPTS:
        logger.error("Letter %s: given up after %d attempts", letter.id, letter.attempts)
        return
    due_at = now() + timedelta(minutes=PAUSES[letter.attempts - 1])
    Letter.objects.filter(id=letter.id).update(due_at=due_at)
    deliver.using(run_after=due_at).enqueue(str(letter.id))


def pick_up() -> int:
    """Enqueues letters whose task was lost, a minute or more after they were due; says how many."""
    left = Letter.objects.filter(due_at__lte=now() - timedelta(minutes=1), attempts__lt=ATTEMPTS)
    ids = [str(letter_id) for letter_id in left.values_list("id", flat=True)]
    for letter_id in ids:
        deliver.enqueue(letter_id)
    return len(ids)


def forget_sent() -> int:
    """Deletes old mail from the folder that stands for a mail server; says how many files."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    before = (now() - KEPT).timestamp()
    old = [path for path in Path(folder).glob("*.log") if path.stat().st_mtime < before] if folder else []
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
