"""Rooms at the media server, and who is in them. Names and identities are opaque ids."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from livekit.api import TwirpError
from livekit.protocol import models, room

from troth.media.connection import call

TOPIC = "troth"
SOURCES = {
    "microphone": (models.TrackSource.MICROPHONE,),
    "camera": (models.TrackSource.CAMERA,),
    "screen_share": (models.TrackSource.SCREEN_SHARE, models.TrackSource.SCREEN_SHARE_AUDIO),
}


@dataclass(frozen=True)
class Participant:
    """Somebody in a room: `media_id` is new each time they connect, `joined_at` is in UTC."""

    identity: str
    media_id: str
    joined_at: datetime


def make_room(name: str, capacity: int) -> None:
    """Makes the room, or finds it made. It vanishes 60 s after nobody came, 5 s after the last one left."""
    request = room.CreateRoomRequest(
        name=name, max_participants=capacity, empty_timeout=60, departure_timeout=5
    )
    call(lambda server: server.room.create_room(request))


def delete_room(name: str) -> None:
    """Ends the room for everybody. It may be gone already."""
    _unless_gone(lambda: call(lambda server: server.room.delete_room(room.DeleteRoomRequest(room=name))))


def rooms() -> set[str]:
    """Names of all rooms."""
    answer = call(lambda server: server.room.list_rooms(room.ListRoomsRequest()))
    return {one.name for one in answer.rooms}


def participants(name: str) -> list[Participant]:
    """Who is in the room now; nobody when there is no such room."""
    request = room.ListParticipantsRequest(room=name)
    try:
        answer = call(lambda server: server.room.list_participants(request))
    except TwirpError as error:
        if error.code == "not_found":
            return []
        raise
    return [
        Participant(one.identity, one.sid, moment(one))
        for one in answer.participants
        if one.state != models.ParticipantInfo.DISCONNECTED
    ]


def moment(participant: models.ParticipantInfo) -> datetime:
    """When the participant joined, in UTC."""
    milliseconds = participant.joined_at_ms or participant.joined_at * 1000
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def remove_participant(name: str, identity: str) -> None:
    """Puts somebody out. Their token would let them in again: the caller refuses them when they come."""
    request = room.RoomParticipantIdentity(room=name, identity=identity)
    _unless_gone(lambda: call(lambda server: server.room.remove_participant(request)))


def mute(name: str, identity: str, source: str) -> bool:
    """Mutes what somebody publishes from `source` (a key of SOURCES). False when there was nothing."""
    who = room.RoomParticipantIdentity(room=name, identity=identity)
    try:
        participant = call(lambda server: server.room.get_participant(who))
    except TwirpError as error:
        if error.code == "not_found":
            return False
        raise
    tracks = [track for track in participant.tracks if track.source in SOURCES[source] and not track.muted]
    for track in tracks:
        _mute_track(room.MuteRoomTrackRequest(room=name, identity=identity, track_sid=track.sid, muted=True))
    return bool(tracks)


def _mute_track(request: room.MuteRoomTrackRequest) -> None:
    _unless_gone(lambda: call(lambda server: server.room.mute_published_track(request)))


def send(name: str, message: dict[str, Any], to: list[str] | None = None) -> None:
    """A data message to everybody in the room, or to some. Nobody hears it who is away: rows are the truth."""
    request = room.SendDataRequest(
        room=name,
        data=json.dumps(message).encode(),
        kind=models.DataPacket.RELIABLE,
        topic=TOPIC,
        destination_identities=to or [],
    )
    _unless_gone(lambda: call(lambda server: server.room.send_data(request)))


def _unless_gone(do: Callable[[], object]) -> None:
    try:
        do()
    except TwirpError as error:
        if error.code != "not_found":
            raise
