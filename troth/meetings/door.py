"""What somebody with a link is shown, whether there is such a meeting or not."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import get_language

from troth.accounts.models import Person
from troth.meetings.access import find_invitee
from troth.meetings.models import AttendanceRole, Meeting
from troth.meetings.queries import going_on, role_in
from troth.meetings.schemas import Door, Me, NoticeLine, Urls
from troth.privacy.notice import notice_in_force


def person_of(request: HttpRequest) -> Person | None:
    """The signed-in person. A request without a session cookie does not ask the database."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return request.user
    return None


def link_of(meeting: Meeting) -> str:
    """The address people share."""
    return f"{settings.PUBLIC_URL}{reverse('room', args=[meeting.code])}"


def name_in(address: str) -> str:
    """A first guess at what to call somebody known by their address alone: `ada.lovelace@…` is Ada Lovelace."""
    return " ".join(
        part.capitalize() for part in re.split(r"[._+-]+", address.split("@")[0]) if part.isalpha()
    )


def door_to(request: HttpRequest, meeting: Meeting | None) -> Door:
    """The door to a meeting, or to where there is none. An `invitation` in the address opens it further."""
    person = person_of(request)
    me = Me(name=person.name if person else "", signed_in=person is not None, role=AttendanceRole.GUEST)
    urls = Urls(
        home=reverse("home"),
        meetings=reverse("meetings"),
        login=reverse("account_login"),
        your_data=reverse("your_data_meeting"),
    )
    if meeting is None:
        return Door(me=me, urls=urls, missing=True)
    role = role_in(meeting, person)
    me.role = role
    if role != AttendanceRole.GUEST:
        urls.meeting = reverse("meeting", args=[meeting.id])
    token = request.GET.get("invitation", "")[:100]
    invitee = find_invitee(meeting, token)
    if invitee and not person:
        me.name = name_in(invitee.email)
    hidden = bool(meeting.passcode) and role != AttendanceRole.HOST and not invitee
    present, enter_muted = going_on(meeting)
    return Door(
        code=meeting.code,
        title="" if hidden else meeting.title,
        host_name="" if hidden or meeting.host is None else meeting.host.name,
        needs_passcode=hidden,
        me=me,
        invitation=token if invitee else "",
        present=0 if hidden else present,
        enter_muted=enter_muted and role != AttendanceRole.HOST,
        notice=NoticeLine(number=notice_in_force().number, url=reverse("notice")),
        urls=urls,
        media_url=settings.MEDIA_PUBLIC_URL,
        csrf=get_token(request) if person else "",
        language=get_language() or "en",
    )
