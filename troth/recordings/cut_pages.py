"""Cutting spans out of a film: asked once more before it is done."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from troth.lib.problems import Problem
from troth.recordings import access
from troth.recordings.actions.cutting import ask_to_cut, refuse_empty
from troth.recordings.cut_forms import cut_form
from troth.recordings.pages import render_recording
from troth.recordings.spans import length_of, merged


@require_POST
@login_required
def cut(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """What was marked, to be looked at once more; with `sure` it is cut."""
    sight = access.access_cuttable(request.user, recording_id)
    recording, form = sight.recording, cut_form(request.POST)
    if not form.is_valid():
        return render_recording(request, sight, cut=form, status=422)
    whole = recording.length
    spans = merged((min(since, whole), min(until, whole)) for since, until in form.spans)
    try:
        if "sure" in request.POST:
            ask_to_cut(recording, sight.own.person, spans)
            messages.success(
                request, _("It is being cut out. The film can be watched as it was until that is done.")
            )
            return redirect("recording", recording_id)
        refuse_empty(recording, spans)
    except Problem as problem:
        if problem.status == 409:
            raise
        form.refusal = problem.title
        return render_recording(request, sight, cut=form, status=problem.status)
    gone = length_of(spans)
    context = {
        "area": "recordings",
        "recording": recording,
        "meeting": sight.meeting,
        "form": form,
        "spans": spans,
        "gone": gone,
        "left": whole - gone,
    }
    return render(request, "recordings/cut_sure.html", context)
