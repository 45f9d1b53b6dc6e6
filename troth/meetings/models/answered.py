"""What somebody in the room answered when they were asked for consent."""

import uuid
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.privacy import Personal, Recipient, Source
from troth.privacy.models import ConsentText

AGREED = "agreed"
"""The `choice` that is a consent; any other is a no."""
TOLD = (Recipient.HOST, Recipient.ADMINISTRATORS)
PERSONAL = {
    "attendance": Personal("user.unique_id", Source.USE, TOLD),
    "choice": Personal("user.privacy_preferences", Source.PERSON, (Recipient.PARTICIPANTS,)),
    "text": Personal("user.privacy_preferences", Source.USE),
    "answered_at": Personal("user.privacy_preferences", Source.USE, TOLD),
    "withdrawn_at": Personal("user.privacy_preferences", Source.PERSON, TOLD),
}
"""What an answer's declaration says of its fields."""


class Answered(models.Model):
    """One person's answer, in the words that they were shown: the receipt of a consent, or of a no.

    Whoever inherits it has `attendance` and `choice`. Who agreed and took it back has `withdrawn_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, related_name="+", verbose_name=_("what you were asked")
    )
    answered_at = models.DateTimeField(_("answered"))
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)

    attendance_id: uuid.UUID
    choice: "models.CharField[str, str]"

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.choice} of {self.attendance_id}"

    @property
    def stands(self) -> bool:
        """Whether the consent holds: they agreed, and have not taken it back."""
        return self.choice == AGREED and self.withdrawn_at is None


def note(rows: "models.QuerySet[Any]", choice: str, text: ConsentText, **whose: models.Model) -> None:
    """Keeps an answer; a second one takes the place of the first, and a no after a yes takes that back."""
    moment = now()
    with transaction.atomic():
        given, new = rows.select_for_update().get_or_create(
            **whose, defaults={"text": text, "choice": choice, "answered_at": moment}
        )
        if new:
            return
        if choice == AGREED:
            given.choice, given.text, given.answered_at = choice, text, moment
            given.withdrawn_at = None
        elif given.choice == AGREED:
            given.withdrawn_at = given.withdrawn_at or moment
        given.save()
