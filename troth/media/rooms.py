"""Rooms at the media server, and who is in them. Names and identities are opaque ids."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from livekit.api import LiveKitAPI, TwirpError
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
    """Somebody in a room.

    `media_id` is new each time they connect, `joined_at` is in UTC, `sources`
    are the keys of SOURCES that the media server takes from them.
    """

    identity: str
    media_id: str
    joined_at: datetime
    sources: frozenset[str] = frozenset(SOURCES)


def make_room(name: str, capacity: int, empty_timeout: int = 60, departure_timeout: int = 5) -> None:
    """Makes the room, or finds it made. It vanishes so many seconds after nobody came, or the last one left."""
    request = room.CreateRoomRequest(
        name=name,
        max_participants=capacity,
        empty_timeout=empty_timeout,
        departure_timeout=departure_timeout,
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
    """Who is in the room now, without recorders and captioners; nobody when there is no such room."""
    request = room.ListParticipantsRequest(room=name)
    try:
        answer = call(lambda server: server.room.list_participants(request))
    except TwirpError as error:
        if error.code == "not_found":
            return []
        raise
    return [
        as_participant(one)
        for one in answer.participants
        if one.state != models.ParticipantInfo.DISCONNECTED and not is_unseen(one)
    ]


def is_unseen(one: models.ParticipantInfo) -> bool:
    """Whether this is a recorder or captioner of ours: nobody else is given a token that hides them."""
    return bool(one.permission.hidden)


def as_participant(one: models.ParticipantInfo) -> Participant:
    """What the media server says about somebody."""
    allowed = set(one.permission.can_publish_sources) if one.permission.can_publish else set()
    sources = frozenset(name for name, tracks in SOURCES.items() if allowed.issuperset(tracks))
    return Participant(one.identity, one.sid, moment(one), sources)


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


def allow(name: str, sources: dict[str, frozenset[str]]) -> None:
    """What each identity may publish from now on; what they publish else ends at once. Who is not there is left out.

    The whole permission is replaced: data and one's own metadata stay forbidden.
    """
    requests = [_permission(name, identity, allowed) for identity, allowed in sources.items()]

    async def ask_all(server: LiveKitAPI) -> None:
        answers = await asyncio.gather(
            *(server.room.update_participant(one) for one in requests), return_exceptions=True
        )
        _raise_unless_gone(answers)

    call(ask_all)


def _permission(name: str, identity: str, sources: frozenset[str]) -> room.UpdateParticipantRequest:
    # An empty list of sources would mean all of them.
    tracks = [track for source in sorted(sources) for track in SOURCES[source]]
    return room.UpdateParticipantRequest(
        room=name,
        identity=identity,
        permission=models.ParticipantPermission(
            can_subscribe=True, can_publish=bool(tracks), can_publish_sources=tracks
        ),
    )


def _raise_unless_gone(answers: list[Any]) -> None:
    for answer in answers:
        gone = isinstance(answer, TwirpError) and answer.code == "not_found"
        if isinstance(answer, BaseException) and not gone:
            raise answer


def rename(name: str, identity: str, to: str) -> None:
    """Changes the name that others see. Who is not there gets it with their next token."""
    request = room.UpdateParticipantRequest(room=name, identity=identity, name=to)
    _unless_gone(lambda: call(lambda server: server.room.update_participant(request)))


def mute_all(name: str, source: str, spared: set[str]) -> list[str]:
    """Mutes what everybody but `spared` publishes from `source`. Returns whom it muted."""
    request = room.ListParticipantsRequest(room=name)

    async def ask_all(server: LiveKitAPI) -> list[str]:
        there = (await server.room.list_participants(request)).participants
        tracks = [
            (one.identity, track.sid)
            for one in there
            for track in one.tracks
            if one.identity not in spared and track.source in SOURCES[source] and not track.muted
        ]
        mute = server.room.mute_published_track
        answers = await asyncio.gather(
            *(
                mute(room.MuteRoomTrackRequest(room=name, identity=who, track_sid=sid, muted=True))
                for who, sid in tracks
            ),
            return_exceptions=True,
        )
        _raise_unless_gone(answers)
        return sorted({who for who, _ in tracks})

    try:
        return call(ask_all)
    except TwirpError as error:
        if error.code == "not_found":
            return []
        raise


def send(name: str, message: dict[str, Any], to: list[str] | None = None) -> None:
    """A data message to everybody in the room, or to some. Nobody hears it who is away: rows are the truth."""
    request = room.SendDataRequest(
        room=name,
        # As UTF-8: escaped, a long text of signs beyond ASCII would not fit a packet.
        data=json.dumps(message, ensure_ascii=False).encode(),
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
