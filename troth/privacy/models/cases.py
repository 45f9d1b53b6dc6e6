"""Disclosures that law, danger or a sale ask for, as procedures (USE-10, SHR-8, SHR-9)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.privacy.declarations import nothing_personal
from troth.privacy.vocabulary import Basis


class CaseKind(models.TextChoices):
    """What a case is about."""

    REQUEST = "request", _("Request of a court, regulator or other authority")
    EMERGENCY = "emergency", _("Emergency")
    DISPUTE = "dispute", _("Audit, dispute or investigation")
    SALE = "sale", _("Merger, sale or reorganisation")

    @property
    def basis(self) -> Basis:
        """The lawful basis, GDPR art. 6(1)(c) or (f)."""
        return Basis.LEGAL_OBLIGATION if self == CaseKind.REQUEST else Basis.LEGITIMATE_INTEREST


class CaseState(models.TextChoices):
    """Where a case stands."""

    ENTERED = "entered", _("Waits for approval")
    APPROVED = "approved", _("Approved")
    EXPORTED = "exported", _("Handed over")
    REFUSED = "refused", _("Refused")


class DisclosureCase(models.Model):
    """One case, from the demand to the hand-over or the refusal. It names nobody.

    `targets` are what is asked about, as `[model's label, primary key as
    text]`, or `["*", ""]` for everything; they are emptied when the case needs
    them no more. `approvals` are `{"by": pseudonym, "at": ISO 8601, UTC}`, of
    different people. `exports` are `{"at", "digest": SHA-256 of the archive,
    "size": bytes, "rows"}`. `facts` is the hand-over as it goes on record,
    `whom` the keyed hashes of those it is about, until it does. `told_up_to`
    is how far the letters to them are, by those hashes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=CaseKind.choices)
    state = models.CharField(max_length=20, choices=CaseState.choices, default=CaseState.ENTERED)
    recipient = models.CharField(max_length=40)
    asked_by = models.CharField(max_length=200)
    authority = models.CharField(max_length=300)
    why = models.CharField(max_length=300)
    targets = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    gag_until = models.DateTimeField(null=True)
    entered_by = models.CharField(max_length=64, blank=True)
    entered_at = models.DateTimeField()
    approvals = models.JSONField(default=list)
    not_before = models.DateTimeField(null=True)
    exports = models.JSONField(default=list)
    refusal = models.CharField(max_length=500, blank=True)
    refused_by = models.CharField(max_length=64, blank=True)
    refused_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict)
    whom = models.JSONField(default=list)
    shown_at = models.DateTimeField(null=True)
    told_up_to = models.CharField(max_length=64, blank=True)
    told = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    privacy = nothing_personal(
        "id",
        "kind",
        "state",
        "recipient",
        "asked_by",
        "authority",
        "why",
        "targets",
        "categories",
        "gag_until",
        "entered_by",
        "entered_at",
        "approvals",
        "not_before",
        "exports",
        "refusal",
        "refused_by",
        "refused_at",
        "facts",
        "whom",
        "shown_at",
        "told_up_to",
        "told",
        "told_at",
    )

    class Meta:
        ordering = ["-entered_at"]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def number(self) -> str:
        """What the case is called, for people: and the reference of its hand-over."""
        return f"{self.entered_at:%Y}-{self.id.hex[:8]}"
