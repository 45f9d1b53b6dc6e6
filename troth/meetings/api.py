"""The room's routes. From the join on, a ticket says who is asking; cookies play no part."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, Status
from ninja.security import HttpBearer

from troth.lib.limits import address_of
from troth.lib.problems import Problem
from troth.media.tokens import mint
from troth.meetings import access
from troth.meetings.actions import chat, door, hosting, planning
from troth.meetings.actions.attendance import note_seen
from troth.meetings.door import door_to, link_of, person_of
from troth.meetings.models import Admission, Attendance, AttendanceRole, Session
from troth.meetings.queries import messages_after
from troth.meetings.schemas import (
    Door,
    EntryOut,
    JoinIn,
    LockIn,
    MediaAccess,
    MeetingIn,
    MeetingOut,
    MessageIn,
    MessageOut,
    Messages,
    MuteIn,
    SessionOut,
    Standing,
    Waiting,
)
from troth.privacy.notice import notice_in_force


class TicketRequest(HttpRequest):
    """A request that came with a good ticket."""

    auth: Attendance


class Ticket(HttpBearer):
    """`Authorization: Bearer <ticket>`, as `join` gave it."""

    def authenticate(self, request: HttpRequest, token: str) -> Attendance:
        return access.read_ticket(token)


DONE: Status[None] = Status(204, None)

router = Router()
inside = Router(auth=Ticket())
router.add_router("", inside)


class _CookieCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:
        return HttpResponse(reason, status=403)


def _nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _refuse_other_sites(request: HttpRequest) -> None:
    """A request that a session cookie speaks for must come from our own pages."""
    check = _CookieCheck(_nothing)
    check.process_request(request)
    if check.process_view(request, _nothing, (), {}) is not None:
        raise Problem(403, "csrf", _("This page has been open for too long. Reload it and try again."))


@router.post("/meetings", response={201: MeetingOut})
def make_meeting(request: HttpRequest, body: MeetingIn) -> Status[MeetingOut]:
    person = person_of(request)
    if person is None:
        raise Problem(401, "signed-out", _("Sign in to make a meeting."))
    _refuse_other_sites(request)
    meeting = planning.make_meeting(person, planning.Plan(**body.model_dump()))
    fields = {name: getattr(meeting, name) for name in MeetingOut.model_fields if name != "link"}
    return Status(201, MeetingOut(link=link_of(meeting), **fields))


@router.get("/meetings/{code}", response=Door)
def show_door(request: HttpRequest, code: str) -> Door:
    return door_to(request, access.access_door(request, code))


@router.post("/meetings/{code}/join", response=EntryOut)
def join(request: HttpRequest, code: str, body: JoinIn) -> EntryOut:
    """Asks to come in. With the ticket of an earlier entry the person goes on where they were."""
    meeting = access.access_door(request, code)
    person = person_of(request)
    if person is not None:
        _refuse_other_sites(request)
    notice = notice_in_force()
    if body.notice != notice.number:
        raise Problem(
            409,
            "notice-changed",
            _("The privacy notice has changed. Read it before you enter."),
            notice={"number": notice.number, "url": reverse("notice")},
        )
    visitor = door.Visitor(
        person=person,
        name=person.name if person else body.name,
        notice=notice,
        passcode=body.passcode,
        address=address_of(request),
        earlier=_earlier(body.ticket),
    )
    attendance = door.enter(meeting, visitor)
    admitted = attendance.admission == Admission.ADMITTED
    return EntryOut(
        ticket=access.ticket_of(attendance),
        admission=Admission(attendance.admission),
        identity=attendance.identity,
        name=attendance.name,
        role=AttendanceRole(attendance.role),
        title=meeting.title,
        media=_media_access(attendance, attendance.session) if admitted else None,
    )


def _earlier(ticket: str) -> Attendance | None:
    try:
        return access.read_ticket(ticket) if ticket else None
    except Problem:
        return None


def _media_access(attendance: Attendance, session: Session) -> MediaAccess:
    token = mint(session.room, attendance.identity, attendance.name, attendance.role)
    return MediaAccess(url=settings.MEDIA_PUBLIC_URL, token=token)


@inside.get("/attendance", response=Standing)
def show_standing(request: TicketRequest) -> Standing:
    """Where somebody stands; who waits asks once a second."""
    attendance = request.auth
    door.note_waiting(attendance)
    return Standing(admission=Admission(attendance.admission), ended=attendance.session.ended_at is not None)


@inside.post("/attendance/token", response=MediaAccess)
def renew_token(request: TicketRequest) -> MediaAccess:
    """A fresh token, and the room made again where a restarted media server has lost it."""
    session = access.access_inside(request.auth)
    note_seen(request.auth)
    door.make_room(session)
    return _media_access(request.auth, session)


@inside.post("/attendance/leave", response={204: None})
def leave(request: TicketRequest) -> Status[None]:
    door.leave(request.auth)
    return DONE


@inside.get("/session", response=SessionOut)
def show_session(request: TicketRequest) -> SessionOut:
    return _session_out(access.access_inside(request.auth), request.auth)


def _session_out(session: Session, attendance: Attendance) -> SessionOut:
    hosts = attendance.role == AttendanceRole.HOST
    return SessionOut(
        title=session.meeting.title,
        code=session.meeting.code,
        link=link_of(session.meeting),
        locked=session.locked,
        waiting=session.attendances.filter(admission=Admission.WAITING).count() if hosts else 0,
    )


@inside.put("/session/lock", response=SessionOut)
def lock(request: TicketRequest, body: LockIn) -> SessionOut:
    session = access.access_as_host(request.auth)
    hosting.lock(session, body.locked)
    return _session_out(session, request.auth)


@inside.post("/session/end", response={204: None})
def end(request: TicketRequest) -> Status[None]:
    hosting.end_session(access.access_as_host(request.auth))
    return DONE


@inside.get("/lobby", response=list[Waiting])
def show_lobby(request: TicketRequest) -> list[Waiting]:
    session = access.access_as_host(request.auth)
    return [
        Waiting(id=one.id, name=one.name, guest=one.role == AttendanceRole.GUEST, asked_at=one.asked_at)
        for one in session.attendances.filter(admission=Admission.WAITING).order_by("asked_at")
    ]


@inside.post("/lobby/admit", response={204: None})
def admit_all(request: TicketRequest) -> Status[None]:
    door.admit_all(access.access_as_host(request.auth))
    return DONE


@inside.post("/lobby/{uuid:attendance_id}/admit", response={204: None})
def admit(request: TicketRequest, attendance_id: uuid.UUID) -> Status[None]:
    door.admit(access.access_waiting(access.access_as_host(request.auth), attendance_id))
    return DONE


@inside.post("/lobby/{uuid:attendance_id}/refuse", response={204: None})
def refuse(request: TicketRequest, attendance_id: uuid.UUID) -> Status[None]:
    door.refuse(access.access_waiting(access.access_as_host(request.auth), attendance_id))
    return DONE


@inside.post("/participants/{identity}/mute", response={204: None})
def mute(request: TicketRequest, identity: str, body: MuteIn) -> Status[None]:
    session = access.access_as_host(request.auth)
    hosting.mute(session, access.access_participant(session, identity), body.source, request.auth)
    return DONE


@inside.post("/participants/{identity}/remove", response={204: None})
def remove(request: TicketRequest, identity: str) -> Status[None]:
    session = access.access_as_host(request.auth)
    hosting.remove(session, access.access_participant(session, identity))
    return DONE


@inside.get("/chat", response=Messages)
def read_chat(request: TicketRequest, after: int | None = None) -> Messages:
    access.access_inside(request.auth)
    return Messages(messages=[MessageOut(**chat.as_data(one)) for one in messages_after(request.auth, after)])


@inside.post("/chat", response=MessageOut)
def write_chat(request: TicketRequest, body: MessageIn) -> MessageOut:
    session = access.access_inside(request.auth)
    message = chat.write(session, request.auth, body.text, body.nonce)
    return MessageOut(**chat.as_data(message))
