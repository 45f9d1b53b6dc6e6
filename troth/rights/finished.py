"""Public pages are rendered once for each state of what they show, and sent as finished bytes after that.

    @finished(notice_state, probes_state)
    def security(request): ...

A state is asked for by a small query, and believed for two seconds. Whoever
has a session gets a page of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar, cast

from django.conf import settings
from django.core.cache import caches
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language_from_request

from troth.lib.clock import now
from troth.privacy import Purpose, cookies
from troth.privacy.choices import choice_of
from troth.privacy.models import OutsideRecipient, ProbeRun
from troth.privacy.notice import notice_in_force
from troth.privacy.purposes import under
from troth.rights.queries import last_backup

State = Callable[[], object]
View = TypeVar("View", bound=Callable[..., HttpResponse])
BELIEVED = timedelta(seconds=2)
KEPT = 3600
"""Seconds that a page stays in a process's memory."""


def notice_state() -> object:
    """Which version of the notice is in force."""
    notice = notice_in_force()
    return notice.number, notice.digest


def probes_state() -> object:
    """When a probe last looked. What it found grows old, so the hour counts too."""
    return ProbeRun.objects.aggregate(last=Max("at"))["last"], f"{now():%Y-%m-%d %H}"


def recipients_state() -> object:
    """Who is declared outside, and vetted until when; what covers a transfer may end with a day."""
    there = OutsideRecipient.objects.filter(until=None).order_by("key")
    return list(there.values_list("key", "since", "vetted_on", "vetted_until")), now().date()


def backup_state() -> object:
    """When a backup was last made."""
    return last_backup()


def cookies_state() -> object:
    """What is declared to stay in a browser."""
    return [(one.place, one.name, one.lasts, str(one.words), one.optional) for one in cookies.cookies()]


def finished(*states: State) -> Callable[[View], View]:
    """Says that a page is the same for all visitors as long as these states are. Needs FinishedMiddleware."""

    def decorate(view: View) -> View:
        @wraps(view)
        def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            known = [one() for one in states]
            response = view(request, *args, **kwargs)
            response.finished = (states, known)  # type: ignore[attr-defined]
            return response

        return cast(View, show)

    return decorate


@dataclass(frozen=True)
class Page:
    """A finished page, with the states it was made in and when they were asked for last."""

    content: bytes
    headers: list[tuple[str, str]]
    etag: str
    states: tuple[State, ...]
    known: list[object]
    asked_at: datetime


class FinishedMiddleware:
    """Answers with a finished page where there is one. Put it outside of all that looks a visitor up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        # The visitor's choice is looked at for pages that are finished, so that no other is said to differ by it.
        if caches["process"].get(_name(request.path)) and (page := _find(request)):
            return _answer(request, page)
        response = self.get_response(request)
        made = getattr(response, "finished", None)
        # Where the choice is open, the page has a form with a secret of this browser's.
        if made is None or response.status_code != 200 or response.cookies or choice_of(request).is_open:
            return response
        patch_vary_headers(response, ["Cookie"])
        # Kept by the browser and asked for anew each time: a page may be another since, or the visitor somebody.
        response["Cache-Control"] = "no-cache"
        content = cast(HttpResponse, response).content
        etag = response["ETag"] = quote_etag(sha256(content).hexdigest()[:32])
        states, known = made
        page = Page(content, list(response.items()), etag, states, known, now())
        caches["process"].set_many({_name(request.path): True, _key(request): page}, KEPT)
        return _answer(request, page)


def _name(key: str) -> str:
    return f"page:{sha256(key.encode()).hexdigest()}"


def _key(request: HttpRequest) -> str:
    choice = choice_of(request)
    return _name(f"{choice.answer} {choice.signal} {get_language_from_request(request)} {request.path}")


def _find(request: HttpRequest) -> Page | None:
    """The finished page, if what it shows is still the same and there is nothing to ask the visitor."""
    if choice_of(request).is_open:
        return None
    key, moment = _key(request), now()
    page: Page | None = caches["process"].get(key)
    if page is None or page.asked_at <= moment < page.asked_at + BELIEVED:
        return page
    with under(Purpose.SERVE):
        known = [one() for one in page.states]
    if known != page.known:
        return None
    page = replace(page, asked_at=moment)
    caches["process"].set(key, page, KEPT)
    return page


def _answer(request: HttpRequest, page: Page) -> HttpResponseBase:
    response = HttpResponse(page.content)
    for name, value in page.headers:
        response[name] = value
    return get_conditional_response(request, etag=page.etag, response=response) or response
