"""Chat: into the database first, then out to the room."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.actions.news import THERE, say
from troth.meetings.models import Attendance, AttendanceRole, Deleted, Meeting, Message, Session
from troth.privacy.audit import record
from troth.privacy.deleting import refuse_if_held

AT_MOST = 20
WITHIN = timedelta(seconds=10)


def write(
    session: Session, author: Attendance, text: str, nonce: uuid.UUID, reply_to: Message | None = None
) -> Message:
    """A line of chat, numbered in its meeting. The same nonce again gives the same line. Raises 429."""
    with transaction.atomic():
        number = _next_change(session)
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
        message = Message.objects.create(
            meeting_id=session.meeting_id,
            session=session,
            author=author,
            number=number,
            changed=number,
            text=text,
            nonce=nonce,
            reply_to=reply_to,
            written_at=at,
        )
    say(session, {"kind": "chat", "message": as_data(message)})
    return message


def edit(session: Session, message: Message, text: str) -> Message:
    """Another text for a line of one's own. Raises Problem 409 `held`."""
    _refuse_if_held(session, message, message.author)
    with transaction.atomic():
        _change(session, message, text=text, edited_at=now())
    _tell(session, message)
    return message


def delete(session: Session, message: Message, by: Attendance) -> None:
    """Takes a line back. Its text is gone, its place says so. Raises Problem 409 `held`."""
    _refuse_if_held(session, message, by)
    who = Deleted.AUTHOR if message.author_id == by.id else Deleted.HOST
    with transaction.atomic():
        _change(session, message, text="", deleted=who)
        if who == Deleted.HOST:
            record(
                "meeting.line_deleted",
                scope=session.meeting.organization_id,
                actor=by.person or by,
                object=message,
            )
    _tell(session, message)


def _refuse_if_held(session: Session, message: Message, by: Attendance) -> None:
    refuse_if_held(message, scope=session.meeting.organization_id, by=by.person or by)


def _change(session: Session, message: Message, **values: Any) -> None:
    values["changed"] = _next_change(session)
    # Of two who change it at once, nobody brings a deleted line back.
    if not Message.objects.filter(id=message.id, deleted="").update(**values):
        raise Problem(404, "not-found", _("This message is not there any more."))


def _tell(session: Session, message: Message) -> None:
    message.refresh_from_db()
    # A guest is told only of lines that were written while they were there.
    readers = session.attendances.filter(THERE).exclude(
        role=AttendanceRole.GUEST, admitted_at__gt=message.written_at
    )
    if message.session_id != session.id:
        readers = readers.exclude(role=AttendanceRole.GUEST)
    to = list(readers.values_list("identity", flat=True))
    if to:
        say(session, {"kind": "chat", "message": as_data(message)}, to)


def _next_change(session: Session) -> int:
    """The number of the next change to the meeting's chat. The meeting's row is the lock: changes come one by one."""
    Meeting.objects.filter(id=session.meeting_id).update(chat_changes=F("chat_changes") + 1)
    return Meeting.objects.values_list("chat_changes", flat=True).get(id=session.meeting_id)


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
        "changed": message.changed,
        "reply_to": str(message.reply_to_id) if message.reply_to_id else None,
        "edited_at": message.edited_at.isoformat() if message.edited_at else None,
        "deleted": message.deleted,
    }
