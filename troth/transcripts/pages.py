"""Pages of transcripts: what stands below a film, its files, the search, and what who leads it changes."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from troth.lib.text import one_line
from troth.organizations.access import access_membership
from troth.recordings.access import access_shared_film
from troth.recordings.actions.looking import note_downloaded
from troth.recordings.models import Recording
from troth.recordings.watching import file_name, names_in
from troth.transcripts import access, files
from troth.transcripts.actions import keeping
from troth.transcripts.forms import LineForm
from troth.transcripts.models import Line
from troth.transcripts.queries import (
    Spoken,
    lines_of,
    names_of,
    search,
    speakers_in,
    spoken,
    words_in,
)
from troth.transcripts.shown import panel

A_PAGE = 20


@require_safe
@never_cache
@login_required
def transcript(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """What stands below the film, for a page that looks again or is searched."""
    sight, found = access.access_transcript(request.user, recording_id)
    return HttpResponse(panel(request, sight, found, names_in(sight.recording)))


@require_safe
@login_required
def captions(request: HttpRequest, recording_id: UUID) -> StreamingHttpResponse:
    """The captions of a player, as they are now."""
    sight, _found = access.access_transcript(request.user, recording_id)
    return _file(files.as_vtt(_spoken(sight.recording), named=True), files.VTT)


@require_safe
def shared_captions(request: HttpRequest, secret: str) -> StreamingHttpResponse:
    """The same for who came by a link, without names."""
    recording = access_shared_film(request, secret)
    return _file(files.as_vtt(spoken(lines_of(recording), {}), named=False), files.VTT)


@require_safe
@login_required
def download_vtt(request: HttpRequest, recording_id: UUID) -> StreamingHttpResponse:
    recording = _taken(request, recording_id)
    return _file(files.as_vtt(_spoken(recording), named=True), files.VTT, _name(recording, "vtt"))


@require_safe
@login_required
def download_text(request: HttpRequest, recording_id: UUID) -> StreamingHttpResponse:
    recording = _taken(request, recording_id)
    nobody = _("Somebody whose name is not kept any more")
    return _file(files.as_text(_spoken(recording), nobody), files.TEXT, _name(recording, "txt"))


def _taken(request: HttpRequest, recording_id: UUID) -> Recording:
    sight = access.access_transcript_download(request.user, recording_id)
    if request.method == "GET":
        note_downloaded(sight.recording, sight.own.person)
    return sight.recording


def _spoken(recording: Recording) -> list[Spoken]:
    return spoken(lines_of(recording), names_in(recording))


def _name(recording: Recording, ending: str) -> str:
    return f"{file_name(recording).rpartition('.')[0]}.{ending}"


def _file(content: Iterable[str], kind: str, save_as: str = "") -> StreamingHttpResponse:
    answer = StreamingHttpResponse(content, content_type=kind)
    # What is deleted here shall not lie in somebody's cache.
    answer["Cache-Control"] = "private, no-store"
    if disposition := content_disposition_header(bool(save_as), save_as):
        answer["Content-Disposition"] = disposition
    return answer


@require_safe
@never_cache
@login_required
def search_recordings(request: HttpRequest) -> HttpResponse:
    """Where something was said, in all recordings that the person may watch."""
    own = access_membership(request.user)
    query = one_line(request.GET.get("q", "")[:200])
    words = words_in(query)
    found = search(own, words) if words else Line.objects.none()
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    hits = list(page)
    context = {
        "area": "recordings",
        "query": query,
        "page": page,
        "hits": spoken(hits, names_of(hits), words),
    }
    return render(request, "transcripts/search.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correct_line(request: HttpRequest, recording_id: UUID, line_id: UUID) -> HttpResponse:
    sight, line = access.access_own_line(request.user, recording_id, line_id)
    speakers = speakers_in(sight.recording, names_in(sight.recording))
    form = LineForm(line, speakers, request.POST if request.method == "POST" else None)
    back = f"{reverse('recording', args=[recording_id])}#line-{line.id}"
    if form.is_valid():
        said = form.cleaned_data
        keeping.correct(line, sight.own.person, said["text"], said["speaker"])
        messages.success(request, _("Saved."))
        return redirect(back)
    context = {"area": "recordings", "line": line, "form": form, "back": back}
    return render(request, "transcripts/line.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write_again(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    sight = access.access_own_transcript(request.user, recording_id)
    if request.method == "POST":
        keeping.write_again(sight.recording, sight.own.person)
        messages.success(request, _("The words are written down. This takes a while."))
        return redirect("recording", recording_id)
    context = {
        "question": _("Write the transcript?"),
        "text": _("It is written from the film. Lines that are there go, with what was corrected in them."),
        "button": _("Write it"),
        "back": reverse("recording", args=[recording_id]),
        "mild": True,
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    sight = access.access_own_transcript(request.user, recording_id)
    if request.method == "POST":
        keeping.remove(sight.recording, sight.own.person)
        messages.success(request, _("The transcript is deleted."))
        return redirect("recording", recording_id)
    context = {
        "question": _("Delete the transcript?"),
        "text": _(
            "Its lines are deleted at once, for everybody, and the film has no captions. The film stays."
        ),
        "button": _("Delete the transcript"),
        "back": reverse("recording", args=[recording_id]),
    }
    return render(request, "confirm.html", context)
