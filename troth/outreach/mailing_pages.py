"""Mailings, for the operator: written, looked at, sent, stopped."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from troth.outreach.access import access_draft, access_mailing, access_mailings
from troth.outreach.audiences import audience
from troth.outreach.forms import MailingForm
from troth.outreach.kinds import Topic
from troth.outreach.letters import ending_of
from troth.outreach.mailings import begin_mailing, stop_mailing
from troth.outreach.models import Mailing, MailingState

A_PAGE = 50


@require_safe
@login_required
def mailings(request: HttpRequest) -> HttpResponse:
    access_mailings(request.user)
    page = Paginator(Mailing.objects.all(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "outreach/mailings.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_mailing(request: HttpRequest) -> HttpResponse:
    access_mailings(request.user)
    return _edit(request, Mailing(), reverse("mailings"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_mailing(request: HttpRequest, mailing_id: UUID) -> HttpResponse:
    draft = access_draft(request.user, mailing_id)
    return _edit(request, draft, reverse("mailing", args=[mailing_id]))


def _edit(request: HttpRequest, draft: Mailing, back: str) -> HttpResponse:
    form = MailingForm(request.POST if request.method == "POST" else None, instance=draft)
    if request.method == "POST" and form.is_valid():
        return redirect("mailing", form.save().pk)
    context = {"form": form, "is_new": draft._state.adding, "back": back}
    return render(request, "outreach/edit_mailing.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def mailing(request: HttpRequest, mailing_id: UUID) -> HttpResponse:
    """A draft as it would arrive, and whom it would reach; or how far it is. The page asks again while it is sent."""
    shown = access_mailing(request.user, mailing_id)
    topic, to = Topic(shown.topic), audience(shown.audience)
    is_draft = shown.state == MailingState.DRAFT
    context = {
        "mailing": shown,
        "topic": topic,
        "audience": to,
        "ending": ending_of(topic, _("their-own-link")),
        "reach": to.reach(topic) if is_draft else None,
        "waiting": 0 if is_draft else max(0, shown.expected - shown.dealt_with),
        "is_sending": shown.state == MailingState.SENDING,
    }
    return render(request, "outreach/mailing.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send_mailing(request: HttpRequest, mailing_id: UUID) -> HttpResponse:
    """Asks first: what has left can't be taken back."""
    draft = access_draft(request.user, mailing_id)
    if request.method == "POST":
        begin_mailing(draft, access_mailings(request.user))
        messages.success(request, _("It is being sent."))
        return redirect("mailing", mailing_id)
    going = audience(draft.audience).reach(Topic(draft.topic)).going
    context = {
        "question": ngettext("Send it to %(count)s person?", "Send it to %(count)s people?", going)
        % {"count": going},
        "text": _("You can stop it on its way, but what has left can't be taken back."),
        "button": _("Send"),
        "back": reverse("mailing", args=[mailing_id]),
        "mild": True,
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_mailing(request: HttpRequest, mailing_id: UUID) -> HttpResponse:
    """Stops it on its way, after asking."""
    sent = access_mailing(request.user, mailing_id)
    if request.method == "POST":
        stop_mailing(sent, access_mailings(request.user))
        messages.success(request, _("It is stopped."))
        return redirect("mailing", mailing_id)
    context = {
        "question": _("Stop this mailing?"),
        "text": _("Who has it keeps it. Nobody else gets it, and it can't be taken up again."),
        "button": _("Stop"),
        "back": reverse("mailing", args=[mailing_id]),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete_mailing(request: HttpRequest, mailing_id: UUID) -> HttpResponse:
    """Throws a draft away, after asking."""
    draft = access_draft(request.user, mailing_id)
    if request.method == "POST":
        draft.delete()
        messages.success(request, _("The draft is gone."))
        return redirect("mailings")
    context = {
        "question": _("Delete this draft?"),
        "text": _("It can't be brought back."),
        "button": _("Delete"),
        "back": reverse("mailing", args=[mailing_id]),
    }
    return render(request, "confirm.html", context)
