"""Law and sales: what is handed over because somebody may demand it, in steps that two people answer for."""

import tempfile
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.lib.problems import Problem
from troth.privacy.casework import approve_case, enter_case, export_case, refuse_case
from troth.privacy.exports import folder
from troth.privacy.models import DisclosureCase
from troth.rights.access import access_case, access_operation
from troth.rights.case_forms import CaseForm, RefusalForm
from troth.rights.cases import in_words

A_PAGE = 50


@require_safe
@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """Every case, the latest first."""
    access_operation(request.user)
    page = Paginator(DisclosureCase.objects.all(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "rights/cases.html", {"area": "operator", "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_case(request: HttpRequest) -> HttpResponse:
    operator = access_operation(request.user)
    form = CaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        case = enter_case(operator, **form.case)
        messages.success(request, _("The case is entered. Two people have to approve it."))
        return redirect("case", case.pk)
    context = {"area": "operator", "form": form, "back": reverse("cases")}
    return render(request, "rights/new_case.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
@never_cache
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """One case with its steps, done and to be done."""
    operator, found = access_case(request.user, case_id)
    return render(request, "rights/case.html", {"area": "operator", **in_words(found, operator)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def approve(request: HttpRequest, case_id: UUID) -> HttpResponse:
    operator, found = access_case(request.user, case_id)
    if request.method == "POST":
        try:
            approve_case(found, operator)
        except Problem as problem:
            messages.error(request, problem.title)
        else:
            messages.success(request, _("You have approved it."))
        return redirect("case", case_id)
    context = {
        "question": _("Approve this case?"),
        "text": _("You answer for it that the demand is lawful and asks for no more than it must."),
        "button": _("Approve"),
        "mild": True,
        "back": reverse("case", args=[case_id]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def refuse(request: HttpRequest, case_id: UUID) -> HttpResponse:
    operator, found = access_case(request.user, case_id)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            refuse_case(found, form.cleaned_data["why"], operator)
        except Problem as problem:
            messages.error(request, problem.title)
        else:
            messages.success(request, _("The case is refused, and nothing was handed over."))
        return redirect("case", case_id)
    context = {"area": "operator", "form": form, "case": found, "back": reverse("case", args=[case_id])}
    return render(request, "rights/refuse_case.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
@never_cache
def export(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """The archive to hand over. It is not kept: what is noted is its digest."""
    operator, found = access_case(request.user, case_id)
    # Nameless in its folder: gone when it is sent, or when the process ends before.
    file = tempfile.TemporaryFile(dir=folder())  # noqa: SIM115 — the answer closes it
    try:
        found = export_case(found, file, operator)
    except Problem as problem:
        file.close()
        messages.error(request, problem.title)
        return redirect("case", case_id)
    answer = FileResponse(file, as_attachment=True, filename=f"case-{found.number}.zip")
    answer["X-Content-SHA256"] = found.exports[-1]["digest"]
    return answer
