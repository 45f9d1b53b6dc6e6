"""Limits that follow from what was bought."""

from uuid import UUID

from troth.billing.models import PLANS, Licence


def meeting_capacity(organization_id: UUID) -> int:
    """How many people a meeting of the organization holds."""
    key = Licence.objects.filter(organization_id=organization_id).values_list("plan_key", flat=True).first()
    return PLANS[key or "team"].meeting_capacity
