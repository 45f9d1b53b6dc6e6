"""Looks of the operator's staff at a customer's data (SHR-3)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.organizations.models.organization import Organization
from troth.privacy import (
    Basis,
    Controller,
    Declaration,
    Everything,
    Keep,
    Nameless,
    Personal,
    Purpose,
    Readable,
    Recipient,
    Source,
    Subject,
)

KEPT_DAYS = 3 * 365


class Look(models.Model):
    """Somebody who works for the operator looks at what is here of an organization, and has said why.

    It is open until `until`. `seen` says what they looked at, each once, with
    the first moment: `[{"what": "contact", "at": ISO 8601, UTC}]`; the words
    are in `looks.WHAT`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    opened_at = models.DateTimeField(_("opened"))
    until = models.DateTimeField()
    seen = models.JSONField(_("looked at"), default=list)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Looks of the operator's staff at a customer's data"),
        controller=Controller.OPERATOR,
        owners={"by": Subject.MEMBER},
        scope="organization",
        purposes={
            Purpose.SERVE: Basis.LEGITIMATE_INTEREST,
            Purpose.SECURE: Basis.LEGITIMATE_INTEREST,
            Purpose.LEGAL: Basis.LEGAL_OBLIGATION,
        },
        keep=Keep(start="opened_at", days=KEPT_DAYS, since=_("the look")),
        nameless=Nameless(stays=("reason", "opened_at", "seen")),
        personal={
            "by": Personal("user.unique_id", Source.USE, (Recipient.ADMINISTRATORS,)),
            "reason": Personal("user.content.private", Source.PERSON, (Recipient.ADMINISTRATORS,)),
            "opened_at": Personal("user.behavior", Source.USE, (Recipient.ADMINISTRATORS,)),
            "seen": Personal("user.behavior", Source.USE, (Recipient.ADMINISTRATORS,)),
        },
        other=("id", "organization", "until"),
    )

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["organization", "-opened_at"], name="look_of_organization")]

    def __str__(self) -> str:
        return str(self.id)
