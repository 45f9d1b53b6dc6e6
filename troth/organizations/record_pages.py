"""The organization's audit record, as its administrators read it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.organizations.access import access_administration
from troth.organizations.queries import record_of, recorded_kinds, stand_ins_of
from troth.privacy.audit import export, head_of, kinds, sentence, verify_chain
from troth.privacy.models import AuditEntry
from troth.privacy.verify import Fault

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def record(request: HttpRequest) -> HttpResponse:
    """What happened, newest first. A POST verifies the whole record and says what it found."""
    organization = access_administration(request.user).organization
    kind = request.GET.get("kind", "")
    page = Paginator(record_of(organization, kind), A_PAGE).get_page(request.GET.get("page"))
    names, there = stand_ins_of(organization), recorded_kinds(organization)
    context = {
        "area": "organization",
        "may_administer": True,
        "page": page,
        "entries": [
            {"at": entry.at, "number": entry.number, "text": in_words(entry, names)} for entry in page
        ],
        "kind": kind,
        "kinds": [(value, label) for value, label in kinds().items() if value in there],
        "head": head_of(organization.pk),
        "verified_at": None,
        "fault": "",
    }
    if request.method == "POST":
        context["verified_at"] = now()
        try:
            context["head"] = verify_chain(organization.pk)
        except Fault as fault:
            context["fault"] = str(fault)
    return render(request, "organizations/record.html", context)


@require_safe
@login_required
def record_file(request: HttpRequest) -> StreamingHttpResponse:
    """The whole record, as `troth audit verify` reads it."""
    organization = access_administration(request.user).organization
    answer = StreamingHttpResponse(export(organization.pk), content_type="application/jsonl")
    answer["Content-Disposition"] = 'attachment; filename="record.jsonl"'
    answer["Cache-Control"] = "no-store"
    return answer


def in_words(entry: AuditEntry, names: dict[str, str]) -> str:
    """An entry as a sentence. `names` are those of colleagues by their pseudonyms; nobody else gets one."""
    return sentence(
        entry.action,
        entry.facts,
        actor=_who(entry.actor_kind, names.get(entry.actor)),
        object=_who(entry.object_kind, names.get(entry.object)),
    )


def _who(kind: str, name: str | None) -> str:
    if name is not None:
        return name
    if not kind:
        return _("the program")
    return _("somebody who is not here any more") if kind == Person._meta.label else _("a guest")
