"""Legal holds of an organization."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.organizations.access import access_administration
from troth.privacy.holding import place_hold, release_hold
from troth.rights.access import access_hold
from troth.rights.forms import HoldForm
from troth.rights.queries import holds_of


@require_safe
@login_required
def holds(request: HttpRequest) -> HttpResponse:
    """Those in force, and those that are over."""
    own = access_administration(request.user)
    in_force, over = holds_of(own.organization)
    context = {"area": "organization", "may_administer": True, "in_force": in_force, "over": over}
    return render(request, "rights/holds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_hold(request: HttpRequest) -> HttpResponse:
    """Places a hold on a colleague, a meeting or the whole organization."""
    own = access_administration(request.user)
    form = HoldForm(own.organization, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        place_hold(
            form.target(),
            scope=str(own.organization_id),
            reason=form.cleaned_data["reason"],
            authority=form.cleaned_data["authority"],
            by=own.person,
            until=form.cleaned_data["until"],
        )
        messages.success(request, _("The hold is in force."))
        return redirect("holds")
    context = {"area": "organization", "form": form, "back": reverse("holds")}
    return render(request, "rights/hold.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_hold(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Asks first: what waited for the hold goes at once."""
    own, hold = access_hold(request.user, hold_id)
    if request.method == "POST":
        release_hold(hold, own.person)
        messages.success(request, _("The hold is released."))
        return redirect("holds")
    context = {
        "question": _("Release this hold?"),
        "text": _(
            "What should have been erased meanwhile, or is past its time, goes now and can't be brought back."
        ),
        "button": _("Release"),
        "back": reverse("holds"),
    }
    return render(request, "confirm.html", context)
