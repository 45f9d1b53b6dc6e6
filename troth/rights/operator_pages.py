"""What the engine did, for who runs the installation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from troth.privacy.beside import ORIGIN
from troth.privacy.models import Erasure
from troth.privacy.tasks import do_what_is_due
from troth.rights.access import access_operation
from troth.rights.queries import copies_by_state, latest_sweeps

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def runs(request: HttpRequest) -> HttpResponse:
    """Erasures, sweeps and copies, and what became of them. A POST has done now what the clock would do."""
    access_operation(request.user)
    if request.method == "POST":
        do_what_is_due.enqueue()
        messages.success(request, _("It is being done. Look again in a moment."))
        return redirect("privacy_runs")
    context = {
        "area": "operator",
        "page": Paginator(Erasure.objects.exclude(origin=ORIGIN), A_PAGE).get_page(request.GET.get("page")),
        "sweeps": latest_sweeps(),
        "copies": copies_by_state(),
    }
    return render(request, "rights/runs.html", context)
