"""The audit record: what was done, in chains that show every change (`troth/privacy/verify.py` says how)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.privacy.declarations import SELF, Declaration, KeepWhileOwned, Personal, nothing_personal
from troth.privacy.verify import GENESIS
from troth.privacy.vocabulary import Basis, Controller, Purpose, Recipient, Source, Subject, Then

MARKS = ("actor", "object")
"""The columns of an entry that hold the pseudonym of a row."""


class AuditChain(models.Model):
    """The end of one organization's chain: its row is the lock under which entries get their numbers.

    `scope` is the organization's id, or empty for what the operator answers for.
    """

    scope = models.CharField(max_length=64, unique=True)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    privacy = nothing_personal("id", "scope", "number", "digest")

    def __str__(self) -> str:
        return f"{self.scope or 'operator'} at {self.number}"


class AuditEntry(models.Model):
    """One thing that was done. The database itself refuses to change or delete it (`append_only.py`).

    `actor` and `object` are keyed pseudonyms of a row's label and id, or
    empty. Whoever has the key and the row can find its entries; from the entry
    nobody comes to the row, and when the row is gone nothing leads back. So an
    entry is about its people only as long as they are there.
    """

    scope = models.CharField(max_length=64)
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=80, blank=True)
    actor = models.CharField(max_length=64, blank=True)
    object_kind = models.CharField(max_length=80, blank=True)
    object = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    privacy = Declaration(
        about=_("The record of what was done in your organization"),
        controller=Controller.ORGANIZATION,
        # Nothing in a row leads to a person, so no path can: the row is what there is of them.
        owners={SELF: (Subject.MEMBER, Subject.GUEST, Subject.INVITEE)},
        purposes={
            Purpose.SERVE: Basis.LEGITIMATE_INTEREST,
            Purpose.SECURE: Basis.LEGITIMATE_INTEREST,
            Purpose.LEGAL: Basis.LEGITIMATE_INTEREST,
        },
        keep=KeepWhileOwned(Then.OBFUSCATE),
        personal={
            "actor": Personal("user.unique_id.pseudonymous", Source.USE, (Recipient.ADMINISTRATORS,)),
            "object": Personal("user.unique_id.pseudonymous", Source.USE, (Recipient.ADMINISTRATORS,)),
            "action": Personal("user.behavior", Source.USE, (Recipient.ADMINISTRATORS,)),
            "at": Personal("user.behavior", Source.USE, (Recipient.ADMINISTRATORS,)),
        },
        other=("id", "scope", "number", "actor_kind", "object_kind", "facts", "previous", "digest"),
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_entry_a_number"),
        ]
        indexes = [
            models.Index(fields=[name], condition=~models.Q(**{name: ""}), name=f"entries_by_{name}")
            for name in MARKS
        ]

    def __str__(self) -> str:
        return f"{self.scope or 'operator'} {self.number}"
