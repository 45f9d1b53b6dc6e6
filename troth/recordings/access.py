"""The only ways from a request to a recording or a part of one."""

from uuid import UUID

from django.utils.translation import gettext as _

from troth.lib.problems import Problem
from troth.meetings.access import access_as_leader, access_inside
from troth.meetings.models import Attendance, Session
from troth.recordings.models import Recording
from troth.recordings.queries import going_on


def access_going_on(attendance: Attendance) -> Recording | None:
    """The recording that goes on where somebody is, if one does."""
    return going_on(access_inside(attendance))


def access_answering(attendance: Attendance, recording_id: UUID) -> Recording:
    """The recording somebody in the room answers to. Raises Problem 404 where another or none goes on."""
    recording = access_going_on(attendance)
    if recording is None or recording.id != recording_id:
        raise Problem(404, "not-found", _("This recording is over."))
    return recording


def access_starting(attendance: Attendance) -> Session:
    """The session that somebody may have recorded: who leads it, with an account of its organization."""
    session = access_as_leader(attendance)
    if attendance.person is None:
        raise Problem(403, "not-allowed", _("Only somebody with an account can have a meeting recorded."))
    return session


def access_stopping(attendance: Attendance) -> Recording:
    """The recording that somebody who leads may stop."""
    access_as_leader(attendance)
    recording = access_going_on(attendance)
    if recording is None:
        raise Problem(404, "not-found", _("This recording is over."))
    return recording
