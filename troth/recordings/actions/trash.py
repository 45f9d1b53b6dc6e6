"""Deleting recordings: into the trash, out of it, and for good."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.privacy.audit import record
from troth.privacy.deleting import erase_rows, erase_whole, refuse_if_held
from troth.recordings.models import Recording

KEPT = timedelta(days=30)
"""So long what was thrown away can be taken back."""


def throw_away(recording: Recording, by: Person) -> None:
    """Puts a recording into the trash: nobody sees it but who may put it back, and its link ends.

    Raises Problem 409 for one that is still made.
    """
    if recording.is_being_made:
        raise Problem(409, "not-ready", _("This recording is still being made. Try again in a minute."))
    with transaction.atomic():
        if Recording.everything.filter(id=recording.id, trashed_at__isnull=True).update(
            trashed_at=now(), link_digest="", link_passcode="", link_until=None
        ):
            record("recording.trashed", scope=recording.scope, actor=by, object=recording)


def put_back(recording: Recording, by: Person) -> None:
    """Takes a recording out of the trash."""
    with transaction.atomic():
        if Recording.everything.filter(id=recording.id, trashed_at__isnull=False).update(trashed_at=None):
            record("recording.put_back", scope=recording.scope, actor=by, object=recording)


def delete(recording: Recording, by: Person) -> None:
    """Deletes a recording from the trash for good, with film, parts and poster. Raises Problem 409 `held`.

    One that was put back meanwhile stays.
    """
    refuse_if_held(recording, scope=recording.scope, by=by)
    with transaction.atomic():
        if _in_trash(recording) and erase_whole(Recording, {recording.id}).rows:
            record("recording.deleted", scope=recording.scope, actor=by, object=recording)


def empty_trash() -> None:
    """Deletes what has been in the trash for long enough, unless a hold keeps it."""
    old = Recording.everything.filter(trashed_at__lt=now() - KEPT).select_related("session__meeting")
    for recording in old:
        with transaction.atomic():
            if _in_trash(recording) and erase_rows(Recording, {recording.id}).rows:
                record("recording.expired", scope=recording.scope, object=recording)


def _in_trash(recording: Recording) -> bool:
    """Whether it is there still; nobody takes it out until the transaction ends."""
    there = Recording.everything.select_for_update(of=("self",))
    return there.filter(id=recording.id, trashed_at__isnull=False).exists()
