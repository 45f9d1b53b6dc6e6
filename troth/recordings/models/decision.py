"""What an organization decides about the picture and the voice of somebody who was erased."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.organizations.models import Organization
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
from troth.recordings.models.recording import Recording

REASON_LENGTH = 500
KEPT_DAYS = 365
"""Days in which an answer can be seen, by whoever has the erasure's link too."""


class Decided(models.TextChoices):
    """What became of the picture."""

    KEPT = "kept", _("Kept")
    CUT = "cut", _("Cut out")
    DELETED = "deleted", _("Deleted with the recording")
    RETURNED = "returned", _("They came back")


class Ground(models.TextChoices):
    """For what data may be kept although its person asked to have it erased (GDPR art. 17(3))."""

    EXPRESSION = "expression", _("Freedom of expression and information")
    DUTY = "duty", _("A legal obligation, or a task in the public interest")
    HEALTH = "health", _("Public health")
    ARCHIVE = "archive", _("Archiving in the public interest, research or statistics")
    CLAIMS = "claims", _("Legal claims")


class Decision(models.Model):
    """The question what becomes of somebody's picture in a recording that stays because others are in it.

    It knows the spans (`tiles`) and nobody. `link_digest` is what the erasure
    knew its link by: whoever has the link sees the answer. Due at the end of a
    month (GDPR art. 12(3)). `told` is the last step of the letters to
    administrators. Without a recording, that is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    recording = models.ForeignKey(Recording, on_delete=models.SET_NULL, null=True, related_name="decisions")
    recorded_on = models.DateField()
    link_digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    told = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=10, choices=Decided.choices, blank=True)
    ground = models.CharField(max_length=12, choices=Ground.choices, blank=True)
    reason = models.CharField(_("why"), max_length=REASON_LENGTH, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(_("when"), null=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("What you decided about pictures of people who were erased"),
        controller=Controller.ORGANIZATION,
        owners={"answered_by": Subject.MEMBER},
        scope="organization",
        purposes={Purpose.SERVE: Basis.LEGAL_OBLIGATION, Purpose.LEGAL: Basis.LEGAL_OBLIGATION},
        keep=Keep(start="answered_at", days=KEPT_DAYS, since=_("the organization answered")),
        nameless=Nameless(stays=("reason", "answered_at")),
        personal={
            "answered_by": Personal("user.unique_id", Source.USE, (Recipient.ADMINISTRATORS,)),
            "reason": Personal("user.content.private", Source.PERSON, (Recipient.ADMINISTRATORS,)),
            "answered_at": Personal("user.behavior", Source.USE, (Recipient.ADMINISTRATORS,)),
        },
        other=(
            "id",
            "organization",
            "recording",
            "recorded_on",
            "link_digest",
            "asked_at",
            "due_at",
            "told",
            "answer",
            "ground",
        ),
    )

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["link_digest"], name="recordings_decision_link"),
            models.Index(fields=["answer", "due_at"], name="recordings_decision_due"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_open(self) -> bool:
        return not self.answer

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at <= now()

    @property
    def last_day(self) -> date:
        """The day at whose end the answer is due."""
        return (self.due_at - timedelta(seconds=1)).date()
