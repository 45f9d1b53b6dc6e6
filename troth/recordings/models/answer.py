"""What people in the room said to being recorded."""

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
from troth.privacy.models import ConsentText
from troth.recordings.models.recording import AFTER_RECORDING, Recording


class Choice(models.TextChoices):
    """What somebody answered."""

    AGREED = "agreed", _("Agreed to be recorded")
    UNRECORDED = "unrecorded", _("Stayed without being recorded")


class Answer(models.Model):
    """One person's answer to one recording, in the words that they were shown: the receipt of a consent, or of a no.

    Who agreed and took it back has `withdrawn_at` and is drawn no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="answers")
    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="+", verbose_name=_("what you were asked")
    )
    choice = models.CharField(_("answer"), max_length=12, choices=Choice.choices)
    answered_at = models.DateTimeField(_("answered"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)

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
        personal={
            "attendance": Personal("user.unique_id", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
            "choice": Personal("user.privacy_preferences", Source.PERSON, (Recipient.PARTICIPANTS,)),
            "text": Personal("user.privacy_preferences", Source.USE),
            "answered_at": Personal(
                "user.privacy_preferences", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)
            ),
            "withdrawn_at": Personal(
                "user.privacy_preferences", Source.PERSON, (Recipient.HOST, Recipient.ADMINISTRATORS)
            ),
        },
        other=("id", "recording"),
    )

    class Meta:
        ordering = ["answered_at"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "attendance"], name="one_answer_an_attendance")
        ]

    def __str__(self) -> str:
        return f"{self.choice} of {self.attendance_id}"

    @property
    def stands(self) -> bool:
        """Whether they are drawn and heard: they agreed, and have not taken it back."""
        return self.choice == Choice.AGREED and self.withdrawn_at is None
