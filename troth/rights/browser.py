"""A visitor: known by the cookie of their browser and by nothing else, which proves itself by being sent (WHO-1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.privacy.cookies import Cookie, cookie_named
from troth.rights import asker
from troth.rights.requests import access as requests

REMEMBERED = {
    SessionStorage.session_key: _("a message that you have not seen yet"),
    asker.KEY: _("that you opened your data by a link"),
    requests.KEY: _("that you opened what you asked us"),
}
A_STEP = _("a step of signing in")
"""All else that is written for who is not signed in is written by allauth."""


@dataclass(frozen=True)
class Browser:
    """What a browser sends, and what its session here remembers, until when; `until` is None where there is none."""

    cookies: list[Cookie]
    remembers: list[str | Promise]
    until: datetime | None


def browser_of(request: HttpRequest) -> Browser:
    """What is known of the browser that asks. One that no session is kept of is asked about by no query."""
    key = request.session.session_key
    row = Session.objects.filter(session_key=key, expire_date__gt=now()).first() if key else None
    words = (
        dict.fromkeys(REMEMBERED.get(name, A_STEP) for name, _value in request.session.items()) if row else {}
    )
    return Browser(list(_sent(request)), list(words), row.expire_date if row else None)


def forget_browser(request: HttpRequest, response: HttpResponse) -> None:
    """Deletes the session with all it remembers, whoever is signed in with it, and has the browser drop its cookies."""
    request.session.flush()
    for cookie in _sent(request):
        response.delete_cookie(cookie.name)


def _sent(request: HttpRequest) -> Iterator[Cookie]:
    for name in sorted(request.COOKIES):
        if declared := cookie_named(name):
            yield declared
