"""Telling recipients outside that somebody was erased (GDPR art. 19).

    note → waits for the erasure to be final → due → told
         └ come_back: taken back

Rows of the disclosure record go with their person, so what they say about
recipients is noted in the erasure's transaction: whom the recipient has to
erase it knows by the reference of each hand-over, and nobody is named.
"""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from troth.lib.clock import now
from troth.lib.problems import not_found
from troth.privacy.audit import pseudonym, record
from troth.privacy.erasing import Plan
from troth.privacy.models import Disclosure, Erasure, ErasureNotification, ErasureState, Function
from troth.privacy.recipients import newest_of
from troth.privacy.statements import chunks


@dataclass
class Given:
    """What one recipient got of who is erased."""

    name: str
    categories: set[str] = field(default_factory=set)
    references: list[dict[str, str]] = field(default_factory=list)


def given_of(plan: Plan) -> dict[str, Given]:
    """What recipients got of the people whose erasure is planned, by their keys.

    An authority that inquires is no recipient in this sense (GDPR art. 4(9)).
    """
    found: dict[str, Given] = {}
    for chunk in chunks(plan.going.get(Disclosure, set())):
        rows = Disclosure.everything.filter(pk__in=chunk).exclude(function=Function.AUTHORITY)
        for row in rows.order_by("at", "pk"):
            one = found.setdefault(row.recipient, Given(row.name))
            one.categories |= set(row.categories)
            one.references.append(
                {"reference": row.reference or str(row.id), "at": row.at.isoformat(timespec="seconds")}
            )
    return found


def note(erasure: Erasure, given: dict[str, Given]) -> None:
    """Notes who has to be told once the erasure is final, which it may be at once."""
    due_at = now() if erasure.state == ErasureState.GONE else None
    ErasureNotification.objects.bulk_create(
        ErasureNotification(
            erasure=erasure,
            recipient=key,
            name=one.name,
            categories=sorted(one.categories),
            references=one.references,
            count=len(one.references),
            due_at=due_at,
        )
        for key, one in given.items()
    )


def become_due(erasure_id: UUID) -> None:
    """The erasure is final."""
    ErasureNotification.objects.filter(erasure_id=erasure_id, due_at=None).update(due_at=now())


def take_back(erasure: Erasure) -> None:
    """Who was erased is back: nobody is told."""
    ErasureNotification.objects.filter(erasure=erasure, due_at=None).delete()


def address_of(notification: ErasureNotification) -> str:
    """Where the recipient is told, by the newest that was declared of it; "" where no address is."""
    newest = newest_of(notification.recipient)
    return newest.address if newest else ""


@transaction.atomic
def mark_told(notification: ErasureNotification, how: str, by: Model | None) -> None:
    """The recipient was told; what it knows the hand-overs by is not needed any more.

    Raises Problem 404 where it was told meanwhile, or is not due.
    """
    told = ErasureNotification.objects.filter(
        pk=notification.pk, due_at__isnull=False, told_at__isnull=True
    ).update(told_at=now(), told_by=pseudonym(by) if by else "", how=how, references=[])
    if not told:
        raise not_found()
    record("erasure.told", scope="", actor=by, object=notification)
