"""Who looked at a recording, for its owner."""

from dataclasses import replace

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.privacy import (
    Basis,
    Controller,
    Declaration,
    Everything,
    Path,
    Personal,
    Purpose,
    Readable,
    Recipient,
    Source,
    Subject,
)
from troth.recordings.models.recording import AFTER_RECORDING, Recording


class How(models.TextChoices):
    """What was done with a recording."""

    SEEN = "seen", _("Looked at")
    DOWNLOADED = "downloaded", _("Downloaded")


class Look(models.Model):
    """Once a person and day that a recording was looked at, and each time that it was downloaded.

    `person` is null for who came by the recording's link. `day` (UTC) is set
    where there is one row a person and day.
    """

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="looks")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    how = models.CharField(_("what you did"), max_length=12, choices=How.choices)
    at = models.DateTimeField(_("when"))
    day = models.DateField(null=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Recordings that you looked at"),
        controller=Controller.ORGANIZATION,
        owners={"person": Subject.MEMBER},
        readers={"recording__session__meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST)},
        scope="recording__session__meeting__organization",
        purposes={Purpose.SERVE: Basis.LEGITIMATE_INTEREST},
        keep=replace(AFTER_RECORDING, start="recording__ended_at"),
        personal={
            "person": Personal("user.unique_id", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
            "how": Personal("user.behavior", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
            "at": Personal("user.behavior", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
            "day": Personal("user.behavior", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
        },
        other=("id", "recording"),
    )

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "person", "day"], name="one_look_a_person_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.recording_id}"
