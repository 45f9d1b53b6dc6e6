"""The room's routes. From the join on, a ticket says who is asking; cookies play no part."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, Status

from troth.lib.limits import address_of
from troth.lib.problems import Problem
from troth.media.tokens import mint
from troth.meetings import access
from troth.meetings.actions import chat, door, feedback, hosting, leading, lobby, planning, rules, taking_part
from troth.meetings.actions.attendance import note_seen
from troth.meetings.actions.rules import allowed, sources_of
from troth.meetings.check import open_check
from troth.meetings.door import door_to, link_of, person_of
from troth.meetings.handing_over import hand_over_to_media, refuse_shut_door
from troth.meetings.lobby_api import lobby as lobby_router
from troth.meetings.models import Admission, Attendance, AttendanceRole, Session
from troth.meetings.queries import is_there_too, messages_after, messages_before, remarkable
from troth.meetings.schemas import (
    AskIn,
    CheckOut,
    Door,
    EditIn,
    EntryOut,
    FeedbackIn,
    HandIn,
    JoinIn,
    LockIn,
    MediaAccess,
    MeetingIn,
    MeetingOut,
    MessageIn,
    MessageOut,
    Messages,
    MuteAllIn,
    MuteIn,
    NameIn,
    PersonIn,
    PersonOut,
    ReactionIn,
    Rules,
    RulesIn,
    SessionOut,
    SessionState,
    Standing,
)
from troth.meetings.ticket import DONE, Ticket, TicketRequest
from troth.privacy.notice import notice_in_force

router = Router()
inside = Router(auth=Ticket())
router.add_router("/lobby", lobby_router)
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


@router.post("/check", response=CheckOut)
def check(request: HttpRequest) -> CheckOut:
    """A room of one's own, for a few minutes, to try the connection in."""
    return open_check(address_of(request))


@router.get("/meetings/{code}", response=Door)
def show_door(request: HttpRequest, code: str) -> Door:
    return door_to(request, access.access_door(request, code))


@router.post("/meetings/{code}/join", response=EntryOut)
def join(request: HttpRequest, code: str, body: JoinIn) -> EntryOut:
    """Asks to come in. With the ticket of an earlier entry the person goes on where they were."""
    meeting, session = access.access_entrance(request, code)
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
        invited=access.find_invitee(meeting, body.invitation) is not None,
    )
    refuse_shut_door()
    attendance = door.enter(meeting, session, visitor)
    admitted = attendance.admission == Admission.ADMITTED
    session = attendance.session
    return EntryOut(
        ticket=access.ticket_of(attendance),
        admission=Admission(attendance.admission),
        identity=attendance.identity,
        name=attendance.name,
        role=AttendanceRole(attendance.role),
        title=meeting.title,
        leads=attendance.leads,
        enter_muted=session.enter_muted and not attendance.leads,
        twice=is_there_too(attendance),
        sounds=meeting.sounds,
        may=Rules(**allowed(session, attendance)),
        media=_media_access(attendance, session) if admitted else None,
    )


def _earlier(ticket: str) -> Attendance | None:
    try:
        return access.read_ticket(ticket) if ticket else None
    except Problem:
        return None


def _media_access(attendance: Attendance, session: Session) -> MediaAccess:
    hand_over_to_media(attendance)
    sources = sources_of(session, attendance)
    token = mint(session.room, attendance.identity, attendance.name, attendance.role, sources)
    return MediaAccess(url=settings.MEDIA_PUBLIC_URL, token=token)


@inside.get("/attendance", response=Standing)
def show_standing(request: TicketRequest) -> Standing:
    """Where somebody stands, for who waits."""
    attendance = request.auth
    lobby.note_waiting(attendance)
    return Standing(
        admission=Admission(attendance.admission),
        ended=attendance.session.ended_at is not None,
        again_in=lobby.again_in(attendance),
        told=attendance.told if attendance.admission == Admission.WAITING else "",
    )


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


@inside.put("/attendance/feedback", response={204: None})
def give_feedback(request: TicketRequest, body: FeedbackIn) -> Status[None]:
    """How it was, also when the meeting is over. Said again, it replaces what was said before."""
    attendance = access.access_having_been(request.auth)
    feedback.give(attendance, body.stars, sorted(set(body.reasons)), body.comment)
    return DONE


@inside.get("/session", response=SessionOut)
def show_session(request: TicketRequest) -> SessionOut:
    return _session_out(access.access_inside(request.auth), request.auth)


def _session_out(session: Session, attendance: Attendance) -> SessionOut:
    waiting = session.attendances.filter(admission=Admission.WAITING)
    return SessionOut(
        title=session.meeting.title,
        code=session.meeting.code,
        link=link_of(session.meeting),
        version=session.version,
        waiting=waiting.count() if attendance.leads else 0,
        people=[PersonOut.of(one) for one in remarkable(session)],
        **SessionState.of(session).model_dump(),
    )


@inside.put("/session/lock", response=SessionOut)
def lock(request: TicketRequest, body: LockIn) -> SessionOut:
    session = access.access_as_leader(request.auth)
    hosting.lock(session, body.locked, request.auth)
    return _session_out(session, request.auth)


@inside.post("/session/end", response={204: None})
def end(request: TicketRequest) -> Status[None]:
    hosting.end_session(access.access_as_leader(request.auth), request.auth)
    return DONE


@inside.patch("/session/rules", response={204: None})
def change_rules(request: TicketRequest, body: RulesIn) -> Status[None]:
    wanted = body.model_dump(exclude_none=True)
    muted = wanted.pop("enter_muted", None)
    rules.set_rules(access.access_as_leader(request.auth), wanted, muted)
    return DONE


@inside.post("/session/mute", response={204: None})
def mute_all(request: TicketRequest, body: MuteAllIn) -> Status[None]:
    hosting.mute_all(access.access_as_leader(request.auth), body.source, body.stay, request.auth)
    return DONE


@inside.post("/session/hands/lower", response={204: None})
def lower_hands(request: TicketRequest) -> Status[None]:
    taking_part.lower_hands(access.access_as_leader(request.auth))
    return DONE


@inside.put("/attendance/hand", response={204: None})
def raise_hand(request: TicketRequest, body: HandIn) -> Status[None]:
    taking_part.raise_hand(access.access_inside(request.auth), request.auth, body.raised)
    return DONE


@inside.put("/attendance/name", response={204: None})
def rename(request: TicketRequest, body: NameIn) -> Status[None]:
    taking_part.rename(access.access_renaming(request.auth), request.auth, body.name)
    return DONE


@inside.post("/reactions", response={204: None})
def react(request: TicketRequest, body: ReactionIn) -> Status[None]:
    taking_part.react(access.access_inside(request.auth), request.auth, body.reaction)
    return DONE


@inside.post("/participants/{identity}/mute", response={204: None})
def mute(request: TicketRequest, identity: str, body: MuteIn) -> Status[None]:
    session = access.access_as_leader(request.auth)
    hosting.mute(session, access.access_participant(session, identity), body.source, request.auth)
    return DONE


@inside.post("/participants/{identity}/ask", response={204: None})
def ask(request: TicketRequest, identity: str, body: AskIn) -> Status[None]:
    session = access.access_as_leader(request.auth)
    hosting.ask_for(session, access.access_participant(session, identity), body.source, request.auth)
    return DONE


@inside.patch("/participants/{identity}", response={204: None})
def change_person(request: TicketRequest, identity: str, body: PersonIn) -> Status[None]:
    session = access.access_as_leader(request.auth)
    person = access.access_participant(session, identity)
    may = body.may.model_dump(exclude_none=True) if body.may else {}
    if body.cohost is not None or may or body.name is not None:
        leading.refuse_for_host(person)
    if body.cohost is not None:
        leading.name_cohost(session, person, body.cohost)
    if may:
        rules.bar(session, person, may, request.auth)
    if body.name is not None:
        taking_part.rename(session, person, body.name)
    if body.spotlit is not None:
        taking_part.spotlight(session, person, body.spotlit)
    if body.hand is not None:
        taking_part.raise_hand(session, person, False)
    return DONE


@inside.post("/participants/{identity}/put-back", response={204: None})
def put_back(request: TicketRequest, identity: str) -> Status[None]:
    session = access.access_as_leader(request.auth)
    lobby.put_back(session, access.access_participant(session, identity))
    return DONE


@inside.post("/participants/{identity}/remove", response={204: None})
def remove(request: TicketRequest, identity: str) -> Status[None]:
    session = access.access_as_leader(request.auth)
    hosting.remove(session, access.access_participant(session, identity), request.auth)
    return DONE


@inside.get("/chat", response=Messages)
def read_chat(request: TicketRequest, after: int | None = None, before: int | None = None) -> Messages:
    session = access.access_inside(request.auth)
    # Read before the lines: what changes meanwhile is asked for again.
    changes = session.meeting.chat_changes
    if after is not None:
        lines, earlier = messages_after(request.auth, after), False
    else:
        lines, earlier = messages_before(request.auth, before)
    return Messages(
        messages=[MessageOut(**chat.as_data(one)) for one in lines], changes=changes, earlier=earlier
    )


@inside.post("/chat", response=MessageOut)
def write_chat(request: TicketRequest, body: MessageIn) -> MessageOut:
    session = access.access_chatting(request.auth)
    reply_to = access.access_line(request.auth, body.reply_to) if body.reply_to else None
    message = chat.write(session, request.auth, body.text, body.nonce, reply_to)
    return MessageOut(**chat.as_data(message))


@inside.patch("/chat/{uuid:message_id}", response=MessageOut)
def edit_chat(request: TicketRequest, message_id: uuid.UUID, body: EditIn) -> MessageOut:
    session = access.access_chatting(request.auth)
    message = access.access_own_line(request.auth, message_id)
    return MessageOut(**chat.as_data(chat.edit(session, message, body.text)))


@inside.delete("/chat/{uuid:message_id}", response={204: None})
def delete_chat(request: TicketRequest, message_id: uuid.UUID) -> Status[None]:
    session = access.access_inside(request.auth)
    chat.delete(session, access.access_deletable_line(request.auth, message_id), request.auth)
    return DONE
