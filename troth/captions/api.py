"""The room's routes about captions."""

from ninja import Router, Status

from troth.captions import access, actions
from troth.captions.models import CaptionsChoice, CaptionsStanding
from troth.captions.queries import answer_of
from troth.captions.questions import CAPTIONS
from troth.captions.schemas import CaptionsAnswerIn, CaptionsState
from troth.meetings.models import Attendance
from troth.meetings.schemas import AskedOut
from troth.meetings.ticket import DONE, Ticket, TicketRequest

router = Router(auth=Ticket())


@router.get("/session/captions", response=CaptionsState)
def captions_state(request: TicketRequest) -> CaptionsState:
    """Whether this meeting has captions, who turned them on, and what one answered to that."""
    return _state(request.auth)


@router.post("/session/captions", response=CaptionsState)
def start_captions(request: TicketRequest) -> CaptionsState:
    actions.start(access.access_turning(request.auth), request.auth)
    return _state(request.auth)


@router.post("/session/captions/stop", response={204: None})
def stop_captions(request: TicketRequest) -> Status[None]:
    actions.stop(access.access_turning(request.auth), request.auth)
    return DONE


@router.put("/session/captions/answer", response=CaptionsState)
def answer_captions(request: TicketRequest, body: CaptionsAnswerIn) -> CaptionsState:
    actions.answer(access.access_answering(request.auth), body.choice, body.version)
    return _state(request.auth)


def _state(attendance: Attendance) -> CaptionsState:
    captions = access.access_captions(attendance)
    standing = captions.standing if captions else CaptionsStanding.OFF
    on, can = standing != CaptionsStanding.OFF, attendance.leads
    given = answer_of(attendance) if on else None
    mine = None
    if given is not None:
        mine = CaptionsChoice.AGREED if given.stands else CaptionsChoice.REFUSED
    return CaptionsState(
        standing=standing,
        started_by=captions.started_by.name if captions and captions.started_by and on else "",
        can=can,
        mine=mine,
        question=AskedOut.of(CAPTIONS.text) if on or can else None,
    )
