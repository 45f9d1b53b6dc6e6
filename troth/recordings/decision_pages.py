"""The desk where an organization decides about pictures of people who were erased. It names nobody."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from troth.recordings import access
from troth.recordings.actions import deciding
from troth.recordings.actions.cutting import LEAST
from troth.recordings.forms import KeepForm
from troth.recordings.models import Ground, State
from troth.recordings.pages import kind_of
from troth.recordings.queries import spans_of
from troth.recordings.shelf import regions
from troth.recordings.spans import length_of
from troth.recordings.watching import decided, names_in, names_over, undecided

LATEST = 20


@require_safe
@never_cache
@login_required
def left_pictures(request: HttpRequest) -> HttpResponse:
    """What is to be decided, what is due first first; and the latest answers."""
    own = access.access_deciding(request.user)
    context = {
        "area": "recordings",
        "open": [(one, length_of(spans_of(one))) for one in undecided(own)],
        "answered": decided(own)[:LATEST],
    }
    return render(request, "recordings/left_pictures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def left_picture(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Where in the film somebody is who was erased, and what can be done; a POST keeps it for a reason."""
    own, decision = access.access_decision(request.user, decision_id)
    form = KeepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        deciding.keep(decision, own.person, Ground(said["ground"]), said["reason"])
        messages.success(request, _("Noted. Whoever was erased can read it."))
        return redirect("left_pictures")
    found = decision.recording
    spans = spans_of(decision)
    context = {
        "area": "recordings",
        "decision": decision,
        "recording": found,
        "spans": spans,
        "length": length_of(spans),
        "may_cut": found is not None and bool(spans) and found.length - length_of(spans) >= LEAST,
        "whole": found.length if found else 0,
        "names": names_over(found, names_in(found)) if found and found.film else [],
        "kind": kind_of(found) if found else "",
        "is_ready": found is not None and found.state == State.READY and found.region in regions(),
        "form": form,
    }
    return render(request, "recordings/left_picture.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_left_picture(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    own, decision = access.access_decision(request.user, decision_id)
    if request.method == "POST":
        deciding.delete(decision, own.person)
        messages.success(request, _("The recording is deleted. Whoever was erased can read that."))
        return redirect("left_pictures")
    context = {
        "question": _("Delete the recording for good?"),
        "text": _(
            "Film, picture, names and answers are deleted at once, for everybody. This can't be undone."
        ),
        "button": _("Delete for good"),
        "back": reverse("left_picture", args=[decision_id]),
    }
    return render(request, "confirm.html", context)
