"""Pages about connections: of an organization, of a meeting, of one person, of oneself."""

import uuid
from datetime import date

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth.accounts.access import access_person
from troth.connections import plots, queries
from troth.connections.access import (
    Viewer,
    access_colleague,
    access_connection,
    access_organization,
    access_session,
)
from troth.connections.models import Connection
from troth.connections.quality import Quality
from troth.connections.telling import Shown, happenings, shown
from troth.lib.clock import now
from troth.privacy.retention import days_of

A_PAGE = 50
A_MEETING = 30


def period_of(request: HttpRequest) -> int:
    """How many days are looked at: one of a few."""
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(one) for one in queries.PERIODS} else 30


@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """How well an organization was connected: what is on, by day, the worst meetings, and what they have in common."""
    own, _viewer = access_organization(access_person(request))
    days = period_of(request)
    rows = queries.readable(own.organization_id, queries.first_day(days))
    by_day, rest = queries.by_day(own.organization_id, days, rows)
    total = Quality()
    for one in [*by_day, *rest]:
        total.add(one)
    return render(
        request,
        "connections/overview.html",
        {
            "area": "organization",
            "may_administer": True,
            "own": own,
            "days": days,
            "periods": queries.PERIODS,
            "kept": days_of(str(own.organization_id), queries.RULE),
            "live": queries.live(own.organization_id),
            "by_day": [one for one in reversed(by_day) if one.connections],
            "rest": rest,
            "total": total,
            "plots": plots.of_days(by_day) if total.connections else [],
            "worst": queries.worst_meetings(rows) if total.connections else [],
            "in_common": queries.in_common(rows) if total.connections else [],
        },
    )


@require_safe
@login_required
def live(request: HttpRequest) -> HttpResponse:
    """The meetings that are on, as a part of the overview that renews itself."""
    own, _viewer = access_organization(access_person(request))
    return render(request, "connections/live.html", {"live": queries.live(own.organization_id)})


@require_safe
@login_required
def day(request: HttpRequest, day: date) -> HttpResponse:
    """The meetings of a day and the people in them, the worst first."""
    own, viewer = access_organization(access_person(request))
    rows = queries.readable(own.organization_id).filter(day=day)
    people = rows.select_related("attendance", "session__meeting").order_by("score", "started_at", "pk")
    page = Paginator(people, A_PAGE).get_page(request.GET.get("page"))
    meetings = Paginator(queries.meetings(rows), A_PAGE).get_page(1)
    return render(
        request,
        "connections/day.html",
        {
            "area": "organization",
            "may_administer": True,
            "day": day,
            "meetings": [queries.as_meeting(row) for row in meetings],
            "more_meetings": meetings.paginator.count - len(meetings),
            "page": page,
            "people": _shown(list(page), viewer),
        },
    )


@require_safe
@login_required
def session(request: HttpRequest, meeting_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """How people were connected to a meeting: all for its host and administrators, oneself for who was in it."""
    session, viewer = access_session(access_person(request), meeting_id, session_id)
    rows = queries.of_session(session, viewer)
    page = Paginator(rows, A_MEETING).get_page(request.GET.get("page"))
    minutes = queries.minutes_of(page)
    between = (session.started_at or session.opened_at, session.ended_at or now())
    people = [
        {
            "shown": shown(one, viewer, minutes[one.pk]),
            "plot": plots.timeline(one.pk.hex, minutes[one.pk], *between) if minutes[one.pk] else None,
        }
        for one in page
    ]
    return render(
        request,
        "connections/session.html",
        {
            "area": "meetings",
            "session": session,
            "meeting": session.meeting,
            "viewer": viewer,
            "page": page,
            "people": people,
            "is_on": session.ended_at is None,
        },
    )


@require_safe
@login_required
def connection(request: HttpRequest, connection_id: uuid.UUID) -> HttpResponse:
    """One connection: with what, from where, and minute by minute."""
    connection, viewer = access_connection(access_person(request), connection_id)
    minutes = queries.minutes_of([connection])[connection.pk]
    return render(
        request,
        "connections/connection.html",
        {
            "area": "meetings",
            "one": shown(connection, viewer, minutes),
            "meeting": connection.session.meeting,
            "viewer": viewer,
            "is_own": connection.attendance.person_id == viewer.person.pk,
            "happenings": happenings(minutes),
            "plots": plots.details(minutes),
        },
    )


@require_safe
@login_required
def own_connections(request: HttpRequest) -> HttpResponse:
    """One's own connections, the latest first."""
    person = access_person(request)
    rows = queries.of_person(person)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "connections/person.html",
        {
            "area": "account",
            "page": page,
            "people": _shown(list(page), Viewer(person)),
            "by_day": queries.days_of_rows(rows),
            "person": person,
            "is_own": True,
        },
    )


@require_safe
@login_required
def colleague(request: HttpRequest, person_id: uuid.UUID) -> HttpResponse:
    """A colleague's connections to meetings of the organization, for its administrators."""
    own, person = access_colleague(access_person(request), person_id)
    rows = queries.of_person(person, own.organization_id)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "connections/person.html",
        {
            "area": "organization",
            "may_administer": True,
            "page": page,
            "people": _shown(list(page), Viewer(own.person, administers=True)),
            "by_day": queries.days_of_rows(rows),
            "person": person,
            "is_own": False,
        },
    )


def _shown(rows: list[Connection], viewer: Viewer) -> list[Shown]:
    minutes = queries.troubled_minutes(rows)
    return [shown(one, viewer, minutes[one.pk]) for one in rows]
