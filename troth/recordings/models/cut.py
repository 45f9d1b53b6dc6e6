"""What is cut out of a film."""

import uuid
from dataclasses import replace

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.privacy import (
    Basis,
    Controller,
    Declaration,
    Everything,
    Nameless,
    Personal,
    Purpose,
    Readable,
    Recipient,
    Source,
    Subject,
)
from troth.recordings.models.recording import AFTER_RECORDING, Recording


class CutState(models.TextChoices):
    """How far a cut is. Only one that was asked for changes any more."""

    ASKED = "asked", _("Being cut")
    DONE = "done", _("Cut out")
    FULL = "full", _("There was no room to make the new film. Nothing was cut.")
    HELD = "held", _("A legal hold keeps this recording. Nothing was cut.")
    BROKEN = "broken", _("The new film could not be made. Nothing was cut.")


OPEN = CutState.ASKED
REFUSED = (CutState.FULL, CutState.HELD, CutState.BROKEN)


class Cut(models.Model):
    """A span that somebody who leads a recording has cut out for good.

    In milliseconds of the film as it was when it was asked for. All that are
    ASKED of a recording are cut together, and it was seen to last at
    `making_at`. There is no reason in words: one could name who is cut out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="cuts")
    since = models.PositiveIntegerField()
    until = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=CutState.choices, default=CutState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("when"))
    making_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Recordings that you cut something out of"),
        controller=Controller.ORGANIZATION,
        owners={"asked_by": Subject.MEMBER},
        scope="recording__session__meeting__organization",
        purposes={Purpose.SERVE: Basis.LEGITIMATE_INTEREST},
        keep=replace(AFTER_RECORDING, start="recording__ended_at"),
        nameless=Nameless(stays=("asked_at",)),
        personal={
            "asked_by": Personal("user.unique_id", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
            "asked_at": Personal("user.behavior", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
        },
        other=("id", "recording", "since", "until", "state", "making_at", "done_at"),
    )

    class Meta:
        ordering = ["asked_at", "since"]
        indexes = [models.Index(fields=["state"], name="recordings_cut_state")]

    def __str__(self) -> str:
        return f"{self.since}–{self.until} of {self.recording_id}"
