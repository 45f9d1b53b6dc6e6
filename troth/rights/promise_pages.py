"""/promises: every promise, and what last showed that it is kept here."""

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth.lib.problems import not_found
from troth.privacy.models import ProbeRun
from troth.rights.finished import finished, probes_state
from troth.rights.promising import State, count, groups


@require_safe
@finished(probes_state)
def promises(request: HttpRequest) -> HttpResponse:
    """All of them in short."""
    found = groups()
    counted = count(found)
    context = {
        "groups": found,
        "counts": [(state, counted[state]) for state in reversed(State)],
        "broken": [one for group in found for one in group.standings if one.state == State.BROKEN],
        "looked_at": ProbeRun.objects.aggregate(last=Max("at"))["last"],
    }
    return render(request, "rights/promises.html", context)


@require_safe
@finished(probes_state)
def promise_group(request: HttpRequest, group: str) -> HttpResponse:
    """Those of one kind, each with its probes and its tests."""
    found = groups()
    shown = next((one for one in found if one.slug == group), None)
    if shown is None:
        raise not_found()
    return render(request, "rights/promise_group.html", {"group": shown, "groups": found})
