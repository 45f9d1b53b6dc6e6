"""Mail on its way out."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.outreach.kinds import MessageKind, Topic
from troth.outreach.models.mailing import Mailing
from troth.privacy import (
    SELF,
    AddressField,
    Basis,
    Controller,
    Declaration,
    Everything,
    Keep,
    Personal,
    Purpose,
    Readable,
    Recipient,
    Source,
    Subject,
)


class Letter(models.Model):
    """A mail that has not left yet. The task that sends it carries only its id; once sent, the row is gone.

    One of a `mailing` has that one's words, and none of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=MessageKind.choices, default=MessageKind.TRANSACTIONAL)
    topic = models.CharField(max_length=20, choices=Topic.choices, blank=True)
    mailing = models.ForeignKey(Mailing, models.CASCADE, null=True, related_name="letters")
    recipient = AddressField()
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    written_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=now)
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Mail on its way to you"),
        controller=Controller.OPERATOR,
        owners={SELF: tuple(kind for kind in Subject if kind not in (Subject.GUEST, Subject.VISITOR))},
        proof="recipient",
        purposes={
            Purpose.SERVE: Basis.CONTRACT,
            Purpose.SECURE: Basis.CONTRACT,
            Purpose.ENGAGE: Basis.LEGITIMATE_INTEREST,
            Purpose.PROMOTE: Basis.LEGITIMATE_INTEREST,
        },
        keep=Keep(start="written_at", days=7, since=_("it was written")),
        personal={
            "recipient": Personal("user.contact.email", Source.USE, (Recipient.NOBODY_ELSE,)),
            "subject": Personal("user.content.private", Source.USE),
            "text": Personal("user.content.private", Source.USE),
            "html": Personal("user.content.private", Source.USE),
        },
        other=("id", "kind", "topic", "mailing", "written_at", "due_at", "attempts"),
    )

    def __str__(self) -> str:
        return str(self.id)
