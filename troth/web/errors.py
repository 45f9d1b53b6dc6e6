"""One way to say no: a page for a browser, problem details for a program."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from troth.lib.problems import Problem, problem_response


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The refusal in the form the client asked for; programs are the default."""
    wants_page = "text/html" in request.headers.get("Accept", "") and not request.path.startswith("/api/")
    if not wants_page:
        return problem_response(request, problem)
    response = render(request, "error.html", {"problem": problem}, status=problem.status)
    for name, value in problem.headers.items():
        response[name] = value
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, Problem(400, "bad-request", _("This request could not be read.")))


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, Problem(403, "not-allowed", _("You may not do this.")))


def nothing_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, Problem(404, "not-found", _("There is nothing here.")))


def server_error(request: HttpRequest) -> HttpResponse:
    return answer(request, Problem(500, "broken", _("Something broke on our side. It has been noted.")))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(
        request,
        Problem(
            403,
            "csrf",
            _("This page has been open for too long or in another sign-in. Reload it and try again."),
        ),
    )
