"""What was written in a meeting."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.meetings.models.meeting import Meeting
from troth.meetings.models.session import AFTER_SESSION, Attendance, Session
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
    Source,
    Subject,
)


class Deleted(models.TextChoices):
    """Who took a line of chat back."""

    AUTHOR = "author", _("Deleted by its author")
    HOST = "host", _("Deleted by a host")


class Message(models.Model):
    """A line of chat. Of a deleted one the place is left, not the text.

    `number` orders the lines of a meeting. `changed` is the count of the
    chat's changes when this line was last written, edited or deleted, so that
    who was away asks for what changed after the last that they know.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="messages")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    text = models.TextField()
    nonce = models.UUIDField()
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    changed = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted = models.CharField(max_length=10, choices=Deleted.choices, blank=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Chat in a meeting"),
        controller=Controller.ORGANIZATION,
        owners={"author": Path()},
        readers={
            "session__attendances": Path(
                sees=Recipient.PARTICIPANTS,
                where={"session__attendances__admitted_at__lte": models.F("written_at")},
            ),
            "meeting__host": Path(Subject.MEMBER, sees=Recipient.PARTICIPANTS),
        },
        scope="session__meeting__organization",
        counts=Counts(when="session__opened_at"),
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=AFTER_SESSION,
        personal={
            "author": Personal("user.unique_id", Source.USE, (Recipient.PARTICIPANTS,)),
            "text": Personal("user.content.private", seen_by=(Recipient.PARTICIPANTS,)),
            "written_at": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
            "edited_at": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
            "deleted": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
        },
        other=("id", "meeting", "session", "number", "nonce", "reply_to", "changed"),
    )

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["meeting", "changed"])]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_message_a_number"),
            models.UniqueConstraint(fields=["author", "nonce"], name="one_message_a_nonce"),
        ]

    def __str__(self) -> str:
        return str(self.id)
