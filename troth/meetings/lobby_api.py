"""The lobby's routes, for those who lead."""

import uuid

from ninja import Router, Status

from troth.meetings import access
from troth.meetings.actions import lobby as actions
from troth.meetings.models import Admission, AttendanceRole
from troth.meetings.schemas import NameIn, Waiting, WordIn
from troth.meetings.ticket import DONE, Ticket, TicketRequest

lobby = Router(auth=Ticket())


@lobby.get("", response=list[Waiting])
def show_lobby(request: TicketRequest) -> list[Waiting]:
    session = access.access_as_leader(request.auth)
    return [
        Waiting(id=one.id, name=one.name, guest=one.role == AttendanceRole.GUEST, asked_at=one.asked_at)
        for one in session.attendances.filter(admission=Admission.WAITING).order_by("asked_at")
    ]


@lobby.post("/admit", response={204: None})
def admit_all(request: TicketRequest) -> Status[None]:
    actions.admit_all(access.access_as_leader(request.auth))
    return DONE


@lobby.post("/{uuid:attendance_id}/admit", response={204: None})
def admit(request: TicketRequest, attendance_id: uuid.UUID) -> Status[None]:
    actions.admit(access.access_waiting(access.access_as_leader(request.auth), attendance_id))
    return DONE


@lobby.post("/{uuid:attendance_id}/refuse", response={204: None})
def refuse(request: TicketRequest, attendance_id: uuid.UUID) -> Status[None]:
    actions.refuse(access.access_waiting(access.access_as_leader(request.auth), attendance_id))
    return DONE


@lobby.put("/{uuid:attendance_id}/name", response={204: None})
def rename_waiting(request: TicketRequest, attendance_id: uuid.UUID, body: NameIn) -> Status[None]:
    waiting = access.access_waiting(access.access_as_leader(request.auth), attendance_id)
    actions.rename_waiting(waiting, body.name)
    return DONE


@lobby.post("/word", response={204: None})
def write_to_waiting(request: TicketRequest, body: WordIn) -> Status[None]:
    actions.write_to_waiting(access.access_as_leader(request.auth), body.text)
    return DONE
