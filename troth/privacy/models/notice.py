"""The published privacy notice, version by version (POL-1, POL-2)."""

from django.db import models

from troth.privacy.declarations import nothing_personal


class Notice(models.Model):
    """One version of the notice. `number` grows; `document` is what was shown, so old versions stay readable.

    The newest is in force. Two versions may read the same: what was changed
    can be changed back.
    """

    number = models.PositiveIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    document = models.JSONField()
    in_force_from = models.DateTimeField()

    privacy = nothing_personal("id", "number", "digest", "document", "in_force_from")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"version {self.number}"
