"""Who outside has to be told that somebody was erased (GDPR art. 19)."""

import uuid

from django.db import models

from troth.privacy.declarations import nothing_personal
from troth.privacy.models.erasures import Erasure


class ErasureNotification(models.Model):
    """One recipient that got data about somebody who was erased.

    Nobody is named in it: `references` are what the recipient knows each
    hand-over by, with its moment (`{"reference": …, "at": ISO 8601, UTC}`), and
    are emptied when it was told. It is due from `due_at`, when the erasure is
    final. `told_by` is a pseudonym, as in the audit record, and empty where the
    program wrote a mail; `how` says it in words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    erasure = models.ForeignKey(Erasure, models.CASCADE, related_name="notifications")
    recipient = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    categories = models.JSONField(default=list)
    references = models.JSONField(default=list)
    count = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.CharField(max_length=64, blank=True)
    how = models.CharField(max_length=200, blank=True)

    privacy = nothing_personal(
        "id",
        "erasure",
        "recipient",
        "name",
        "categories",
        "references",
        "count",
        "due_at",
        "told_at",
        "told_by",
        "how",
    )

    class Meta:
        ordering = ["due_at", "name"]
        indexes = [models.Index(fields=["told_at", "due_at"], name="notification_due")]

    def __str__(self) -> str:
        return str(self.id)
