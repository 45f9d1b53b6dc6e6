"""What an administrator decides about their organization's data."""

import logging

from django.db import transaction

from troth.organizations.models import Membership, Organization
from troth.privacy.retention import days_of, set_period

log = logging.getLogger(__name__)

MEETING_DAYS = "meeting_days"


@transaction.atomic
def change_period(own: Membership, days: int) -> None:
    """Keeps what happened in the organization's meetings for so many days from now on (RET-4, RET-7)."""
    Organization.objects.select_for_update().get(pk=own.organization_id)
    scope = str(own.organization_id)
    before = days_of(scope, MEETING_DAYS)
    if days != before:
        set_period(scope, MEETING_DAYS, days)
        _record_change(own, before, days)


def _record_change(own: Membership, before: int, days: int) -> None:
    """Puts the decision on record."""
    log.info("organization %s keeps its meetings %d days, not %d", own.organization_id, days, before)
