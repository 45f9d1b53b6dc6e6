"""Recipients outside the installation, as the operator declares them (SHR-1, SHR-4)."""

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.privacy.declarations import nothing_personal
from troth.privacy.transfers import Cover, Regime, covers_of


class Function(models.TextChoices):
    """What a recipient does for the operator, or is to them (SHR-4..9). Nobody who buys data is among them (SHR-10)."""

    HOSTING = "hosting", _("Hosting")
    ANALYTICS = "analytics", _("Analytics")
    SEARCH_ENGINE = "search_engine", _("Search engine")
    SUPPORT = "support", _("Support")
    ORDERS = "orders", _("Handling orders")
    MESSAGES = "messages", _("Sending messages")
    PAYMENT = "payment", _("Invoicing and payment")
    AUDITORS = "auditors", _("Auditors")
    ADVISERS = "advisers", _("Legal and professional advisers")
    CREDIT_REFERENCE = "credit_reference", _("Credit reference")
    FRAUD_PREVENTION = "fraud_prevention", _("Exchange against fraud and credit risk")
    RESELLER = "reseller", _("Reseller or distributor")
    AFFILIATE = "affiliate", _("Affiliate of the operator")
    AUTHORITY = "authority", _("Court, regulator or other authority")
    SUCCESSOR = "successor", _("Buyer or successor of the operator's business")
    OTHER = "other", _("Anybody else")

    @property
    def needs_consent(self) -> bool:
        """Whether data goes there only by the choice of who it is about: SHR-6 and SHR-7."""
        return self in {Function.ANALYTICS, Function.SEARCH_ENGINE, Function.OTHER}


class OutsideRecipient(models.Model):
    """A recipient outside, from `since` until `until`: one version of what was declared under its key.

    A change ends this version and begins the next, so the history is the rows
    of a key. `door` is where in the program data leaves to it, `host` the name
    it is reached at there; both are empty for who is handed data by a person.
    `categories` are Fideslang ids, each standing for those below it too;
    `mechanisms` what was agreed for transfers. Vetted from `vetted_on` to
    `vetted_until`, both included. `address` is where they are told of
    erasures. `declared_by` and `vetted_by` are pseudonyms, as in the audit
    record.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=40)
    function = models.CharField(max_length=20, choices=Function.choices)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    door = models.CharField(max_length=40, blank=True)
    host = models.CharField(max_length=253, blank=True)
    categories = models.JSONField(default=list)
    purposes = models.JSONField(default=list)
    mechanisms = models.JSONField(default=list)
    address = models.EmailField(blank=True)
    vetted_on = models.DateField(null=True)
    vetted_until = models.DateField(null=True)
    vetted_by = models.CharField(max_length=64, blank=True)
    findings = models.TextField(blank=True)
    declared_by = models.CharField(max_length=64, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    FACTS = (
        "function",
        "name",
        "country",
        "door",
        "host",
        "categories",
        "purposes",
        "mechanisms",
        "address",
    )
    """What the operator declares of it. Vetting is done on these."""

    privacy = nothing_personal(
        "id",
        "key",
        *FACTS,
        "vetted_on",
        "vetted_until",
        "vetted_by",
        "findings",
        "declared_by",
        "since",
        "until",
    )

    class Meta:
        ordering = ["name", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(until=None), name="one_recipient_a_key_in_force"
            ),
            models.UniqueConstraint(
                fields=["door"],
                condition=Q(until=None) & ~Q(door=""),
                name="one_recipient_a_door_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def is_vetted(self, on: date) -> bool:
        """Whether it may be given anything on a day."""
        return (
            self.vetted_on is not None
            and self.vetted_until is not None
            and self.vetted_on <= on <= self.vetted_until
        )

    def covers(self, on: date) -> dict[Regime, Cover | None]:
        """What covers a transfer to it on a day, under each law that asks for something."""
        return covers_of(self.country, self.mechanisms, on)
