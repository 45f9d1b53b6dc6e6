"""How far a recording's transcript is, and its lines."""

import uuid
from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.meetings.models import Attendance
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
from troth.recordings.models import AFTER_RECORDING, Recording
from troth.recordings.models.recording import SEEN_BY

MOST = 400
"""Characters of a line."""


class Stage(models.TextChoices):
    """How far a transcript is."""

    WRITING = "writing", _("Being written")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be written")
    REMOVED = "removed", _("Deleted")


class Transcript(models.Model):
    """The work on one recording's words.

    `reached` is how much of the film is done, in milliseconds; work goes on
    from there. `run` counts how often it was begun anew, so that who is at an
    earlier one writes nothing more. `tries` counts since it last got on, and
    `seen_at` is the last sign of life; null where nobody was asked yet.
    """

    recording = models.OneToOneField(
        Recording, on_delete=models.CASCADE, primary_key=True, related_name="transcript"
    )
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.WRITING)
    run = models.PositiveIntegerField(default=1)
    reached = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)

    privacy = Declaration(
        other=("recording", "stage", "run", "reached", "tries", "seen_at"),
        scope="recording__session__meeting__organization",
    )

    class Meta:
        indexes = [models.Index(fields=["stage", "seen_at"])]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_removed(self) -> bool:
        """Whether somebody deleted it."""
        return self.stage == Stage.REMOVED


class Line(models.Model):
    """What one person said in one breath. Times are milliseconds of the film."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="lines")
    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="+")
    since = models.PositiveIntegerField(_("from, in milliseconds"))
    until = models.PositiveIntegerField(_("until, in milliseconds"))
    text = models.CharField(_("what you said"), max_length=MOST)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("What you said in recordings, as text"),
        controller=Controller.ORGANIZATION,
        owners={"attendance": Path()},
        readers={"recording__session__meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST)},
        scope="recording__session__meeting__organization",
        purposes={Purpose.SERVE: Basis.CONSENT},
        keep=replace(AFTER_RECORDING, start="recording__ended_at"),
        personal={
            "attendance": Personal("user.unique_id", Source.USE, SEEN_BY),
            "since": Personal("user.behavior", Source.USE, SEEN_BY),
            "until": Personal("user.behavior", Source.USE, SEEN_BY),
            "text": Personal("user.content.private", Source.USE, SEEN_BY),
        },
        other=("id", "recording"),
    )

    class Meta:
        ordering = ["since", "id"]
        indexes = [models.Index(fields=["recording", "since"])]

    def __str__(self) -> str:
        return str(self.id)
