"""Whether a session has captions, and what people in it said to that."""

from dataclasses import replace
from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.meetings.models import Attendance, Session
from troth.meetings.models.answered import PERSONAL, Answered
from troth.meetings.models.session import AFTER_SESSION
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
    Then,
)

SILENCE = timedelta(seconds=8)
"""A captioner that gave no sign of life for so long is dead."""
WAITS = timedelta(seconds=20)
"""After so long without one, people are told that none comes."""


class CaptionsStanding(models.TextChoices):
    """How it stands with a session's captions."""

    OFF = "off", _("Off")
    STARTING = "starting", _("Starting")
    ON = "on", _("On")
    MISSING = "missing", _("Nothing here makes captions now")


class Captions(models.Model):
    """The captions of one session. `claim` names the captioner that listens, `seen_at` is its last sign of life.

    `asked_at` is when they were last turned on, or last heard of after a captioner was lost.
    """

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="captions"
    )
    started_by = models.ForeignKey(Attendance, on_delete=models.SET_NULL, null=True, related_name="+")
    is_on = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    claim = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Meetings whose captions you turned on"),
        controller=Controller.ORGANIZATION,
        owners={"started_by": Path()},
        readers={"session__meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST)},
        scope="session__meeting__organization",
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=replace(AFTER_SESSION, then=Then.DELETE),
        personal={"started_by": Personal("user.unique_id", Source.USE, (Recipient.PARTICIPANTS,))},
        other=("session", "is_on", "asked_at", "claim", "seen_at"),
    )

    class Meta:
        indexes = [models.Index(fields=["is_on", "seen_at"])]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def standing(self) -> CaptionsStanding:
        """How it stands now."""
        if not self.is_on:
            return CaptionsStanding.OFF
        if self.seen_at is not None and now() - self.seen_at < SILENCE:
            return CaptionsStanding.ON
        since = max(self.asked_at, self.seen_at or self.asked_at)
        return CaptionsStanding.MISSING if now() - since > WAITS else CaptionsStanding.STARTING


class CaptionsChoice(models.TextChoices):
    """What somebody answered."""

    AGREED = "agreed", _("Agreed to be captioned")
    REFUSED = "refused", _("Is not captioned")


class CaptionsAnswer(Answered):
    """One person's answer to captions.

    It holds for the session, however often captions are turned off and on.
    """

    attendance = models.OneToOneField(Attendance, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(_("answer"), max_length=12, choices=CaptionsChoice.choices)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("What you answered to captions"),
        controller=Controller.ORGANIZATION,
        owners={"attendance": Path()},
        readers={"attendance__session__meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST)},
        scope="attendance__session__meeting__organization",
        purposes={Purpose.SERVE: Basis.CONTRACT, Purpose.LEGAL: Basis.LEGAL_OBLIGATION},
        keep=replace(AFTER_SESSION, start="attendance__session__ended_at", then=Then.DELETE),
        personal=PERSONAL,
        other=("id",),
    )

    class Meta:
        ordering = ["answered_at"]
