"""Chat: into the database first, then out to the room."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.actions.door import say
from troth.meetings.models import Attendance, Meeting, Message, Session

AT_MOST = 20
WITHIN = timedelta(seconds=10)


def write(session: Session, author: Attendance, text: str, nonce: uuid.UUID) -> Message:
    """A line of chat, numbered in its meeting. The same nonce again gives the same line. Raises 429."""
    with transaction.atomic():
        # The meeting's row is the lock: lines of one meeting are numbered one after the other.
        Meeting.objects.filter(id=session.meeting_id).update(message_count=F("message_count") + 1)
        known = Message.objects.filter(author=author, nonce=nonce).first()
        if known is not None:
            transaction.set_rollback(True)
            return known
        at = now()
        if author.messages.filter(written_at__gt=at - WITHIN).count() >= AT_MOST:
            raise Problem(
                429,
                "too-many",
                _("These are many messages at once. Wait a moment."),
                headers={"Retry-After": str(int(WITHIN.total_seconds()))},
            )
        number = Meeting.objects.values_list("message_count", flat=True).get(id=session.meeting_id)
        message = Message.objects.create(
            meeting_id=session.meeting_id,
            session=session,
            author=author,
            number=number,
            text=text,
            nonce=nonce,
            written_at=at,
        )
    say(session, {"kind": "chat", "message": as_data(message)})
    return message


def as_data(message: Message) -> dict[str, Any]:
    """The line as the room reads it, from the API and from a data message alike."""
    return {
        "id": str(message.id),
        "number": message.number,
        "identity": message.author.identity,
        "name": message.author.name,
        "role": message.author.role,
        "text": message.text,
        "written_at": message.written_at.isoformat(),
        "session": str(message.session_id),
    }
