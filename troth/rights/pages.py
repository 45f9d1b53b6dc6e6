"""The privacy notice, for people and for programs: in one minute, then in full, then by kind of person."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from troth.lib.links import own_page
from troth.lib.problems import not_found
from troth.privacy.acknowledging import acknowledge
from troth.privacy.models import Notice
from troth.privacy.notice import notice_in_force
from troth.privacy.policy import Section
from troth.rights.access import access_notice
from troth.rights.finished import finished, notice_state
from troth.rights.queries import changes_in, versions
from troth.rights.reading import read_sections


def _context(notice: Notice) -> dict[str, Any]:
    known = versions()
    shown = next(version for version in known if version.number == notice.number)
    return {"notice": notice.document, "shown": shown, "versions": known, "old": shown.until is not None}


def _front(request: HttpRequest, notice: Notice) -> HttpResponse:
    sections = read_sections(notice.document)
    minute = [one for one in sections if one.id == Section.MINUTE]
    context = {
        "minute": minute[0].sentences if minute else [],
        "summary": notice.document.get("summary", []),
        "sections": [one for one in sections if one.id != Section.MINUTE],
    }
    return render(request, "rights/notice.html", context | _context(notice))


def _in_full(request: HttpRequest, notice: Notice) -> HttpResponse:
    sections = [one for one in read_sections(notice.document) if one.id != Section.MINUTE]
    return render(request, "rights/notice_policy.html", {"sections": sections} | _context(notice))


def _kind(request: HttpRequest, notice: Notice, kind: str) -> HttpResponse:
    part = next((part for part in notice.document["parts"] if part["kind"] == kind), None)
    if part is None:
        raise not_found()
    return render(request, "rights/notice_kind.html", {"part": part} | _context(notice))


@require_safe
@finished(notice_state)
def show_notice(request: HttpRequest) -> HttpResponse:
    """The version in force, in one minute, and what else there is to read."""
    return _front(request, notice_in_force())


@require_safe
@finished(notice_state)
def show_policy(request: HttpRequest) -> HttpResponse:
    """Every sentence of the version in force."""
    return _in_full(request, notice_in_force())


@require_safe
@finished(notice_state)
def show_people(request: HttpRequest) -> HttpResponse:
    """The kinds of people, each with what is known about it."""
    return render(request, "rights/notice_people.html", _context(notice_in_force()))


@require_safe
@finished(notice_state)
def show_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """What is known about one kind of person, thing by thing."""
    return _kind(request, notice_in_force(), kind)


@require_safe
@finished(notice_state)
def show_version(request: HttpRequest, number: int) -> HttpResponse:
    """One version, whether in force or not."""
    return _front(request, access_notice(number))


@require_safe
@finished(notice_state)
def show_version_policy(request: HttpRequest, number: int) -> HttpResponse:
    """Every sentence of one version."""
    return _in_full(request, access_notice(number))


@require_safe
@finished(notice_state)
def show_version_kind(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """What one version says of one kind of person."""
    return _kind(request, access_notice(number), kind)


@require_safe
@finished(notice_state)
def show_versions(request: HttpRequest) -> HttpResponse:
    """All versions with the dates they were in force."""
    return render(request, "rights/notice_versions.html", {"versions": versions()})


@require_safe
@finished(notice_state)
def show_changes(request: HttpRequest, number: int) -> HttpResponse:
    """What a version says that the one before did not, sentence by sentence."""
    notice = access_notice(number)
    context = {"reasons": notice.reasons, "material": notice.material, "changes": changes_in(notice)}
    return render(request, "rights/notice_changes.html", context | _context(notice))


@require_POST
@login_required
def read_notice(request: HttpRequest, number: int) -> HttpResponse:
    """Notes that the person has read a version, and goes back to where they were."""
    acknowledge(request.user, access_notice(number))
    return redirect(own_page(request.POST.get("next", ""), "notice"))


@require_safe
def notice_as_json(_request: HttpRequest) -> JsonResponse:
    """The version in force: `number`, `in_force_from` (ISO 8601, UTC), `digest`, and the `document` (NoticeDocument)."""
    notice = notice_in_force()
    return JsonResponse(
        {
            "number": notice.number,
            "in_force_from": notice.in_force_from.isoformat(),
            "digest": notice.digest,
            "material": notice.material,
            "document": notice.document,
        }
    )
