"""What people in the room said to being recorded."""

from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.meetings.models import Attendance
from troth.meetings.models.answered import PERSONAL, Answered
from troth.privacy import (
    Basis,
    Controller,
    Declaration,
    Everything,
    Path,
    Purpose,
    Readable,
    Recipient,
    Subject,
)
from troth.recordings.models.recording import AFTER_RECORDING, Recording


class Choice(models.TextChoices):
    """What somebody answered."""

    AGREED = "agreed", _("Agreed to be recorded")
    UNRECORDED = "unrecorded", _("Stayed without being recorded")


class Answer(Answered):
    """One person's answer to one recording. Who took it back is drawn and heard no more."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="answers")
    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(_("answer"), max_length=12, choices=Choice.choices)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("What you answered to being recorded"),
        controller=Controller.ORGANIZATION,
        owners={"attendance": Path()},
        readers={"recording__session__meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST)},
        scope="recording__session__meeting__organization",
        purposes={Purpose.SERVE: Basis.CONTRACT, Purpose.LEGAL: Basis.LEGAL_OBLIGATION},
        keep=replace(AFTER_RECORDING, start="recording__ended_at"),
        personal=PERSONAL,
        other=("id", "recording"),
    )

    class Meta:
        ordering = ["answered_at"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "attendance"], name="one_answer_an_attendance")
        ]
