"""Bringing contacts in from a file: upload, preview, result."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.organizations.contacts import actions
from troth.organizations.contacts.access import access_contact_import, access_contacts
from troth.organizations.contacts.forms import ImportForm
from troth.organizations.contacts.merging import Outcome
from troth.organizations.contacts.provenance import SOURCES
from troth.organizations.contacts.report import as_lines, column_label, counted, lines, sentence
from troth.organizations.models import ImportState, Kind

A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def import_contacts(request: HttpRequest) -> HttpResponse:
    person = access_contacts(request.user)
    is_sent = request.method == "POST"
    form = ImportForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if is_sent and form.is_valid():
        cleaned = form.cleaned_data
        upload = actions.start_import(cleaned["file"], cleaned["kind"], form.provenance, person)
        return redirect("contact_import", upload.pk)
    context = {"form": form, "kinds": Kind.values, "sources": [source.value for source in SOURCES]}
    return render(request, "contacts/import.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def contact_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Progress, preview or result; which of them, the state says. The page asks again while a worker is at it."""
    upload = access_contact_import(request.user, import_id)
    report = upload.report
    counts = dict(counted(report))
    page = Paginator(lines(report), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "upload": upload,
        "is_at_work": upload.state in {ImportState.READING, ImportState.WRITING},
        "counts": counts,
        "good": sum(counts.values()) - counts[Outcome.REFUSED],
        "refused": counts[Outcome.REFUSED],
        "columns": [column_label(name) for name in report.get("columns", []) if not name.endswith(" source")],
        "ignored": report.get("ignored", []),
        "page": page,
        "lines": as_lines(page.object_list),
        "refusal": sentence(report["refusal"]) if "refusal" in report else "",
    }
    return render(request, "contacts/result.html", context)


@require_POST
@login_required
def carry_out_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    actions.choose_import(access_contact_import(request.user, import_id))
    return redirect("contact_import", import_id)


@require_POST
@login_required
def dismiss_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    actions.dismiss_import(access_contact_import(request.user, import_id))
    messages.success(request, _("The file is gone."))
    return redirect("contacts")
