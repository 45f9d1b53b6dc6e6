"""The only ways from a request to a session's captions."""

from django.utils.translation import gettext as _

from troth.captions.models import Captions
from troth.captions.queries import captions_of
from troth.lib.problems import Problem
from troth.meetings.access import access_as_leader, access_inside
from troth.meetings.models import Attendance, Session


def access_captions(attendance: Attendance) -> Captions | None:
    """The captions where somebody is, on or off; None where they were never on."""
    return captions_of(access_inside(attendance))


def access_answering(attendance: Attendance) -> Attendance:
    """Somebody in a room whose captions are on. Raises Problem 404 where they are off."""
    captions = access_captions(attendance)
    if captions is None or not captions.is_on:
        raise Problem(404, "not-found", _("Captions are off."))
    return attendance


def access_turning(attendance: Attendance) -> Session:
    """The session whose captions somebody who leads it may turn on and off."""
    return access_as_leader(attendance)
