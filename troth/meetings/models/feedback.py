"""How it was, by those who were there and chose to say."""

from dataclasses import replace

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.meetings.models.session import AFTER_SESSION, Attendance
from troth.privacy import (
    Basis,
    Controller,
    Counts,
    Declaration,
    Everything,
    Path,
    Personal,
    Purpose,
    Readable,
    Recipient,
)


class Reason(models.TextChoices):
    """What was good, or was not."""

    SOUND = "sound", _("Sound")
    PICTURE = "picture", _("Picture")
    CONNECTION = "connection", _("Connection")
    SHARING = "sharing", _("Screen sharing")
    JOINING = "joining", _("Getting in")
    OTHER = "other", _("Something else")


class Feedback(models.Model):
    """One person's word on one session (USE-7): one to five stars, Reasons, and words of their own."""

    attendance = models.OneToOneField(Attendance, on_delete=models.CASCADE, related_name="feedback")
    stars = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    reasons = models.JSONField(default=list)
    comment = models.TextField(blank=True)
    given_at = models.DateTimeField(auto_now=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("What you say about a meeting afterwards"),
        controller=Controller.OPERATOR,
        owners={"attendance": Path()},
        scope="attendance__session__meeting__organization",
        counts=Counts(when="given_at", by=("stars",)),
        purposes={
            Purpose.ENGAGE: Basis.LEGITIMATE_INTEREST,
            Purpose.IMPROVE: Basis.LEGITIMATE_INTEREST,
        },
        keep=replace(AFTER_SESSION, start="attendance__session__ended_at", rule=""),
        personal={
            # Also to serve: it goes with the meeting, and one's word stands in the place of an earlier one.
            "attendance": Personal(
                "user.unique_id",
                purposes={
                    Purpose.SERVE: Basis.CONTRACT,
                    Purpose.ENGAGE: Basis.LEGITIMATE_INTEREST,
                    Purpose.IMPROVE: Basis.LEGITIMATE_INTEREST,
                },
            ),
            "stars": Personal("user.behavior", seen_by=(Recipient.OPERATOR,)),
            "reasons": Personal("user.behavior", seen_by=(Recipient.OPERATOR,)),
            "comment": Personal("user.content.private", seen_by=(Recipient.OPERATOR,)),
            "given_at": Personal("user.behavior", seen_by=(Recipient.OPERATOR,)),
        },
        other=("id",),
    )

    def __str__(self) -> str:
        return str(self.pk)
