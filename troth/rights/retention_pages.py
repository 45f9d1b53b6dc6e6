"""How long what happened in an organization's meetings is kept: the administrator decides (RET-4, RET-7)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from troth.connections.models import Connection
from troth.meetings.models import Attendance, Message, Session
from troth.organizations.access import access_administration
from troth.privacy.retention import days_of, would_remove
from troth.rights.actions import CONNECTION_DAYS, MEETING_DAYS, change_periods
from troth.rights.forms import PeriodForm
from troth.rights.months import by_month


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def retention(request: HttpRequest) -> HttpResponse:
    """The periods, and what is known by month; a shorter one is saved when what it takes was seen."""
    own = access_administration(request.user)
    scope = str(own.organization_id)
    current = days_of(scope, MEETING_DAYS)
    connections = days_of(scope, CONNECTION_DAYS)
    form = PeriodForm(
        request.POST if request.method == "POST" else None,
        initial={"days": current, "connection_days": connections},
    )
    if request.method == "POST" and form.is_valid():
        days, wanted = form.cleaned_data["days"], form.cleaned_data["connection_days"]
        wanted = min(days, connections if wanted is None else wanted)
        seen = form.cleaned_data["confirmed"] == days
        # A shorter time for meetings was shown with what it takes of connections.
        unseen = (days < current and not seen) or (
            wanted < connections
            and form.cleaned_data["connections_confirmed"] != wanted
            and not (seen and wanted == days)
        )
        if unseen:
            removed = would_remove(scope, MEETING_DAYS, days) | would_remove(scope, CONNECTION_DAYS, wanted)
            context = {
                "days": days,
                "current": current,
                "connection_days": wanted,
                "connections": connections,
                "loss": loss_of(removed),
            }
            return render(request, "rights/shorten.html", context)
        change_periods(own, days, wanted)
        messages.success(
            request,
            ngettext(
                "What happens in meetings is kept for %(days)s day after their end.",
                "What happens in meetings is kept for %(days)s days after their end.",
                days,
            )
            % {"days": days},
        )
        return redirect("retention")
    return render(
        request,
        "rights/retention.html",
        {
            "area": "organization",
            "may_administer": True,
            "form": form,
            "own": own,
            "current": current,
            "connections": connections,
            "months": by_month(own.organization),
        },
        status=422 if form.errors else 200,
    )


def loss_of(counts: dict[str, int]) -> list[str]:
    """What a change would take, in words; nothing where it takes nothing."""
    sessions = counts.get(Session._meta.label, 0)
    entries = counts.get(Attendance._meta.label, 0)
    lines = counts.get(Message._meta.label, 0)
    connections = counts.get(Connection._meta.label, 0)
    words = [
        (sessions, ngettext("%(n)s past meeting", "%(n)s past meetings", sessions)),
        (entries, ngettext("%(n)s attendance", "%(n)s attendances", entries)),
        (connections, ngettext("%(n)s connection record", "%(n)s connection records", connections)),
        (lines, ngettext("%(n)s line of chat", "%(n)s lines of chat", lines)),
    ]
    return [text % {"n": count} for count, text in words if count]
