"""Connections for programs: the room's route for what it measures, and what people see, as JSON."""

import uuid
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Router, Status

from troth.connections import queries
from troth.connections.access import (
    MeasuringTicket,
    access_organization,
    access_session_by_id,
    signed_in,
)
from troth.connections.actions import take_in
from troth.connections.readings import BatchIn
from troth.connections.schemas import ConnectionOut, DayOut, DaysOut, MeetingQualityOut, RemainderOut
from troth.meetings.access import access_having_been
from troth.meetings.door import person_of
from troth.meetings.ticket import DONE, TicketRequest

Row = TypeVar("Row", bound=Model)
router = Router()
inside = Router(auth=MeasuringTicket())
router.add_router("", inside)


@inside.post("/connections/samples", response={204: None})
def take_samples(request: TicketRequest, body: BatchIn) -> Status[None]:
    """Readings of a minute at most, of whoever holds the ticket, also shortly after the end."""
    take_in(access_having_been(request.auth), body, request)
    return DONE


@router.get("/connections/days", response=DaysOut)
def connection_days(request: HttpRequest, days: int = 30) -> DaysOut:
    """How well an organization was connected day by day, for its administrators; 396 days at most."""
    own, _viewer = access_organization(signed_in(person_of(request)))
    days = _so_many(days)
    rows = queries.readable(own.organization_id, queries.first_day(days))
    found, rest = queries.by_day(own.organization_id, days, rows)
    return DaysOut(
        days=[DayOut.of(one, day=one.day, archived=one.archived) for one in found],
        rest=[RemainderOut.of(one, month=one.month) for one in rest],
    )


@router.get("/connections/meetings", response=list[MeetingQualityOut])
def connection_meetings(request: HttpRequest, days: int = 30, offset: int = 0) -> list[MeetingQualityOut]:
    """An organization's meetings of the last days, the worst first, a hundred at a time, for its administrators."""
    own, _viewer = access_organization(signed_in(person_of(request)))
    since = queries.first_day(_so_many(days))
    rows = queries.meetings(queries.readable(own.organization_id, since))
    return [
        MeetingQualityOut.of(
            one,
            session=one.session,
            meeting=one.meeting,
            title=one.title,
            started_at=one.started_at,
            least=one.least,
        )
        for one in map(queries.as_meeting, _hundred(rows, offset))
    ]


@router.get("/connections/sessions/{uuid:session_id}", response=list[ConnectionOut])
def connection_session(request: HttpRequest, session_id: uuid.UUID, offset: int = 0) -> list[ConnectionOut]:
    """Who was connected to a meeting and how well, a hundred at a time: all for its host and administrators, else oneself."""
    session, viewer = access_session_by_id(signed_in(person_of(request)), session_id)
    rows = queries.of_session(session, viewer)
    some = list(_hundred(rows, offset))
    minutes = queries.minutes_of(some)
    return [ConnectionOut.of(one, viewer, minutes[one.pk]) for one in some]


def _so_many(days: int) -> int:
    return max(1, min(days, queries.MOST_DAYS))


def _hundred(rows: QuerySet[Row, Any], offset: int) -> QuerySet[Row, Any]:
    begin = max(0, min(offset, 1_000_000))
    return rows[begin : begin + 100]
