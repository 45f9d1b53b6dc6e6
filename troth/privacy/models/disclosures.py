"""What was given to recipients outside: a row for each person of each hand-over (SHR-11)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.privacy.addresses import AddressField
from troth.privacy.declarations import SELF, Declaration, Keep, Path, Personal
from troth.privacy.models.exports import BY_ADDRESS
from troth.privacy.models.recipients import Function
from troth.privacy.reading import Everything, Readable
from troth.privacy.vocabulary import Basis, Controller, Purpose, Source, Subject

KEPT_DAYS = 3 * 365
"""Days that a disclosure stays on record: claims about it lapse in three years in most places."""


class Disclosure(models.Model):
    """One hand-over of data about one person to one recipient, as both were then.

    It is about the person with the account, else about whoever is at
    `address`; where neither is known any more it is about nobody. `recipient`
    is the key under which it was declared. `reference` is what the recipient
    knows the hand-over by: the id of a message, the number of a case.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = AddressField(blank=True)
    recipient = models.CharField(max_length=40)
    name = models.CharField(_("recipient"), max_length=120)
    function = models.CharField(_("what it does"), max_length=20, choices=Function.choices)
    country = models.CharField(max_length=2)
    covers = models.JSONField(default=dict)
    categories = models.JSONField(default=list)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose.choices)
    basis = models.CharField(_("legal basis"), max_length=20, choices=Basis.choices)
    why = models.CharField(_("why"), max_length=300)
    reference = models.CharField(_("reference"), max_length=80, blank=True)
    at = models.DateTimeField()

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("What was given to others about you"),
        controller=Controller.OPERATOR,
        owners={"person": Subject.MEMBER, SELF: Path(BY_ADDRESS, where={"person": None})},
        proof="address",
        purposes={Purpose.LEGAL: Basis.LEGAL_OBLIGATION},
        keep=Keep(start="at", days=KEPT_DAYS, since=_("it was given")),
        personal={
            "person": Personal("user.unique_id", Source.USE),
            "address": Personal("user.contact.email", Source.USE),
            "name": Personal("user.behavior", Source.OPERATOR),
            "function": Personal("user.behavior", Source.OPERATOR),
            "purpose": Personal("user.behavior", Source.OPERATOR),
            "basis": Personal("user.behavior", Source.OPERATOR),
            "why": Personal("user.behavior", Source.OPERATOR),
            "reference": Personal("user.unique_id.pseudonymous", Source.OPERATOR),
        },
        other=("id", "recipient", "country", "covers", "categories", "at"),
    )

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["address"], name="disclosure_address"),
            models.Index(fields=["recipient", "reference"], name="disclosure_reference"),
            models.Index(fields=["at"], name="disclosure_at"),
        ]

    def __str__(self) -> str:
        return str(self.id)
