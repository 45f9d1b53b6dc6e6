"""A throw-away room at the media server, for a browser that wants to know whether it can be reached."""

import uuid

from django.conf import settings

from troth.lib.limits import Limit
from troth.media import rooms
from troth.media.tokens import mint_check
from troth.meetings.handing_over import refuse_shut_door
from troth.meetings.schemas import CheckOut, Ports

CHECKS = Limit("connection-check", times=10, seconds=600)
# Not a session's id: webhooks and the reconciler leave rooms alone that are not ours.
PREFIX = "check-"


def open_check(address: str) -> CheckOut:
    """A room for one check, alone in it. Raises Problem: 429 `too-many`, 503 `media-down`, `media-shut`."""
    refuse_shut_door()
    CHECKS.refuse_when_reached(address)
    CHECKS.count(address)
    room = f"{PREFIX}{uuid.uuid4()}"
    # Two seats: a step may begin before the media server has seen the last one go.
    rooms.make_room(room, 2, empty_timeout=30, departure_timeout=30)
    return CheckOut(
        url=settings.MEDIA_PUBLIC_URL, token=mint_check(room), ports=Ports(**settings.MEDIA_PORTS)
    )
