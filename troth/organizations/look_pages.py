"""A reason before a look, and the looks there were (SHR-3)."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from troth.lib.links import own_page
from troth.organizations.access import access_administration, access_customer_to_be
from troth.organizations.forms import LookForm
from troth.organizations.looks import OPEN, in_lines, open_look
from troth.organizations.models import Look

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def look(request: HttpRequest, organization_id: UUID) -> HttpResponse:
    """Asks why, and goes on to the page that was asked for."""
    person, organization = access_customer_to_be(request.user, organization_id)
    back = own_page(request.GET.get("next", ""), reverse("contacts"))
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        open_look(person, organization, form.cleaned_data["reason"])
        return redirect(back)
    context = {
        "area": "operator",
        "form": form,
        "organization": organization,
        "minutes": OPEN.seconds // 60,
        "back": reverse("contacts"),
    }
    return render(request, "organizations/look.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def looks(request: HttpRequest) -> HttpResponse:
    """Who of the operator looked at the organization's data, when, at what and why."""
    own = access_administration(request.user)
    found = Look.objects.filter(organization=own.organization_id).select_related("by")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "area": "organization",
        "may_administer": True,
        "page": page,
        "lines": list(in_lines(list(page))),
    }
    return render(request, "organizations/looks.html", context)
