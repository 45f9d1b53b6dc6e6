"""What an organization has bought."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator
from django.db import models

from troth.lib.clock import now
from troth.organizations.models import Organization
from troth.privacy import nothing_personal

KEPT_DAYS = 150
"""Days after the end of a subscription that its data stays, where nothing else was agreed."""

AT_MOST_KEPT = 180
"""Within six months of the end all is gone (RET-6)."""


@dataclass(frozen=True)
class Plan:
    """What can be bought. `meeting_capacity` counts everybody in a meeting, hosts too."""

    key: str
    name: str
    meeting_capacity: int


PLANS = {plan.key: plan for plan in (Plan("team", "Team", 100), Plan("company", "Company", 500))}


class Licence(models.Model):
    """The plan of an organization. `told` counts the letters that its owners had about its end."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="licence")
    plan_key = models.CharField(
        max_length=20, choices=[(p.key, p.name) for p in PLANS.values()], default="team"
    )
    ends_at = models.DateTimeField(null=True, db_index=True)
    kept_days = models.PositiveSmallIntegerField(
        default=KEPT_DAYS, validators=[MaxValueValidator(AT_MOST_KEPT)]
    )
    told = models.PositiveSmallIntegerField(default=0)

    privacy = nothing_personal("id", "organization", "plan_key", "ends_at", "kept_days", "told")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kept_days__lte=AT_MOST_KEPT), name="gone_within_six_months"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_key} of {self.organization_id}"

    @property
    def plan(self) -> Plan:
        return PLANS[self.plan_key]

    @property
    def has_ended(self) -> bool:
        return self.ends_at is not None and self.ends_at <= now()

    @property
    def gone_at(self) -> datetime | None:
        """When everything of the organization is deleted; None while no end is set."""
        return self.ends_at + timedelta(days=self.kept_days) if self.ends_at else None
