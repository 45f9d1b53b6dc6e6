"""Connections as CSV (RFC 4180). Times are ISO 8601 in UTC, scores MOS."""

import uuid
from itertools import chain

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troth.accounts.access import access_person
from troth.connections import queries
from troth.connections.access import Viewer, access_organization, access_session
from troth.connections.models import Connection
from troth.connections.pages import period_of
from troth.connections.telling import shown
from troth.lib.clock import now
from troth.lib.text import as_cell, csv_lines


def _head() -> list[str]:
    return [
        _("day"),
        _("meeting"),
        _("session"),
        _("name"),
        _("role"),
        _("began"),
        _("seconds"),
        _("score"),
        _("poor seconds"),
        _("reconnects"),
        _("what went wrong"),
        _("browser"),
        _("version"),
        _("system"),
        _("device"),
        _("way"),
        _("country"),
        _("address"),
        _("milliseconds to the first picture"),
    ]


def _cells(row: Connection, viewer: Viewer) -> list[object]:
    one = shown(row, viewer)
    return [
        row.day.isoformat(),
        as_cell(row.session.meeting.title),
        row.session_id,
        as_cell(one.name),
        one.role,
        row.started_at.isoformat(),
        row.seconds,
        "" if one.score is None else f"{one.score:.2f}",
        row.poor_seconds,
        row.reconnects,
        row.get_trouble_display(),
        as_cell(row.browser),
        as_cell(row.browser_version),
        as_cell(row.system),
        row.get_device_display(),
        row.get_transport_display(),
        row.country,
        one.address,
        "" if row.first_frame is None else row.first_frame,
    ]


def _file(rows: list[Connection], viewer: Viewer, name: str) -> StreamingHttpResponse:
    lines = csv_lines(chain([_head()], (_cells(row, viewer) for row in rows)))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


MOST = 50_000
"""Lines of a file; of more, the latest."""


@require_safe
@login_required
def organization_csv(request: HttpRequest) -> StreamingHttpResponse:
    """An organization's connections of the last days, the latest first."""
    own, viewer = access_organization(access_person(request))
    since = queries.first_day(period_of(request))
    rows = (
        queries.readable(own.organization_id, since)
        .select_related("attendance", "session__meeting")
        .order_by("-day", "-started_at", "pk")
    )
    return _file(list(rows[:MOST]), viewer, f"connections-{now():%Y-%m-%d}")


@require_safe
@login_required
def session_csv(request: HttpRequest, meeting_id: uuid.UUID, session_id: uuid.UUID) -> StreamingHttpResponse:
    """The connections to one meeting, as far as one may see them."""
    session, viewer = access_session(access_person(request), meeting_id, session_id)
    rows = queries.of_session(session, viewer)
    began = session.started_at or session.opened_at
    return _file(list(rows), viewer, f"connections-{began:%Y-%m-%d-%H%M}")
