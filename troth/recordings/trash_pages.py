"""Deleting recordings: each way asks first."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.recordings import access
from troth.recordings.actions import trash


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def throw_away(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    sight = access.access_own_recording(request.user, recording_id)
    if request.method == "POST":
        trash.throw_away(sight.recording, sight.own.person)
        messages.success(request, _("The recording is in the trash."))
        return redirect("recordings")
    context = {
        "question": _("Put the recording into the trash?"),
        "text": _(
            "Nobody else can watch it from then on, and its link ends. It can be taken back for %(days)s days; then "
            "it is deleted."
        )
        % {"days": trash.KEPT.days},
        "button": _("Put into the trash"),
        "back": reverse("recording", args=[recording_id]),
    }
    return render(request, "confirm.html", context)


@require_POST
@login_required
def put_back(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    sight = access.access_trashed(request.user, recording_id)
    trash.put_back(sight.recording, sight.own.person)
    messages.success(request, _("The recording is back. Its link is not: make a new one to share it."))
    return redirect("recording", recording_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    sight = access.access_trashed(request.user, recording_id)
    if request.method == "POST":
        trash.delete(sight.recording, sight.own.person)
        messages.success(request, _("The recording is deleted."))
        return redirect(f"{reverse('recordings')}?show=trash")
    context = {
        "question": _("Delete the recording for good?"),
        "text": _(
            "Film, picture, names and answers are deleted at once, for everybody. This can't be undone."
        ),
        "button": _("Delete for good"),
        "back": f"{reverse('recordings')}?show=trash",
    }
    return render(request, "confirm.html", context)
