"""The API's root: the rooms' routers, and how it refuses."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from troth.captions.api import router as captions
from troth.connections.api import router as connections
from troth.lib.problems import Problem, not_found, problem_response
from troth.meetings.api import router as meetings
from troth.recordings.api import router as recordings

api = NinjaAPI(title="Troth", version="1", urls_namespace="api", docs_url=None, openapi_url=None)
api.add_router("", meetings)
api.add_router("", recordings)
api.add_router("", captions)
api.add_router("", connections)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return problem_response(request, error)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_response(request, not_found())


@api.exception_handler(AuthenticationError)
def _no_ticket(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem_response(request, Problem(401, "ticket", _("Join the meeting again to go on.")))


@api.exception_handler(ValidationError)
def _unreadable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # Pydantic's own errors repeat the input, which may be a passcode: only place and sentence go back.
    errors = [{"at": ".".join(map(str, e["loc"][1:])), "problem": e["msg"]} for e in error.errors]
    return problem_response(
        request,
        Problem(422, "unreadable", _("Something in this request is missing or wrong."), errors=errors),
    )


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem_response(
        request, Problem(error.status_code, "bad-request", _("This request could not be read."))
    )
