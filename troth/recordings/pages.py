"""Pages of recordings, and the page that a recorder's browser shows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def recorder(request: HttpRequest) -> HttpResponse:
    """What draws a meeting for its recording. Without the code of a part it does nothing."""
    return render(request, "recordings/recorder.html")
