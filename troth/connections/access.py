"""Who may look at which connections: everybody at their own, hosts at their meetings', administrators at all of theirs.

A participant who is none of these sees nobody else's, and an operator sees none.
"""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import UUIDField
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from troth.accounts.models import Person
from troth.connections.models import Connection
from troth.lib.clock import now
from troth.lib.prepared import Prepared, Slot
from troth.lib.problems import Problem, not_found
from troth.meetings.access import access_record, read_ticket
from troth.meetings.models import Attendance, AttendanceRole, Session
from troth.organizations.access import access_administration, access_member, access_membership
from troth.organizations.models import Membership

# No session that still takes readings is past its period, which is a day at least.
HOLDER = Prepared(
    lambda: (
        Attendance.everything.select_related("session__meeting")
        .only(
            "entries",
            "admitted_at",
            "session__ended_at",
            "session__meeting__organization",
        )
        .filter(pk=Slot("key", UUIDField()))
        .order_by()
    )
)
AFTERWARDS = timedelta(minutes=15)
"""So long after its end a session still takes what was measured in it: the last batch, and those that were kept back."""


class MeasuringTicket(HttpBearer):
    """The ticket of somebody whose room measures. Raises 410 where the session is long over."""

    def authenticate(self, request: HttpRequest, token: str) -> Attendance:
        attendance = read_ticket(token, lambda key: HOLDER.first(key=key))
        ended_at = attendance.session.ended_at
        if ended_at is not None and ended_at < now() - AFTERWARDS:
            raise Problem(410, "ended", _("This meeting has ended."))
        return attendance


@dataclass(frozen=True)
class Viewer:
    """Who looks, and as what: `administers` is an administrator, `hosts` the host of what is looked at."""

    person: Person
    administers: bool = False
    hosts: bool = False

    @property
    def sees_all(self) -> bool:
        return self.administers or self.hosts

    def sees_address(self, connection: Connection) -> bool:
        """Where somebody's device was: for themselves, and of colleagues for administrators; of guests for nobody."""
        attendance = connection.attendance
        if attendance.person_id is not None and attendance.person_id == self.person.pk:
            return True
        return self.administers and attendance.role != AttendanceRole.GUEST


def access_session(person: Person, meeting_id: uuid.UUID, session_id: uuid.UUID) -> tuple[Session, Viewer]:
    """A session whose connections somebody may see, all or their own."""
    meeting = access_record(person, meeting_id)
    viewer = Viewer(person, access_membership(person).may_administer, meeting.host_id == person.pk)
    session = meeting.sessions.filter(id=session_id, started_at__isnull=False).first()
    if session is None:
        raise not_found()
    session.meeting = meeting
    if not viewer.sees_all and not session.attendances.filter(person=person).exists():
        raise not_found()
    return session, viewer


def access_session_by_id(person: Person, session_id: uuid.UUID) -> tuple[Session, Viewer]:
    """As `access_session`, by the session alone."""
    meeting = Session.objects.filter(id=session_id).values_list("meeting", flat=True).first()
    if meeting is None:
        raise not_found()
    return access_session(person, meeting, session_id)


def access_connection(person: Person, connection_id: uuid.UUID) -> tuple[Connection, Viewer]:
    """One connection: one's own, or one of a meeting that one hosts or administers."""
    connection = (
        Connection.objects.select_related("attendance", "session__meeting").filter(id=connection_id).first()
    )
    if connection is None:
        raise not_found()
    own = connection.attendance.person_id is not None and connection.attendance.person_id == person.pk
    viewer = Viewer(person)
    # Who left the organization may see their own still, and nothing else of it.
    if not own or connection.organization_id == _organization_of(person):
        viewer = _as_what(person, connection)
    if not own and not viewer.sees_all:
        raise not_found()
    return connection, viewer


def _organization_of(person: Person) -> uuid.UUID | None:
    place = Membership.objects.filter(person=person).first()
    return place.organization_id if place else None


def _as_what(person: Person, connection: Connection) -> Viewer:
    membership = access_membership(person)
    if membership.organization_id != connection.organization_id:
        return Viewer(person)
    return Viewer(person, membership.may_administer, connection.session.meeting.host_id == person.pk)


def access_organization(person: Person) -> tuple[Membership, Viewer]:
    """The administrator's place, to look at the whole organization."""
    membership = access_administration(person)
    return membership, Viewer(person, administers=True)


def access_colleague(person: Person, person_id: uuid.UUID) -> tuple[Membership, Person]:
    """The administrator's place, and a colleague whose connections they look at."""
    own, colleague = access_member(person, person_id)
    return own, colleague.person


def signed_in(person: Person | None) -> Person:
    """Who asks the API. Refuses with 401."""
    if person is None:
        raise Problem(401, "sign-in", _("Sign in first."))
    return person
