"""Placing a legal hold, releasing it, and carrying it over into a restored database."""

from datetime import datetime
from typing import Any

from django.core import serializers
from django.db import transaction
from django.db.models import Model

from troth.lib.clock import now
from troth.lib.problems import not_found
from troth.privacy.audit import pseudonym, record
from troth.privacy.leaving import resume
from troth.privacy.models import Hold
from troth.privacy.purposes import for_the_engine


@transaction.atomic
def place_hold(
    target: Model, *, scope: str, reason: str, authority: str, by: Model | None, until: datetime | None
) -> Hold:
    """Forbids from now on that anything is deleted that is, or points at, `target`.

    `scope` is the organization whose hold it is, or "" for the operator's own.
    `authority` is who demands it, `reason` why. Raises Problem 404 where it was deleted meanwhile.
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
    with for_the_engine():
        # Whoever was deleting it has done so: the hold's row waited for them.
        if not target._meta.base_manager.filter(pk=target.pk).exists():
            raise not_found()
    record("hold.placed", scope=scope, actor=by, object=target)
    return hold


@for_the_engine()
def unreleased() -> str:
    """Every hold that is not released, as text: for who puts an older database in the place of this one."""
    return str(serializers.serialize("json", Hold.objects.filter(released_at=None)))


@for_the_engine()
@transaction.atomic
def carry_over(text: str) -> int:
    """Places those of `unreleased` anew that are not here, and answers how many. One that was released since holds again."""
    known = set(Hold.objects.filter(released_at=None).values_list("pk", flat=True))
    found: list[Any] = [one.object for one in serializers.deserialize("json", text)]
    missing = [hold for hold in found if hold.pk not in known]
    for hold in missing:
        hold.save()
        record("hold.carried_over", scope=hold.scope, object=hold)
    return len(missing)


def release_hold(hold: Hold, by: Model | None) -> int:
    """Ends a hold. What waited for it goes on at once; answers how many erasures came to their end."""
    with transaction.atomic():
        released = Hold.objects.filter(pk=hold.pk, released_at__isnull=True).update(
            released_at=now(), released_by=pseudonym(by) if by else ""
        )
        if released:
            record("hold.released", scope=hold.scope, actor=by, object=hold)
    return resume()
