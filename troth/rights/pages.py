"""The privacy notice, for people and for programs."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth.privacy.models import Notice
from troth.privacy.notice import notice_in_force
from troth.rights.access import access_notice
from troth.rights.queries import versions


def _page(request: HttpRequest, notice: Notice) -> HttpResponse:
    known = versions()
    shown = next(version for version in known if version.number == notice.number)
    return render(
        request,
        "rights/notice.html",
        {"notice": notice.document, "shown": shown, "versions": known},
    )


@require_safe
def show_notice(request: HttpRequest) -> HttpResponse:
    """The version in force."""
    return _page(request, notice_in_force())


@require_safe
def show_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version, whether in force or not."""
    return _page(request, access_notice(number))


@require_safe
def notice_as_json(_request: HttpRequest) -> JsonResponse:
    """The version in force: `number`, `in_force_from` (ISO 8601, UTC), `digest`, and the `document` (NoticeDocument)."""
    notice = notice_in_force()
    return JsonResponse(
        {
            "number": notice.number,
            "in_force_from": notice.in_force_from.isoformat(),
            "digest": notice.digest,
            "document": notice.document,
        }
    )
