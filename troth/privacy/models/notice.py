"""The published privacy notice, version by version, and who read which (POL-1, POL-2)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.privacy.declarations import Declaration, KeepWhileOwned, Personal, nothing_personal
from troth.privacy.vocabulary import Basis, Controller, Purpose, Source, Subject


class Notice(models.Model):
    """One version of the notice. `number` grows; `document` is what was shown, so old versions stay readable.

    The newest is in force. Two versions may read the same: what was changed
    can be changed back. A `material` version has to be read by everybody
    again; `reasons` says for what, in words, and is empty for the first.
    """

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    document = models.JSONField()
    in_force_from = models.DateTimeField()
    material = models.BooleanField(default=True)
    reasons = models.JSONField(default=list)

    privacy = nothing_personal("id", "number", "digest", "document", "in_force_from", "material", "reasons")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"version {self.number}"


class Acknowledgement(models.Model):
    """Somebody with an account said that they have read a version. Guests say so at the door of each meeting."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("read"))

    privacy = Declaration(
        about=_("The privacy notices you have read"),
        controller=Controller.OPERATOR,
        owners={"person": Subject.MEMBER},
        purposes={Purpose.SERVE: Basis.LEGAL_OBLIGATION, Purpose.LEGAL: Basis.LEGAL_OBLIGATION},
        keep=KeepWhileOwned(),
        personal={
            "person": Personal("user.unique_id", Source.USE),
            "notice": Personal("user.privacy_preferences"),
            "at": Personal("user.behavior", Source.USE),
        },
        other=("id",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "notice"], name="one_acknowledgement_a_version")
        ]

    def __str__(self) -> str:
        return str(self.pk)
