"""Who is asking from inside a meeting: a ticket says so; cookies play no part."""

from django.http import HttpRequest
from ninja import Status
from ninja.security import HttpBearer

from troth.meetings import access
from troth.meetings.models import Attendance

DONE: Status[None] = Status(204, None)


class TicketRequest(HttpRequest):
    """A request that came with a good ticket."""

    auth: Attendance


class Ticket(HttpBearer):
    """`Authorization: Bearer <ticket>`, as `join` gave it."""

    def authenticate(self, request: HttpRequest, token: str) -> Attendance:
        return access.read_ticket(token)
