"""What an organization has bought."""

from dataclasses import dataclass

from django.db import models

from troth.organizations.models import Organization
from troth.privacy import nothing_personal


@dataclass(frozen=True)
class Plan:
    """What can be bought. `meeting_capacity` counts everybody in a meeting, hosts too."""

    key: str
    name: str
    meeting_capacity: int


PLANS = {plan.key: plan for plan in (Plan("team", "Team", 100), Plan("company", "Company", 500))}


class Licence(models.Model):
    """The plan of an organization."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="licence")
    plan_key = models.CharField(
        max_length=20, choices=[(p.key, p.name) for p in PLANS.values()], default="team"
    )

    privacy = nothing_personal("id", "organization", "plan_key")

    def __str__(self) -> str:
        return f"{self.plan_key} of {self.organization_id}"

    @property
    def plan(self) -> Plan:
        return PLANS[self.plan_key]
