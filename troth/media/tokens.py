"""Tokens that let one attendance into one room."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

import jwt
from django.conf import settings

from troth.lib.clock import now

TRACKS = {
    "camera": ["camera"],
    "microphone": ["microphone"],
    "screen_share": ["screen_share", "screen_share_audio"],
}
# Long enough to connect with, no longer: the client asks for a new one each time it must connect anew.
LIFETIME = timedelta(seconds=60)
# Each step of a check may wait 15 s for a network that answers nothing.
CHECK_LIFETIME = timedelta(minutes=3)


def mint(room: str, identity: str, name: str, role: str, sources: frozenset[str] = frozenset(TRACKS)) -> str:
    """A token that joins `room` and publishes from `sources`, keys of `TRACKS`.

    No data, no metadata of one's own, nothing of the room service: everything
    else goes through our API, which decides and records.
    """
    video = {
        "canSubscribe": True,
        "canPublish": bool(sources),
        "canPublishSources": [track for source in sorted(sources) for track in TRACKS[source]],
    }
    about = {"name": name, "attributes": {"role": role}}
    return _sign(room, identity, LIFETIME, video, about)


def mint_unseen(room: str, identity: str) -> str:
    """A token that sees and hears `room` and is seen by nobody in it."""
    video = {
        "canSubscribe": True,
        "canPublish": False,
        "canPublishSources": [],
        "hidden": True,
        "recorder": True,
    }
    return _sign(room, identity, LIFETIME, video, {})


def mint_check(room: str) -> str:
    """A token for trying the connection: alone in `room`, under a name nobody has."""
    video = {"canSubscribe": False, "canPublish": True, "canPublishSources": ["camera", "microphone"]}
    return _sign(room, uuid4().hex, CHECK_LIFETIME, video, {})


def _sign(
    room: str, identity: str, lifetime: timedelta, video: Mapping[str, object], about: Mapping[str, object]
) -> str:
    """The claims LiveKit defines (docs.livekit.io, "Tokens & grants"), signed as it asks for (HS256)."""
    at = int(now().timestamp())
    grants = {
        "roomJoin": True,
        "room": room,
        "canPublishData": False,
        "canUpdateOwnMetadata": False,
        **video,
    }
    claims = {
        "iss": settings.MEDIA_KEY,
        "sub": identity,
        "nbf": at,
        "exp": at + int(lifetime.total_seconds()),
        "video": grants,
        **about,
    }
    return jwt.encode(claims, settings.MEDIA_SECRET, algorithm="HS256")
