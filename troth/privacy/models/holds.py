"""Legal holds: what may not be deleted, whoever asks."""

import uuid

from django.db import models

from troth.privacy.declarations import nothing_personal


class Hold(models.Model):
    """A duty to keep a person, a meeting or an organization, and all that hangs on it, as it is.

    `target` is a model's label and `key` the row's primary key as text.
    `placed_by` and `released_by` are pseudonyms, as in the audit record.
    A hold is in force until it is released or `until` has passed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.CharField(max_length=80)
    key = models.CharField(max_length=40)
    scope = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    authority = models.CharField(max_length=200)
    placed_by = models.CharField(max_length=64, blank=True)
    placed_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=64, blank=True)

    privacy = nothing_personal(
        "id",
        "target",
        "key",
        "scope",
        "reason",
        "authority",
        "placed_by",
        "placed_at",
        "until",
        "released_at",
        "released_by",
    )

    class Meta:
        ordering = ["-placed_at"]
        indexes = [models.Index(fields=["released_at", "target"])]

    def __str__(self) -> str:
        return str(self.id)
