"""Who got what about one: a person's own rows of the disclosure record (SHR-11)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from troth.privacy.models.disclosures import KEPT_DAYS
from troth.rights.asker import access_asker
from troth.rights.given import given_about


@require_safe
@never_cache
def given(request: HttpRequest) -> HttpResponse:
    """By recipient and reason, the latest first."""
    asker = access_asker(request)
    context = {"asker": asker, "given": given_about(asker), "years": KEPT_DAYS // 365}
    return render(request, "rights/given.html", context)
