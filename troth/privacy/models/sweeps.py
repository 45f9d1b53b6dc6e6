"""What the sweeps did."""

import uuid

from django.db import models

from troth.privacy.declarations import nothing_personal


class SweepRun(models.Model):
    """One run of the sweep, or of the end of one organization, whose key is `scope` then.

    `counts` holds rows gone by table, `held` those that a hold kept. Without
    `finished_at` it goes on, or was killed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    held = models.JSONField(default=dict)

    privacy = nothing_personal("id", "scope", "started_at", "finished_at", "counts", "held")

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return str(self.id)
