"""The only ways from a request to a meeting, a session or an attendance."""

import uuid
from collections.abc import Callable

from django.core import signing
from django.db.models import CharField
from django.http import HttpRequest
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.billing.queries import has_ended, subscription_ended
from troth.lib.ids import normal_code
from troth.lib.limits import Limit, address_of
from troth.lib.prepared import Prepared, Slot
from troth.lib.problems import Problem, not_found
from troth.meetings.actions.inviting import digest
from troth.meetings.actions.rules import allowed
from troth.meetings.models import Admission, Attendance, Invitee, Meeting, Message, Session
from troth.meetings.queries import readable_messages
from troth.organizations.access import access_membership
from troth.organizations.models import Membership

CODE_GUESSES = Limit("meeting-code", times=30, seconds=600)
TICKETS = signing.Signer(salt="troth.meetings.ticket")
# A meeting outlives its host for those who were there; nobody meets in it any more.
BY_CODE = Prepared(
    lambda: Meeting.objects.filter(code=Slot("code", CharField()), host__isnull=False).order_by()
)
# A session that is on is not past its period.
OPEN_BY_CODE = Prepared(
    lambda: (
        Session.everything.filter(
            meeting__code=Slot("code", CharField()), meeting__host__isnull=False, ended_at__isnull=True
        )
        .select_related("meeting")
        .order_by()
    )
)


def access_door(request: HttpRequest, code: str) -> Meeting:
    """The meeting whose link somebody holds. Raises 404, or 429 for an address that guessed too often."""
    address = address_of(request)
    CODE_GUESSES.refuse_when_reached(address)
    meeting = BY_CODE.first(code=normal_code(code))
    if meeting is None:
        CODE_GUESSES.count(address)
        raise Problem(404, "not-found", _("There is no meeting with this code."))
    return meeting


def access_entrance(request: HttpRequest, code: str) -> tuple[Meeting, Session | None]:
    """As `access_door`, and the meeting's session if one is open: in one query then, for whoever joins."""
    CODE_GUESSES.refuse_when_reached(address_of(request))
    session = OPEN_BY_CODE.first(code=normal_code(code))
    return (session.meeting, session) if session else (access_door(request, code), None)


def find_invitee(meeting: Meeting, token: str) -> Invitee | None:
    """Whom a link was mailed to. One that was withdrawn is as good as the meeting's own link, and no better."""
    return meeting.invitees.filter(secret_digest=digest(token)).first() if token else None


def access_invitee(meeting: Meeting, invitee_id: uuid.UUID) -> Invitee:
    """Somebody invited to a meeting."""
    invitee = meeting.invitees.filter(id=invitee_id).first()
    if invitee is None:
        raise not_found()
    return invitee


def access_attendees(person: Person, meeting_id: uuid.UUID, session_id: uuid.UUID) -> Session:
    """A session whose attendance the person may see: as the meeting's host or as an administrator (RET-4)."""
    meeting = access_record(person, meeting_id)
    session = meeting.sessions.filter(id=session_id, started_at__isnull=False).first()
    sees = meeting.host_id == person.pk or access_membership(person).may_administer
    if session is None or not sees:
        raise not_found()
    return session


def access_hosting(person: Person) -> Membership:
    """The person's place in their organization, when they may host there."""
    membership = access_membership(person)
    if has_ended(membership.organization_id):
        raise subscription_ended()
    if not membership.may_host:
        raise Problem(
            403, "not-allowed", _("Your role in the organization does not include hosting meetings.")
        )
    return membership


def access_own_meeting(person: Person, meeting_id: uuid.UUID) -> Meeting:
    """A meeting the person hosts, to change or delete it."""
    membership = access_membership(person)
    meeting = Meeting.objects.filter(
        id=meeting_id, host=person, organization_id=membership.organization_id
    ).first()
    if meeting is None:
        raise not_found()
    return meeting


def access_record(person: Person, meeting_id: uuid.UUID) -> Meeting:
    """A meeting whose page the person may look at: its host, an administrator (RET-4), or who took part."""
    membership = access_membership(person)
    meeting = (
        Meeting.objects.select_related("host")
        .filter(id=meeting_id, organization_id=membership.organization_id)
        .first()
    )
    if meeting is None:
        raise not_found()
    if meeting.host_id == person.pk or membership.may_administer:
        return meeting
    if Attendance.objects.filter(session__meeting=meeting, person=person, joined_at__isnull=False).exists():
        return meeting
    raise not_found()


def ticket_of(attendance: Attendance) -> str:
    """The bearer ticket of an attendance's last entry."""
    return TICKETS.sign(f"{attendance.id.hex}.{attendance.entries}")


def read_ticket(ticket: str, find: Callable[[uuid.UUID], Attendance | None] | None = None) -> Attendance:
    """The attendance a ticket was written for. Raises 401 for one that is forged or from an earlier entry.

    `find` looks for it in a quicker way, where not all of it is needed.
    """
    refusal = Problem(401, "ticket", _("Join the meeting again to go on."))
    try:
        key, entries = TICKETS.unsign(ticket).split(".")
        attendance = (find or _ticket_holder)(uuid.UUID(key))
    except (signing.BadSignature, ValueError):
        raise refusal from None
    if attendance is None or str(attendance.entries) != entries:
        raise refusal
    return attendance


def _ticket_holder(key: uuid.UUID) -> Attendance | None:
    return Attendance.objects.select_related("session__meeting").filter(id=key).first()


def access_inside(attendance: Attendance) -> Session:
    """The open session somebody was admitted to."""
    session = attendance.session
    if session.ended_at is not None:
        raise Problem(410, "ended", _("This meeting has ended."))
    if attendance.admission == Admission.REMOVED:
        raise Problem(403, "removed", _("The host has removed you from this meeting."))
    if attendance.admission != Admission.ADMITTED:
        raise Problem(403, "not-allowed", _("You have not been let in."))
    return session


def access_having_been(attendance: Attendance) -> Attendance:
    """Somebody who was let into the session, also when it is over."""
    if attendance.admitted_at is None:
        raise Problem(403, "not-allowed", _("You have not been let in."))
    return attendance


def access_as_leader(attendance: Attendance) -> Session:
    """The open session somebody hosts, or helps to host."""
    session = access_inside(attendance)
    if not attendance.leads:
        raise Problem(403, "not-allowed", _("Only a host of the meeting may do this."))
    return session


def access_chatting(attendance: Attendance) -> Session:
    """The open session somebody may write in."""
    session = access_inside(attendance)
    if not allowed(session, attendance)["chat"]:
        raise Problem(403, "not-allowed", _("A host has turned the chat off for you."))
    return session


def access_renaming(attendance: Attendance) -> Session:
    """The open session in which somebody may change their own name."""
    session = access_inside(attendance)
    if not allowed(session, attendance)["rename"]:
        raise Problem(403, "not-allowed", _("A host has turned renaming off."))
    return session


def access_own_line(attendance: Attendance, message_id: uuid.UUID) -> Message:
    """A line of chat that somebody wrote in this session and that is still there, to edit it."""
    message = access_line(attendance, message_id)
    if message.author_id != attendance.id:
        raise Problem(403, "not-allowed", _("Only its author may edit a message."))
    return message


def access_line(attendance: Attendance, message_id: uuid.UUID) -> Message:
    """A line of chat that somebody may read and that is still there."""
    message = readable_messages(attendance).filter(id=message_id, deleted="").first()
    if message is None:
        raise Problem(404, "not-found", _("This message is not there any more."))
    return message


def access_deletable_line(attendance: Attendance, message_id: uuid.UUID) -> Message:
    """A line of chat to delete: one's own, or any for who leads."""
    message = access_line(attendance, message_id)
    if message.author_id != attendance.id and not attendance.leads:
        raise Problem(403, "not-allowed", _("Only its author or a host may delete a message."))
    return message


def access_waiting(session: Session, attendance_id: uuid.UUID) -> Attendance:
    """Somebody who waits to be let into the session."""
    waiting = session.attendances.filter(id=attendance_id, admission=Admission.WAITING).first()
    if waiting is None:
        raise Problem(404, "not-found", _("This person is not waiting any more."))
    return waiting


def access_participant(session: Session, identity: str) -> Attendance:
    """Somebody who was admitted to the session, by the identity others see."""
    participant = session.attendances.filter(identity=identity, admission=Admission.ADMITTED).first()
    if participant is None:
        raise Problem(404, "not-found", _("This person is not in the meeting any more."))
    return participant
