"""Delivery. Tasks carry a letter's or a mailing's id and nothing else."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import F
from django_tasks import task

from troth.lib.clock import now
from troth.outreach import mailings
from troth.outreach.handing_over import ATTEMPTS, CLAIM, Outcome, hand_over
from troth.outreach.models import Letter
from troth.privacy import Purpose
from troth.privacy.purposes import under

KEPT = timedelta(days=7)
"""How long the folder that stands for a mail server keeps what was sent. A letter that tells of an erasure is
written after it, so it must be gone before the days to come back are over."""


@task()
@under(Purpose.SERVE)
def deliver(letter_id: str) -> None:
    """Sends a letter, and whatever its kind says about that holds. Whoever moves `due_at` first sends, so two workers don't."""
    moment = now()
    claimed = Letter.objects.filter(id=letter_id, due_at__lte=moment, attempts__lt=ATTEMPTS).update(
        due_at=moment + CLAIM, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    letter = Letter.objects.select_related("mailing").get(id=letter_id)
    if hand_over(letter) in (Outcome.LATER, Outcome.DOWN):
        deliver.using(run_after=letter.due_at).enqueue(letter_id)


@task(priority=-10)
@under(Purpose.SERVE)
def send_batch(mailing_id: str) -> None:
    """Sends a batch of a mailing, and has the next one sent. What it runs for beyond that, the mailing's kind says."""
    pause = mailings.send_next(UUID(mailing_id))
    if pause is not None:
        send_batch.using(run_after=now() + pause if pause else None).enqueue(mailing_id)


def tend_mailings() -> None:
    """Ends what is over, and goes on with mailings that nobody is at."""
    mailings.end_what_is_over()
    for mailing_id in mailings.left_behind():
        send_batch.enqueue(str(mailing_id))


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
