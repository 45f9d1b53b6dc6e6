"""Who may look at a recording, and the page that its link leads to."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.lib.limits import address_of
from troth.recordings import access, beside
from troth.recordings.actions import sharing
from troth.recordings.actions.looking import note_downloaded, note_seen_by_link
from troth.recordings.forms import LinkForm, PasscodeForm, SharingForm
from troth.recordings.models import Recording, Shared
from troth.recordings.pages import give_film, give_poster, kind_of, render_recording
from troth.recordings.ranges import begins_anew


@require_POST
@login_required
def share(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    sight = access.access_shareable(request.user, recording_id)
    form = SharingForm(request.POST, instance=sight.recording)
    if not form.is_valid():
        sight.recording.refresh_from_db()
        return render_recording(request, sight, sharing=form, status=422)
    said = form.cleaned_data
    sharing.share(sight.recording, sight.own.person, Shared(said["shared"]), said["may_download"])
    messages.success(request, _("Saved."))
    return redirect("recording", recording_id)


@require_POST
@never_cache
@login_required
def make_link(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """Makes a link, and shows it this once: nobody can read it from what is kept."""
    sight = access.access_shareable(request.user, recording_id)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return render_recording(request, sight, link=form, status=422)
    said = form.cleaned_data
    secret = sharing.make_link(sight.recording, sight.own.person, said["days"], said["passcode"])
    sight.recording.refresh_from_db()
    address = settings.PUBLIC_URL + reverse("shared_recording", args=[secret])
    context = {"area": "recordings", "recording": sight.recording, "address": address}
    return render(request, "recordings/link_made.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_link(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    sight = access.access_own_recording(request.user, recording_id)
    if request.method == "POST":
        sharing.end_link(sight.recording, sight.own.person)
        messages.success(request, _("The link has ended."))
        return redirect("recording", recording_id)
    context = {
        "question": _("End the link?"),
        "text": _("Whoever has it can't watch the recording any more, from now on."),
        "button": _("End the link"),
        "back": reverse("recording", args=[recording_id]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def shared(request: HttpRequest, secret: str) -> HttpResponse:
    """What a link leads to: the film, or first the question for its passcode."""
    recording = access.access_link(request, secret)
    form = PasscodeForm(request.POST if request.method == "POST" else None)
    letting = ""
    if not recording.link_passcode or form.is_valid():
        typed = form.cleaned_data["passcode"] if recording.link_passcode else ""
        letting = sharing.let_in(recording, typed, address_of(request))
        if not letting:
            form.add_error("passcode", _("That is not the passcode."))
    context = {
        "recording": recording,
        "secret": secret,
        "letting": letting,
        "form": form,
        "kind": kind_of(recording),
        "captions": beside.with_shared(recording, secret, letting).captions if letting else "",
    }
    page = "recordings/shared.html" if letting else "recordings/shared_door.html"
    answer = render(request, page, context, status=422 if form.errors and not letting else 200)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def shared_film(request: HttpRequest, secret: str) -> HttpResponseBase:
    recording = access.access_shared_film(request, secret)
    if request.method == "GET" and _is_first(request):
        note_seen_by_link(recording)
    return give_film(request, recording)


def _is_first(request: HttpRequest) -> bool:
    """Whether the film is asked for the first time since the page was opened."""
    return cache.add(f"look:{request.GET['pass']}", 1, timeout=int(sharing.PASS.total_seconds()))


@require_safe
def shared_poster(request: HttpRequest, secret: str) -> HttpResponseBase:
    return give_poster(request, access.access_shared_film(request, secret))


@require_safe
def shared_download(request: HttpRequest, secret: str) -> HttpResponseBase:
    recording: Recording = access.access_shared_download(request, secret)
    if request.method == "GET" and begins_anew(request):
        note_downloaded(recording, None)
    return give_film(request, recording, save=True)
