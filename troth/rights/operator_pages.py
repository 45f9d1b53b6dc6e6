"""What the engine did, for who runs the installation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.privacy.deleting import ORIGIN
from troth.privacy.leaving import pick_up
from troth.privacy.models import Erasure
from troth.rights.access import access_runs

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def runs(request: HttpRequest) -> HttpResponse:
    """Erasures and what became of them. A POST does now what the clock would do within the hour."""
    access_runs(request.user)
    if request.method == "POST":
        pick_up()
        messages.success(request, _("Everything that was due is done."))
        return redirect("privacy_runs")
    page = Paginator(Erasure.objects.exclude(origin=ORIGIN), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "rights/runs.html", {"area": "operator", "page": page})
