"""Pages around meetings, and the page that holds the room."""

import uuid

from csp.constants import WASM_UNSAFE_EVAL
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.access import access_person
from troth.accounts.models import Person
from troth.billing.queries import has_ended
from troth.lib.ids import NO_CODE, normal_code
from troth.lib.problems import Problem
from troth.meetings import access
from troth.meetings.actions import planning
from troth.meetings.beside import beside
from troth.meetings.door import door_to, link_of
from troth.meetings.forms import MeetingForm
from troth.meetings.models import Meeting
from troth.meetings.queries import attended, attendees, chat_of, coming, past
from troth.organizations.access import access_membership

A_PAGE = 20


# The blur of the background is WebAssembly; in Firefox and Safari a worker made of text keeps its time.
ROOM_POLICY = {"script-src": [WASM_UNSAFE_EVAL], "worker-src": ["blob:"]}


@require_safe
@never_cache
@csp_update(ROOM_POLICY)  # type: ignore[arg-type]
def room(request: HttpRequest, code: str) -> HttpResponse:
    """The room's page; also answers, in words, for a code that leads nowhere."""
    if normal_code(code) not in {code, NO_CODE}:
        return redirect("room", normal_code(code))
    try:
        meeting: Meeting | None = access.access_door(request, code)
    except Problem as problem:
        if problem.status != 404:
            raise
        meeting = None
    door = door_to(request, meeting)
    return render(
        request, "meetings/room.html", {"door": door.dict()}, status=404 if meeting is None else 200
    )


@require_safe
@login_required
def meetings(request: HttpRequest) -> HttpResponse:
    """The person's meetings: what comes, what was, and where they were a guest of a colleague."""
    person = access_person(request)
    try:
        membership = access_membership(person)
    except Problem:
        return redirect("organization")
    may_host = membership.may_host and not has_ended(membership.organization_id)
    which = request.GET.get("show", "coming")
    lists = {"coming": coming, "past": past, "attended": attended}
    page = Paginator(lists.get(which, coming)(person), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "meetings/meetings.html",
        {
            "area": "meetings",
            "page": page,
            "which": which if which in lists else "coming",
            "membership": membership,
            "own_room": _own_room(person) if may_host else None,
            "may_host": may_host,
        },
    )


def _own_room(person: Person) -> dict[str, object]:
    room = planning.personal_room(person)
    return {"meeting": room, "link": link_of(room)}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_meeting(request: HttpRequest) -> HttpResponse:
    person = access_person(request)
    access.access_hosting(person)
    form = MeetingForm(
        request.POST if request.method == "POST" else None, initial={"time_zone": person.time_zone}
    )
    if request.method == "POST" and form.is_valid():
        meeting = planning.make_meeting(person, form.plan())
        messages.success(request, _("The meeting is there. Share its link."))
        return redirect("meeting", meeting.id)
    return render(
        request, "meetings/edit.html", {"area": "meetings", "form": form}, status=422 if form.errors else 200
    )


@require_POST
@login_required
def meet_now(request: HttpRequest) -> HttpResponse:
    """A meeting without a date, and its host at its door."""
    person = access_person(request)
    title = _("%(name)s's meeting") % {"name": person.name}
    plan = planning.Plan(title=title[:150], time_zone=person.time_zone)
    return redirect("room", planning.make_meeting(person, plan).code)


@require_safe
@login_required
def meeting(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """A meeting: its link, and for each time people met who was there and what was said."""
    person = access_person(request)
    meeting = access.access_record(person, meeting_id)
    membership = access_membership(person)
    is_host = meeting.host_id == person.pk
    sees_people = is_host or membership.may_administer
    page = Paginator(meeting.sessions.filter(started_at__isnull=False), 10).get_page(request.GET.get("page"))
    shown = beside(request, list(page))
    sessions = [
        {
            "session": session,
            "beside": shown.get(session.id, []),
            "attendees": attendees(session) if sees_people else [],
            "messages": chat_of(session, person),
        }
        for session in page
    ]
    return render(
        request,
        "meetings/meeting.html",
        {
            "area": "meetings",
            "meeting": meeting,
            "link": link_of(meeting),
            "invitees": meeting.invitees.all() if is_host else [],
            "is_host": is_host,
            "sees_people": sees_people,
            "page": page,
            "is_on": any(session.ended_at is None for session in page),
            "sessions": sessions,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_meeting(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = access.access_own_meeting(access_person(request), meeting_id)
    form = MeetingForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        planning.change_meeting(meeting, form.plan(), tell=form.tells)
        messages.success(request, _("Saved."))
        return redirect("meeting", meeting.id)
    return render(
        request,
        "meetings/edit.html",
        {"area": "meetings", "form": form, "meeting": meeting},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_meeting(request: HttpRequest, meeting_id: uuid.UUID) -> HttpResponse:
    meeting = access.access_own_meeting(access_person(request), meeting_id)
    if request.method == "POST":
        planning.delete_meeting(meeting)
        messages.success(request, _("The meeting and all that belonged to it are deleted."))
        return redirect("meetings")
    return render(
        request,
        "confirm.html",
        {
            "question": _("Delete “%(title)s”?") % {"title": meeting.title},
            "text": _(
                "Its link stops working, and who was there, what was written and what was recorded is deleted too, for everybody. "
                "This can't be undone."
            ),
            "button": _("Delete the meeting"),
            "back": reverse("meeting", args=[meeting.id]),
        },
    )
