"""How an organization records: its administrators decide (SEC-2)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.organizations.access import access_administration
from troth.privacy.retention import days_of
from troth.recordings.actions.terms import change_terms
from troth.recordings.forms import TermsForm
from troth.recordings.queries import terms_of
from troth.recordings.shelf import regions


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def terms(request: HttpRequest) -> HttpResponse:
    own = access_administration(request.user)
    form = TermsForm(
        request.POST if request.method == "POST" else None, instance=terms_of(own.organization_id)
    )
    if request.method == "POST" and form.is_valid():
        change_terms(own, form.cleaned_data)
        messages.success(request, _("Saved. It holds for recordings that begin from now on."))
        return redirect("recording_terms")
    context = {
        "area": "organization",
        "may_administer": True,
        "own": own,
        "form": form,
        "regions": regions(),
        "days": days_of(str(own.organization_id), "recording_days"),
    }
    return render(request, "recordings/terms.html", context, status=422 if form.errors else 200)
