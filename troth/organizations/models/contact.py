"""People at the companies the operator deals with, none of whom needs an account (WHO-1, COL-3, COL-4)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.organizations.models.organization import Organization
from troth.privacy import (
    SELF,
    AddressField,
    Basis,
    Controller,
    Declaration,
    Everything,
    Keep,
    Personal,
    Purpose,
    Readable,
    Recipient,
    Source,
    Subject,
)

SEEN_BY = (Recipient.OPERATOR,)


class Kind(models.TextChoices):
    """What a contact is to the operator. The ids are those of the Subject: kinds are never confused (WHO-1)."""

    CUSTOMER = Subject.CUSTOMER.value, _("Customer")
    SUPPLIER = Subject.SUPPLIER.value, _("Supplier")
    PARTNER = Subject.PARTNER.value, _("Reseller or partner")
    PROSPECT = Subject.PROSPECT.value, _("Prospect")

    @property
    def subject(self) -> Subject:
        """The kind of person in the words of declarations."""
        return Subject(self.value)


class Contact(models.Model):
    """Somebody at a customer, supplier, reseller or partner, or a prospect.

    One row for each kind and address. `sources` says where each value that is
    there came from: `{"phone": {"source": "reseller", "at": "2026-11-25",
    "named": "Acme"}}`; `contacts/provenance.py` writes and reads it.
    `last_used_at` moves when the operator saves the contact or an import adds
    or changes a value. An import that only repeats what is known does not
    move it: a list that comes every night would keep people for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization here"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="contacts",
    )
    email = AddressField(_("email"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    company = models.CharField(_("company"), max_length=120, blank=True)
    job_title = models.CharField(_("job function"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    address = models.TextField(_("postal address"), max_length=500, blank=True)
    notes = models.TextField(_("notes"), max_length=2000, blank=True)
    sources = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(default=now)

    VALUES = ("email", "name", "company", "job_title", "department", "phone", "address", "notes")
    """The fields whose source is in `sources`."""

    objects = Readable()
    everything = Everything()

    # Contracts are with the company, never with its contact, so dealing with them rests on legitimate interest
    # (GDPR art. 6(1)(f)); so does an offer (recital 47), until the person objects, which they may at any time
    # (art. 21(2)). Records that tax and trade law ask for are a duty. Two years without use end it.
    privacy = Declaration(
        about=_("Contacts at companies we deal with or may offer something to"),
        controller=Controller.OPERATOR,
        owners={SELF: tuple(kind.subject for kind in Kind)},
        proof="email",
        purposes={
            Purpose.SERVE: Basis.LEGITIMATE_INTEREST,
            Purpose.BILL: Basis.LEGITIMATE_INTEREST,
            Purpose.ENGAGE: Basis.LEGITIMATE_INTEREST,
            Purpose.PROMOTE: Basis.LEGITIMATE_INTEREST,
            Purpose.LEGAL: Basis.LEGAL_OBLIGATION,
        },
        keep=Keep(start="last_used_at", days=730, since=_("we last used or corrected them")),
        personal={
            "kind": Personal("user.workplace", Source.OPERATOR, SEEN_BY),
            "organization": Personal("user.workplace", Source.OPERATOR, SEEN_BY),
            "email": Personal("user.contact.email", Source.NOTED, SEEN_BY),
            "name": Personal("user.name", Source.NOTED, SEEN_BY),
            "company": Personal("user.contact.organization", Source.NOTED, SEEN_BY),
            "job_title": Personal("user.job_title", Source.NOTED, SEEN_BY),
            "department": Personal("user.workplace", Source.NOTED, SEEN_BY),
            "phone": Personal("user.contact.phone_number", Source.NOTED, SEEN_BY),
            "address": Personal("user.contact.address", Source.NOTED, SEEN_BY),
            "notes": Personal(
                "user.contact",
                Source.NOTED,
                SEEN_BY,
                purposes={Purpose.SERVE: Basis.LEGITIMATE_INTEREST},
            ),
            "sources": Personal("user.contact", Source.OPERATOR, SEEN_BY),
        },
        other=("id", "created_at", "last_used_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "email"],
                name="one_contact_a_kind_and_address",
                violation_error_message=_("There is a contact of this kind with this address already."),
            )
        ]
        indexes = [models.Index(fields=["email"], name="contact_email")]

    def __str__(self) -> str:
        return str(self.id)


VALUE_FIELDS = {field.name: field for field in Contact._meta.concrete_fields if field.name in Contact.VALUES}
"""The fields that `sources` speaks of, by name."""
