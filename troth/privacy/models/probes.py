"""What the probes of /promises found last."""

from django.db import models

from troth.privacy.declarations import nothing_personal


class ProbeRun(models.Model):
    """The last run of one probe. `fault` is a sentence that names no person; empty where all is well.

    `counted` is how much it looked at. `since` is when it turned green or
    red; `told` whether the operator was told of its being red.
    """

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    counted = models.PositiveBigIntegerField(default=0)
    fault = models.TextField(blank=True)
    since = models.DateTimeField()
    told = models.BooleanField(default=False)

    privacy = nothing_personal("id", "name", "at", "counted", "fault", "since", "told")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_red(self) -> bool:
        return bool(self.fault)
