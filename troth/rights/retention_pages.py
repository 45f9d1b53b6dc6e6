"""How long an organization's meetings and recordings are kept: the administrator decides (RET-4, RET-7)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from troth.lib.problems import not_found
from troth.organizations.access import access_administration
from troth.organizations.models import Membership
from troth.privacy.retention import days_of, would_remove
from troth.rights.actions import (
    CONNECTION_DAYS,
    MEETING_DAYS,
    RECORDING_DAYS,
    change_periods,
)
from troth.rights.forms import PeriodForm, RecordingPeriodForm
from troth.rights.loss import loss_of
from troth.rights.months import by_month


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def retention(request: HttpRequest) -> HttpResponse:
    """The periods, and what is known by month; a shorter one is saved when what it takes was seen."""
    own = access_administration(request.user)
    if rule := request.POST.get("rule", ""):
        if rule != RECORDING_DAYS:
            raise not_found()
        return _keep_recordings(request, own)
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
        change_periods(own.organization, own.person, {MEETING_DAYS: days, CONNECTION_DAYS: wanted})
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
    return _render(request, own, form=form)


def _keep_recordings(request: HttpRequest, own: Membership) -> HttpResponse:
    """The same for recordings, whose form stands beside."""
    scope, form = str(own.organization_id), _recordings_form(own, request.POST)
    if not form.is_valid():
        return _render(request, own, recordings=form)
    days, current = form.cleaned_data["days"], days_of(scope, RECORDING_DAYS)
    if days < current and form.cleaned_data["confirmed"] != days:
        loss = loss_of(would_remove(scope, RECORDING_DAYS, days))
        context = {"days": days, "current": current, "rule": RECORDING_DAYS, "loss": loss}
        return render(request, "rights/shorten_recordings.html", context)
    change_periods(own.organization, own.person, {RECORDING_DAYS: days})
    messages.success(
        request,
        ngettext(
            "Recordings are kept for %(days)s day after their end.",
            "Recordings are kept for %(days)s days after their end.",
            days,
        )
        % {"days": days},
    )
    return redirect("retention")


def _recordings_form(own: Membership, data: QueryDict | None = None) -> RecordingPeriodForm:
    initial = {"days": days_of(str(own.organization_id), RECORDING_DAYS), "rule": RECORDING_DAYS}
    return RecordingPeriodForm(data, initial=initial, auto_id="id_recording_%s")


def _render(
    request: HttpRequest,
    own: Membership,
    *,
    form: PeriodForm | None = None,
    recordings: RecordingPeriodForm | None = None,
) -> HttpResponse:
    scope = str(own.organization_id)
    current, connections = days_of(scope, MEETING_DAYS), days_of(scope, CONNECTION_DAYS)
    form = form or PeriodForm(initial={"days": current, "connection_days": connections})
    recordings = recordings or _recordings_form(own)
    return render(
        request,
        "rights/retention.html",
        {
            "area": "organization",
            "may_administer": True,
            "form": form,
            "recordings": recordings,
            "own": own,
            "current": current,
            "connections": connections,
            "recordings_current": days_of(scope, RECORDING_DAYS),
            "months": by_month(own.organization),
        },
        status=422 if form.errors or recordings.errors else 200,
    )
