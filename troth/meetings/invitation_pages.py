"""Pages for asking people to a meeting, for its link, and for who was there as a table."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from troth.accounts.access import access_person
from troth.lib.text import as_cell, csv_lines
from troth.meetings import access
from troth.meetings.actions import inviting, planning
from troth.meetings.forms import InvitationForm
from troth.meetings.queries import Attendee, attendees


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite_to_meeting(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    person = access_person(request)
    meeting = access.access_own_meeting(person, meeting_id)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        invited = len(inviting.invite(meeting, person, form.cleaned_data["addresses"]))
        messages.success(
            request,
            ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", invited)
            % {"n": invited},
        )
        return redirect("meeting", meeting.id)
    return render(
        request,
        "meetings/invite.html",
        {"area": "meetings", "form": form, "meeting": meeting},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_back_invitation(request: HttpRequest, meeting_id: uuid.UUID, invitee_id: uuid.UUID) -> HttpResponse:
    meeting = access.access_own_meeting(access_person(request), meeting_id)
    invitee = access.access_invitee(meeting, invitee_id)
    if request.method == "POST":
        inviting.take_back(invitee)
        messages.success(request, _("The invitation is taken back."))
        return redirect("meeting", meeting.id)
    return render(
        request,
        "confirm.html",
        {
            "question": _("Take the invitation of %(address)s back?") % {"address": invitee.email},
            "text": _(
                "Their link then lets them in no further than the meeting's own link does. They are not told."
            ),
            "button": _("Take it back"),
            "back": reverse("meeting", args=[meeting.id]),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def renew_link(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = access.access_own_meeting(access_person(request), meeting_id)
    if request.method == "POST":
        planning.renew_link(meeting)
        messages.success(request, _("The meeting has a new link."))
        return redirect("meeting", meeting.id)
    return render(
        request,
        "confirm.html",
        {
            "question": _("Give “%(title)s” a new link?") % {"title": meeting.title},
            "text": _("The old link stops working at once, for everybody who has it, and so do invitations."),
            "button": _("Make a new link"),
            "back": reverse("meeting", args=[meeting.id]),
        },
    )


@require_safe
@login_required
def attendance_csv(request: HttpRequest, meeting_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Who was in a session and how long, as CSV (RFC 4180). Times are ISO 8601 in UTC."""
    session = access.access_attendees(access_person(request), meeting_id, session_id)
    began = session.started_at or session.opened_at
    lines = csv_lines([_head(), *map(_cells, attendees(session))])
    answer = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="attendance-{began:%Y-%m-%d-%H%M}.csv"'
    return answer


def _head() -> list[str]:
    return [_("name"), _("role"), _("came"), _("went"), _("seconds"), _("times"), _("how it ended")]


def _cells(one: Attendee) -> list[object]:
    went = one.left_at.isoformat() if one.left_at else ""
    return [
        as_cell(one.name),
        one.role,
        one.joined_at.isoformat(),
        went,
        one.seconds,
        one.times,
        one.how_left,
    ]
