"""The root of all addresses."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_safe

from troth.web.api import api
from troth.web.webhooks import livekit_webhook

handler400 = "troth.web.errors.bad_request"
handler403 = "troth.web.errors.not_allowed"
handler404 = "troth.web.errors.nothing_here"
handler500 = "troth.web.errors.server_error"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says that the web server answers; looks at nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("", include("troth.website.urls")),
    path("", include("troth.meetings.urls")),
    path("", include("troth.transcripts.urls")),
    path("", include("troth.recordings.urls")),
    path("", include("troth.connections.urls")),
    path("", include("troth.organizations.urls")),
    path("operator/contacts/", include("troth.organizations.contacts.urls")),
    path("account/", include("troth.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("", include("troth.rights.urls")),
    path("", include("troth.outreach.urls")),
    path("api/v1/", api.urls),
    path("webhooks/livekit", livekit_webhook, name="livekit_webhook"),
    path("healthz", healthz, name="healthz"),
]
