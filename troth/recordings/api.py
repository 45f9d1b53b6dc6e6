"""The room's routes about recording, and the recorder's own."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Status
from ninja.security import HttpBearer

from troth.media.tokens import mint_unseen
from troth.meetings.models import Attendance, AttendanceRole
from troth.meetings.schemas import AskedOut, MediaAccess
from troth.meetings.ticket import DONE, Ticket, TicketRequest
from troth.recordings import access
from troth.recordings.actions import asking, parts
from troth.recordings.models import Asking, Choice, Layout, Part, Recording, State
from troth.recordings.queries import answer_of, how_the_last_ended, terms_of
from troth.recordings.questions import question_of
from troth.recordings.schemas import (
    AnswerIn,
    BeginIn,
    PartOut,
    PlacesIn,
    RecorderStanding,
    RecordingOut,
    RecordingState,
    StartIn,
    VoicesIn,
)
from troth.recordings.shelf import regions

router = Router()
inside = Router(auth=Ticket())


class PartRequest(HttpRequest):
    """A request of a recorder that is at a part."""

    auth: Part


class Pass(HttpBearer):
    """`Authorization: Bearer <key>`, as `begin_part` gave it."""

    def authenticate(self, request: HttpRequest, token: str) -> Part:
        return parts.read_pass(token)


recorder = Router(auth=Pass())
router.add_router("", inside)
router.add_router("/recorder", recorder)


@inside.get("/session/recording", response=RecordingState)
def recording_state(request: TicketRequest) -> RecordingState:
    """Whether this meeting is recorded, by whom, and what one answered to that."""
    return _state(request.auth)


@inside.post("/session/recording", response=RecordingState)
def start_recording(request: TicketRequest, body: StartIn) -> RecordingState:
    asking.start(access.access_starting(request.auth), request.auth, body.layout)
    return _state(request.auth)


@inside.post("/session/recording/stop", response={204: None})
def stop_recording(request: TicketRequest) -> Status[None]:
    asking.stop(access.access_stopping(request.auth), request.auth)
    return DONE


@inside.put("/session/recording/answer", response=RecordingState)
def answer_recording(request: TicketRequest, body: AnswerIn) -> RecordingState:
    recording = access.access_answering(request.auth, body.recording)
    asking.answer(recording, request.auth, body.choice, body.version)
    return _state(request.auth)


def _state(attendance: Attendance) -> RecordingState:
    recording = access.access_going_on(attendance)
    can = attendance.leads and attendance.role != AttendanceRole.GUEST and bool(regions())
    if recording is None:
        last = how_the_last_ended(attendance.session) if attendance.leads else ""
        words = _words_of_next(attendance) if can else ""
        return RecordingState(recording=None, can=can, last=last, words=words)
    return RecordingState(recording=_seen_by(attendance, recording), can=can)


def _words_of_next(attendance: Attendance) -> str:
    """What who starts a recording agrees to, and everybody else is asked."""
    terms = terms_of(attendance.session.meeting.organization_id)
    return str(question_of(terms.transcribe).words)


def _seen_by(attendance: Attendance, recording: Recording) -> RecordingOut:
    text = question_of(recording.may_transcribe).text
    given = answer_of(recording, attendance)
    mine = None
    if given is not None:
        mine = Choice.AGREED if given.stands else Choice.UNRECORDED
    return RecordingOut(
        id=recording.id,
        state=State(recording.state),
        layout=Layout(recording.layout),
        started_by=recording.started_by.name if recording.started_by else "",
        started_at=recording.started_at,
        may_stay=terms_of(recording.scope).asking == Asking.MAY_STAY,
        mine=mine,
        question=AskedOut.of(text),
    )


@recorder.post("/begin", response=PartOut, auth=None)
def begin_part(request: HttpRequest, body: BeginIn) -> PartOut:
    """A recorder's page begins the part that its code is for; once."""
    part = parts.begin(body.code, body.form)
    return PartOut(
        key=parts.pass_of(part),
        layout=Layout(part.recording.layout),
        media=_media_of(part),
        **parts.standing(part).model_dump(),
    )


@recorder.post("/token", response=MediaAccess)
def recorder_token(request: PartRequest) -> MediaAccess:
    """A fresh token, for who has to connect anew."""
    return _media_of(request.auth)


def _media_of(part: Part) -> MediaAccess:
    token = mint_unseen(part.recording.session.room, part.identity)
    return MediaAccess(url=settings.MEDIA_PUBLIC_URL, token=token)


@recorder.put("/chunks/{int:number}", response=RecorderStanding)
def keep_chunk(request: PartRequest, number: int) -> RecorderStanding:
    """One second of film, as it is: on disk when this is answered."""
    parts.keep_chunk(request.auth, number, request.read())
    return parts.standing(request.auth)


@recorder.get("/standing", response=RecorderStanding)
def recorder_standing(request: PartRequest) -> RecorderStanding:
    return parts.standing(request.auth)


@recorder.put("/places", response={204: None})
def move_people(request: PartRequest, body: PlacesIn) -> Status[None]:
    """Where people stand in the picture from a moment on."""
    parts.move(request.auth, body.at, body.places)
    return DONE


@recorder.put("/voices", response={204: None})
def hear_people(request: PartRequest, body: VoicesIn) -> Status[None]:
    """Who is heard from a moment on."""
    parts.hear(request.auth, body.at, body.identities)
    return DONE


@recorder.post("/end", response={204: None})
def end_part(request: PartRequest) -> Status[None]:
    """The recorder has brought everything."""
    parts.end_part(request.auth.id)
    return DONE
