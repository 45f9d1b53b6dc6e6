"""What people agreed to and what they refuse (LAW-2..4)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.privacy.addresses import AddressField
from troth.privacy.declarations import SELF, Declaration, KeepWhileOwned, Path, Personal, nothing_personal
from troth.privacy.models.exports import BY_ADDRESS
from troth.privacy.vocabulary import Basis, Controller, Purpose, Source, Subject

HEEDED = dict.fromkeys(
    (Purpose.LEGAL, Purpose.SUPPORT, Purpose.ENGAGE, Purpose.PROMOTE, Purpose.IMPROVE),
    Basis.LEGAL_OBLIGATION,
)
"""What these records are read for: wherever a use happens that people agree to or refuse."""


class How(models.TextChoices):
    """The way by which somebody said so."""

    PAGE = "page", _("on a page, signed in or by a mailed link")
    FORM = "form", _("in a form")
    MAIL = "mail", _("by mail")
    LINK = "link", _("by the link in a message")
    API = "api", _("through a program")
    SIGNAL = "signal", _("by a signal of your browser")
    OPERATOR = "operator", _("through the operator")
    MOVED = "moved", _("when the address became that of an account that had said so too")
    REMEMBERED = "remembered", _("before, and it is still remembered")


class ConsentText(models.Model):
    """One version of the words in which something is asked. `limits` says what withdrawing ends.

    `question` is the key of a Question. Words that change make another
    version; words that were there before are that version again.
    """

    question = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    words = models.TextField()
    limits = models.TextField()
    digest = models.CharField(max_length=64)
    since = models.DateTimeField()

    privacy = nothing_personal("id", "question", "version", "purpose", "words", "limits", "digest", "since")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "version"], name="one_text_a_version"),
            models.UniqueConstraint(fields=["question", "digest"], name="one_version_a_text"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.version}"


class Consent(models.Model):
    """Somebody agreed to what was asked (GDPR art. 7(1)); in force until it is withdrawn.

    Theirs who has the account, or whose `address` it is; an account's consent
    has its address too, in small letters. `receipt` is the id of what the
    person keeps (ISO/IEC TS 27560).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receipt = models.UUIDField(default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = AddressField()
    question = models.CharField(max_length=60)
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_how = models.CharField(max_length=12, choices=How.choices)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_how = models.CharField(max_length=12, choices=How.choices, blank=True)

    privacy = Declaration(
        about=_("What you agreed to"),
        controller=Controller.OPERATOR,
        owners={"person": Subject.MEMBER, SELF: Path(BY_ADDRESS, where={"person": None})},
        proof="address",
        purposes=HEEDED,
        keep=KeepWhileOwned(),
        personal={
            "person": Personal("user.unique_id", Source.USE),
            "address": Personal("user.contact.email"),
            "receipt": Personal("user.unique_id", Source.USE),
            "question": Personal("user.privacy_preferences"),
            "text": Personal("user.privacy_preferences"),
            "given_at": Personal("user.privacy_preferences"),
            "given_how": Personal("user.privacy_preferences"),
            "withdrawn_at": Personal("user.privacy_preferences"),
            "withdrawn_how": Personal("user.privacy_preferences"),
        },
        other=("id",),
    )

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "question"],
                condition=models.Q(withdrawn_at=None),
                name="one_consent_in_force",
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "question"],
                condition=models.Q(withdrawn_at=None),
                name="consents_of_accounts",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Objection(models.Model):
    """Somebody objects to a use (GDPR art. 21); in force until they end it. Whose it is: as with a Consent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = AddressField()
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    made_at = models.DateTimeField()
    made_how = models.CharField(max_length=12, choices=How.choices)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=12, choices=How.choices, blank=True)

    privacy = Declaration(
        about=_("What you objected to"),
        controller=Controller.OPERATOR,
        owners={"person": Subject.MEMBER, SELF: Path(BY_ADDRESS, where={"person": None})},
        proof="address",
        purposes=HEEDED,
        keep=KeepWhileOwned(),
        personal={
            "person": Personal("user.unique_id", Source.USE),
            "address": Personal("user.contact.email"),
            "purpose": Personal("user.privacy_preferences"),
            "made_at": Personal("user.privacy_preferences"),
            "made_how": Personal("user.privacy_preferences"),
            "ended_at": Personal("user.privacy_preferences"),
            "ended_how": Personal("user.privacy_preferences"),
        },
        other=("id",),
    )

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["address", "purpose"],
                condition=models.Q(ended_at=None),
                name="one_objection_in_force",
            )
        ]
        indexes = [
            models.Index(
                fields=["person", "purpose"], condition=models.Q(ended_at=None), name="objections_of_accounts"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class OptOut(models.Model):
    """That whoever is at an address objects to a use: what stays when they are erased (RET-8, RET-9).

    `mark` is the keyed hash of the address (`ledger.hash_of_address`). From it nobody
    comes to an address; whoever has the address and the key finds it.
    """

    mark = models.CharField(max_length=64)
    purpose = models.CharField(max_length=20, choices=Purpose.choices)

    privacy = Declaration(
        about=_("Objections that we go on heeding after an erasure"),
        controller=Controller.OPERATOR,
        # Nothing in a row leads to a person, so no path can: the row is what there is of them.
        owners={SELF: BY_ADDRESS},
        purposes=HEEDED,
        keep=KeepWhileOwned(),
        personal={
            "mark": Personal("user.unique_id.pseudonymous", Source.USE),
            "purpose": Personal("user.privacy_preferences"),
        },
        other=("id",),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "purpose"], name="one_opt_out")]

    def __str__(self) -> str:
        return str(self.pk)
