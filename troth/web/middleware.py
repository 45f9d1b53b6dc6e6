"""What every request passes."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from troth.lib.problems import Problem
from troth.privacy.purposes import go_on_under, under
from troth.web.errors import answer
from troth.web.purposes import SERVING, purposes_of_route

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# A form view takes PUT as POST, but no page has a use for it.
PAGE_METHODS = ("GET", "HEAD", "POST", "OPTIONS")
SENTENCES = {
    400: ("bad-request", "This request could not be read."),
    403: ("not-allowed", "You may not do this."),
    404: ("not-found", "There is nothing here."),
    405: ("wrong-method", "This address does not take that kind of request."),
    413: ("too-big", "This is more than can be taken at once."),
    429: ("too-many", "That was tried too often. Wait a little and try again."),
}


class BodyLimitMiddleware:
    """Refuses a body above the limit before anything reads it.

    The largest thing taken is a profile picture, so one limit holds for all
    routes; forms and JSON are held to less by DATA_UPLOAD_MAX_MEMORY_SIZE.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
            return answer(request, Problem(413, "too-big", _("This is more than can be taken at once.")))
        return self.get_response(request)


class NulMiddleware:
    """Refuses a NUL in address or cookie: nothing of ours has one, and PostgreSQL fails at looking for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path or any("\0" in value for value in request.COOKIES.values()):
            request.COOKIES.clear()
            return answer(request, Problem(404, "not-found", _("There is nothing here.")))
        return self.get_response(request)


class PurposeMiddleware:
    """Runs a request for the purposes of its route, and until that is known to serve (USE-12)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with under(*SERVING):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *_: object) -> None:
        if request.resolver_match is not None:
            go_on_under(purposes_of_route(request.resolver_match.view_name))


class ProblemMiddleware:
    """Turns a raised Problem, and a bare 4xx answer, into one that says what is wrong."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in PAGE_METHODS and not request.path.startswith("/api/"):
            return self._refuse(request, 405, {"Allow": ", ".join(PAGE_METHODS)})
        response = self.get_response(request)
        # Frameworks answer a wrong method in their own few words.
        bare = response.status_code == 405 or (
            not response.streaming and not getattr(response, "content", b"")
        )
        if response.status_code in SENTENCES and bare:
            headers = {name: response[name] for name in ("Allow", "Retry-After") if response.has_header(name)}
            return self._refuse(request, response.status_code, headers)
        return response

    def _refuse(self, request: HttpRequest, status: int, headers: dict[str, str]) -> HttpResponseBase:
        kind, title = SENTENCES[status]
        return answer(request, Problem(status, kind, _(title), headers=headers))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, Problem):
            return answer(request, error)
        if isinstance(error, RequestDataTooBig):
            return answer(request, Problem(413, "too-big", _("This is more than can be taken at once.")))
        return None


class PersonMiddleware:
    """Shows a signed-in person times in their zone and words in their language, and lets no cache keep them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        timezone.deactivate()
        # The session cookie decides: a request without one must not ask the database who it is.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            translation.activate(request.user.language)
            try:
                timezone.activate(ZoneInfo(request.user.time_zone))
            except (ZoneInfoNotFoundError, ValueError):
                pass
            response = self.get_response(request)
            # What was on the screen must not come back from the browser's cache after signing out.
            if not response.has_header("Cache-Control"):
                response["Cache-Control"] = "private, no-store"
            return response
        return self.get_response(request)
