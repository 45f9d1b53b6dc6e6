"""Erasures: who asked is not kept, only that it was done."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.privacy.declarations import nothing_personal


class ErasureState(models.TextChoices):
    """Where an erasure stands."""

    LEAVING = "leaving", _("Gone, and may come back")
    RETURNED = "returned", _("Came back")
    GONE = "gone", _("Gone for good")


class Erasure(models.Model):
    """One person's erasure.

    `hashes` are the ledger's keyed hashes of the rows that were the person;
    `secret_digest` that of the link by which they can come back until
    `due_at`. `settled` is false while something beside the database still has
    to be done: `things` are the names of what lies there, emptied when it is.
    `held` counts the rows that a hold kept; the erasure goes on when it is
    released.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    state = models.CharField(max_length=10, choices=ErasureState.choices, default=ErasureState.LEAVING)
    origin = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    hashes = models.JSONField(default=list)
    secret_digest = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    things = models.JSONField(default=list)
    settled = models.BooleanField(default=False)

    privacy = nothing_personal(
        "id",
        "state",
        "origin",
        "asked_at",
        "due_at",
        "closed_at",
        "hashes",
        "secret_digest",
        "rows",
        "held",
        "things",
        "settled",
    )

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["settled"])]

    def __str__(self) -> str:
        return str(self.id)
