"""Recipients to be told of erasures, for who runs the installation (GDPR art. 19)."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.privacy.models import ErasureNotification
from troth.privacy.telling import address_of, mark_told
from troth.rights.access import access_notification, access_operation
from troth.rights.forms import ToldForm

A_PAGE = 50


@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """Those that are due, and those that were told, the latest first."""
    access_operation(request.user)
    due = ErasureNotification.objects.filter(due_at__isnull=False, told_at=None)
    told = ErasureNotification.objects.filter(told_at__isnull=False).order_by("-told_at")
    context = {
        "area": "operator",
        "due": [(one, address_of(one)) for one in due[:A_PAGE]],
        "waiting": due.count(),
        "page": Paginator(told, A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "rights/notifications.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def told(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Shows what to tell the recipient, and takes down that it was told."""
    operator, notification = access_notification(request.user, notification_id)
    form = ToldForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        mark_told(notification, form.cleaned_data["how"], operator)
        messages.success(request, _("It is on record that they were told."))
        return redirect("notifications")
    context = {
        "area": "operator",
        "form": form,
        "notification": notification,
        "references": [
            (datetime.fromisoformat(one["at"]), one["reference"]) for one in notification.references
        ],
        "back": reverse("notifications"),
    }
    return render(request, "rights/told.html", context, status=422 if form.errors else 200)
