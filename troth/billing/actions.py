"""The end of a subscription: set, taken back, told, and what goes then (RET-6)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.template.loader import render_to_string

from troth.accounts.models import Person
from troth.billing.models import AT_MOST_KEPT, KEPT_DAYS, Licence
from troth.lib.clock import now
from troth.organizations.models import Membership, Organization, Role
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.privacy.audit import record
from troth.privacy.ending import clear_scope, take_scope_itself
from troth.privacy.graph import rows_of
from troth.privacy.leaving import leave

WARNINGS = (timedelta(days=30), timedelta(days=7))
"""So long before the deletion the owners are told again, after the letter at the end itself."""


@transaction.atomic
def end_subscription(organization: Organization, at: datetime, kept_days: int = KEPT_DAYS) -> Licence:
    """Ends it at a moment that is still to come. Raises ValueError for one that is past, and beyond six months."""
    if at <= now():
        raise ValueError("A subscription can't end in the past: its owners are told when it ends.")
    if not 0 < kept_days <= AT_MOST_KEPT:
        raise ValueError(f"The data stays for 1 to {AT_MOST_KEPT} days after the end.")
    Licence.objects.get_or_create(organization=organization)
    licence = Licence.objects.select_for_update().get(organization=organization)
    licence.ends_at, licence.kept_days, licence.told = at, kept_days, 0
    licence.save(update_fields=["ends_at", "kept_days", "told"])
    record("subscription.ended", scope=organization.pk, object=organization, at=at, days=kept_days)
    return licence


@transaction.atomic
def continue_subscription(organization: Organization) -> bool:
    """Takes the end back, until the data has begun to go. False where there is no end to take back."""
    licence = Licence.objects.select_for_update().filter(organization=organization).first()
    if licence is None or licence.gone_at is None or licence.gone_at <= now():
        return False
    licence.ends_at, licence.told = None, 0
    licence.save(update_fields=["ends_at", "told"])
    record("subscription.continued", scope=organization.pk, object=organization)
    return True


def follow_ends() -> None:
    """Tells owners what is due to be told, and deletes what is due to go. Idempotent; may be killed anywhere."""
    for licence in Licence.objects.filter(ends_at__lte=now()).select_related("organization"):
        gone_at = licence.gone_at
        if gone_at is not None:
            _tell(licence, gone_at)
            if gone_at <= now():
                _clear(licence.organization)


@transaction.atomic
def _tell(licence: Licence, gone_at: datetime) -> None:
    """One letter to each owner, where a moment has come that they were not told of; never two at once."""
    due = 1 + sum(gone_at - before <= now() for before in WARNINGS)
    if not Licence.objects.filter(pk=licence.pk, ends_at=licence.ends_at, told__lt=due).update(told=due):
        return
    context = {"ended_at": licence.ends_at, "organization": licence.organization, "gone_at": gone_at}
    subject = render_to_string("billing/email/ended_subject.txt", context)
    text = render_to_string("billing/email/ended_message.txt", context)
    owners = Membership.objects.filter(organization=licence.organization, role=Role.OWNER)
    for membership in owners.select_related("person"):
        send_letter(MessageKind.TRANSACTIONAL, membership.person.email, subject, text)


def _clear(organization: Organization) -> None:
    """Everything of the organization, then the people who belong to nothing else, then its name.

    What a hold keeps stays, and with it what it needs: the next round tries again.
    """
    clear_scope(organization.pk, spare=(Membership,))
    # An operator is of the installation, too.
    Membership.objects.filter(organization=organization, person__is_operator=True).delete()
    people = Person.objects.filter(membership__organization=organization)
    leave(rows_of(people), "subscription", window=timedelta())
    with transaction.atomic():
        if take_scope_itself(Organization, organization.pk):
            # The operator answers for it: there is nobody left who would read the organization's own record.
            record("subscription.cleared", scope="", object=organization)
