"""Tokens that let one attendance into one room."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from livekit.api import AccessToken, VideoGrants

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
    grants = VideoGrants(
        room_join=True,
        room=room,
        can_subscribe=True,
        can_publish=bool(sources),
        can_publish_sources=[track for source in sorted(sources) for track in TRACKS[source]],
        can_publish_data=False,
        can_update_own_metadata=False,
    )
    return (
        AccessToken(settings.MEDIA_KEY, settings.MEDIA_SECRET)
        .with_identity(identity)
        .with_name(name)
        .with_attributes({"role": role})
        .with_grants(grants)
        .with_ttl(LIFETIME)
        .to_jwt()
    )


def mint_check(room: str) -> str:
    """A token for trying the connection: alone in `room`, under a name nobody has."""
    grants = VideoGrants(
        room_join=True,
        room=room,
        can_subscribe=False,
        can_publish=True,
        can_publish_sources=["camera", "microphone"],
        can_publish_data=False,
        can_update_own_metadata=False,
    )
    return (
        AccessToken(settings.MEDIA_KEY, settings.MEDIA_SECRET)
        .with_identity(uuid4().hex)
        .with_grants(grants)
        .with_ttl(CHECK_LIFETIME)
        .to_jwt()
    )
