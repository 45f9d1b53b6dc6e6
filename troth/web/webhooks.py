"""The door for the media server's messages: which event does what."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from livekit.protocol import models
from livekit.protocol.webhook import WebhookEvent

from troth.media.connection import MediaDown
from troth.media.rooms import as_participant, is_unseen, moment, remove_participant
from troth.media.webhooks import read_event
from troth.meetings.actions.attendance import forget_room, note_joined, note_left, session_of
from troth.meetings.actions.leading import find_stand_in
from troth.meetings.actions.rules import hold
from troth.meetings.models import HowLeft

WHY = {
    models.DisconnectReason.CLIENT_INITIATED: HowLeft.LEFT,
    models.DisconnectReason.DUPLICATE_IDENTITY: HowLeft.ELSEWHERE,
    models.DisconnectReason.PARTICIPANT_REMOVED: HowLeft.REMOVED,
    models.DisconnectReason.ROOM_DELETED: HowLeft.ENDED,
}


def _joined(event: WebhookEvent) -> None:
    one = event.participant
    session = session_of(event.room.name)
    if session is None:
        return
    if note_joined(event.room.name, one.identity, one.sid, moment(one)):
        hold(session, [as_participant(one)])
        return
    try:
        remove_participant(event.room.name, one.identity)
    except MediaDown:
        return


def _left(event: WebhookEvent) -> None:
    one = event.participant
    how = WHY.get(one.disconnect_reason, HowLeft.LOST)
    note_left(event.room.name, one.identity, one.sid, moment(one), _moment_of(event), how)
    session = session_of(event.room.name)
    if session is not None:
        find_stand_in(session)


def _finished(event: WebhookEvent) -> None:
    forget_room(event.room.name)


def _moment_of(event: WebhookEvent) -> datetime:
    return datetime.fromtimestamp(event.created_at, UTC)


EVENTS: dict[str, Callable[[WebhookEvent], None]] = {
    "participant_joined": _joined,
    "participant_left": _left,
    "participant_connection_aborted": _left,
    "room_finished": _finished,
}


@csrf_exempt
@require_POST
def livekit_webhook(request: HttpRequest) -> HttpResponse:
    """Takes one signed event; events nobody here needs are taken and forgotten."""
    event = read_event(request.body, request.headers.get("Authorization", ""))
    act = EVENTS.get(event.event)
    if act is not None and not is_unseen(event.participant):
        act(event)
    return HttpResponse(status=204)
