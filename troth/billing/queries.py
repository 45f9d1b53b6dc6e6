"""Limits that follow from what was bought."""

from uuid import UUID

from django.utils.translation import gettext as _

from troth.billing.models import PLANS, Licence
from troth.lib.clock import now
from troth.lib.problems import Problem


def meeting_capacity(organization_id: UUID) -> int:
    """How many people a meeting of the organization holds. Raises 403 `subscription-ended`."""
    licence = Licence.objects.filter(organization_id=organization_id).first()
    if licence is None:
        return PLANS["team"].meeting_capacity
    if licence.has_ended:
        raise subscription_ended()
    return licence.plan.meeting_capacity


def has_ended(organization_id: UUID) -> bool:
    """Whether the subscription is over, so that nobody may host any more."""
    return Licence.objects.filter(organization_id=organization_id, ends_at__lte=now()).exists()


def subscription_ended() -> Problem:
    """What somebody is told who would host after the end."""
    return Problem(
        403,
        "subscription-ended",
        _("The subscription of this organization has ended. Nobody can hold meetings with it any more."),
    )
