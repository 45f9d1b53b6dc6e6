"""Refusals as RFC 9457 problem details."""

from typing import Any

from django.http import HttpRequest, JsonResponse


class Problem(Exception):
    """A refusal for the person who meets it.

    `kind` is a stable word a program can act on (`locked`, `full`); `title`
    is a sentence for a person. Becomes the answer with `status`, as
    `application/problem+json` where the client takes JSON.
    """

    def __init__(
        self, status: int, kind: str, title: str, *, headers: dict[str, str] | None = None, **extra: Any
    ) -> None:
        super().__init__(title)
        self.status = status
        self.kind = kind
        self.title = title
        self.headers = headers or {}
        self.extra = extra


def not_found() -> Problem:
    """The same answer for what does not exist and for what is somebody else's."""
    return Problem(404, "not-found", "There is nothing here.")


def problem_response(request: HttpRequest, problem: Problem) -> JsonResponse:
    """The problem as `application/problem+json` (RFC 9457, section 3)."""
    body = {
        "type": f"/problems/{problem.kind}",
        "title": problem.title,
        "status": problem.status,
        "kind": problem.kind,
        **problem.extra,
    }
    return JsonResponse(
        body, status=problem.status, content_type="application/problem+json", headers=problem.headers
    )
