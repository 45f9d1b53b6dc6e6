"""Transcripts on the pages of their recordings."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from troth.recordings.access import Sight
from troth.recordings.beside import Shown
from troth.recordings.models import Recording
from troth.transcripts.models import Stage, Transcript
from troth.transcripts.queries import lines_of, spoken, transcript_of, words_in


class Transcripts:
    """What this room has to show with recordings."""

    def with_film(self, request: HttpRequest, sight: Sight, names: Mapping[UUID, str]) -> Shown:
        recording = sight.recording
        if not recording.may_transcribe:
            return Shown(
                below=_rendered(request, {"sight": sight, "untold": True}) if sight.leads else SafeString()
            )
        transcript = transcript_of(recording)
        # A browser asks for captions when they are turned on, and they may be there by then.
        is_removed = transcript is not None and transcript.is_removed
        captions = "" if is_removed else reverse("transcript_captions", args=[recording.id])
        return Shown(captions, panel(request, sight, transcript, names))

    def with_shared(self, recording: Recording, secret: str, letting: str) -> Shown:
        transcript = transcript_of(recording)
        if transcript is None or transcript.is_removed:
            return Shown()
        address = reverse("shared_captions", args=[secret])
        return Shown(f"{address}?{urlencode({'pass': letting})}")

    def with_list(self, request: HttpRequest) -> SafeString:
        return render_to_string("transcripts/search_form.html", {}, request)


def panel(
    request: HttpRequest, sight: Sight, transcript: Transcript | None, names: Mapping[UUID, str]
) -> SafeString:
    """A transcript below its film, or how far it is; nothing where it was deleted and the person can't have it written."""
    stage = transcript.stage if transcript else Stage.WRITING
    if sight.recording.trashed_at and stage != Stage.READY:
        return SafeString()
    if stage == Stage.REMOVED and not sight.leads:
        return SafeString()
    query = request.GET.get("q", "")[:200]
    words = words_in(query)
    everything = spoken(lines_of(sight.recording), names) if stage == Stage.READY else []
    found = spoken([one.line for one in everything], names, words) if words else everything
    return _rendered(
        request,
        {
            "sight": sight,
            "stage": stage,
            "percent": _percent(sight.recording, transcript),
            "query": query,
            "lines": found,
            "count": len(everything),
            "may_correct": sight.leads and sight.recording.trashed_at is None,
        },
    )


def _percent(recording: Recording, transcript: Transcript | None) -> int:
    whole = recording.length
    return min(99, round(100 * transcript.reached / whole)) if transcript and whole else 0


def _rendered(request: HttpRequest, context: Mapping[str, Any]) -> SafeString:
    return render_to_string(
        "transcripts/panel.html", {**context, "recording": context["sight"].recording}, request
    )
