"""One message to many people."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.outreach.kinds import MessageKind, Topic
from troth.privacy import nothing_personal


class MailingState(models.TextChoices):
    """DRAFT is being written; SENDING has letters that are to be written or have not left yet."""

    DRAFT = "draft", _("Draft")
    SENDING = "sending", _("Being sent")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", _("Sent")


class Mailing(models.Model):
    """What the operator writes to everybody of an audience (`audiences.py`), and how far it is.

    `reached` is the key, as text, of the last row of the audience that a
    letter was written to: a worker that dies is followed there. Who works at
    it has it until `claimed_until`, at which time the next batch is due.

    Of `expected` letters (as the audience was when sending began) `sent` have
    left, `refused` were dropped because their purpose did not stand any more
    when it was their turn, `failed` were given up, `cut` were not sent because
    the mailing was stopped.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.CharField(_("about"), max_length=20, choices=Topic.choices)
    audience = models.CharField(_("to"), max_length=40)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=20_000)
    state = models.CharField(max_length=20, choices=MailingState.choices, default=MailingState.DRAFT)
    written_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)
    reached = models.CharField(max_length=40, blank=True)
    is_written = models.BooleanField(default=False)
    expected = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    cut = models.PositiveIntegerField(default=0)

    privacy = nothing_personal(
        "id",
        "topic",
        "audience",
        "subject",
        "text",
        "state",
        "written_at",
        "begun_at",
        "ended_at",
        "claimed_until",
        "reached",
        "is_written",
        "expected",
        "left_out",
        "sent",
        "refused",
        "failed",
        "cut",
    )

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def kind(self) -> MessageKind:
        return Topic(self.topic).kind

    @property
    def dealt_with(self) -> int:
        """Letters that have left, or never will."""
        return self.sent + self.refused + self.failed + self.cut
