"""No cookie leaves that is not declared, and none that is optional before somebody agreed (CKI-2, CKI-3)."""

import logging
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from http.cookies import CookieError, Morsel, SimpleCookie

from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from troth.lib.clock import now
from troth.privacy.choices import choice_of, refused_names
from troth.privacy.cookies import cookie_named
from troth.privacy.models import StoppedCookie

log = logging.getLogger(__name__)


class CookieMiddleware:
    """Looks at what an answer sets, as the last before it leaves: put it first.

    Also tells caches by which signals and cookies an answer differs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        _take_up_header(response)
        for name, morsel in list(response.cookies.items()):
            if not _may_be_set(request, name, morsel):
                del response.cookies[name]
                report(name)
        for name in refused_names(request):
            if name not in response.cookies:
                response.delete_cookie(name)
        if varies_by := choice_of(request).varies_by:
            patch_vary_headers(response, sorted(varies_by, key=str.lower, reverse=True))
        return response


def _take_up_header(response: HttpResponseBase) -> None:
    """What was written as a header is looked at like the rest."""
    if response.has_header("Set-Cookie"):
        try:
            response.cookies.update(SimpleCookie(response["Set-Cookie"]))
        except CookieError:
            pass
        del response["Set-Cookie"]


def _may_be_set(request: HttpRequest, name: str, morsel: "Morsel[str]") -> bool:
    seconds = _lifetime(morsel)
    if seconds is not None and seconds <= 0:
        return True  # It is taken away.
    declared = cookie_named(name)
    if declared is None or not declared.may_last(seconds):
        return False
    return not declared.optional or choice_of(request).accepts


def _lifetime(morsel: "Morsel[str]") -> int | None:
    """Seconds, None for until the browser is closed. Max-Age goes before Expires (RFC 6265, section 5.3)."""
    if morsel["max-age"] != "":
        return int(morsel["max-age"])
    if not morsel["expires"]:
        return None
    until = parsedate_to_datetime(morsel["expires"])
    return int((until.astimezone(UTC) - now()).total_seconds())


def report(name: str) -> None:
    """Says that a cookie was stopped: in the log, and in a count that is looked at later."""
    log.error("A cookie was stopped that is not declared, or that nobody agreed to: %s", name)
    moment = now()
    try:
        with transaction.atomic():
            row, _ = StoppedCookie.objects.get_or_create(
                day=moment.date(), name=name[:80], defaults={"last_at": moment}
            )
            StoppedCookie.objects.filter(pk=row.pk).update(times=F("times") + 1, last_at=moment)
    except DatabaseError:
        log.exception("The count of stopped cookies could not be written.")
