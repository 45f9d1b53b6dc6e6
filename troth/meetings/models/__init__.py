"""Meetings, their sessions, who attended, what was said.

A meeting is an appointment with a link. A session is one time that people
met there. An attendance is one person's entry to a session, from the moment
they ask; a presence is one stretch of it that the media server saw.
"""

from troth.meetings.models.chat import Deleted, Message
from troth.meetings.models.feedback import Feedback, Reason
from troth.meetings.models.meeting import Entry, Invitee, Meeting
from troth.meetings.models.session import (
    AFTER_SESSION,
    Admission,
    Attendance,
    AttendanceRole,
    CoHost,
    HowLeft,
    Presence,
    Session,
)

__all__ = [
    "AFTER_SESSION",
    "Admission",
    "Attendance",
    "AttendanceRole",
    "CoHost",
    "Deleted",
    "Entry",
    "Feedback",
    "HowLeft",
    "Invitee",
    "Meeting",
    "Message",
    "Presence",
    "Reason",
    "Session",
]
