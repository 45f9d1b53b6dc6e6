"""Placing a legal hold, and releasing it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from troth.lib.clock import now
from troth.privacy.audit import pseudonym, record
from troth.privacy.leaving import resume
from troth.privacy.models import Hold


@transaction.atomic
def place_hold(
    target: Model, *, scope: str, reason: str, authority: str, by: Model | None, until: datetime | None
) -> Hold:
    """Forbids from now on that anything is deleted that is, or points at, `target`.

    `scope` is the organization whose hold it is, or "" for the operator's own.
    `authority` is who demands it, `reason` why.
    """
    hold = Hold.objects.create(
        target=target._meta.label,
        key=str(target.pk),
        scope=scope,
        reason=reason,
        authority=authority,
        placed_by=pseudonym(by) if by else "",
        placed_at=now(),
        until=until,
    )
    record("hold.placed", scope=scope, actor=by, object=target)
    return hold


def release_hold(hold: Hold, by: Model | None) -> int:
    """Ends a hold. What waited for it goes on at once; answers how many erasures came to their end."""
    with transaction.atomic():
        released = Hold.objects.filter(pk=hold.pk, released_at__isnull=True).update(
            released_at=now(), released_by=pseudonym(by) if by else ""
        )
        if released:
            record("hold.released", scope=hold.scope, actor=by, object=hold)
    return resume()
