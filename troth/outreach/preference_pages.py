"""Where people say what mail they want: by a link in it, or signed in; and the way out by one click."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from troth.outreach.addressees import Addressee, at_address, read_token
from troth.outreach.forms import ChoicesForm
from troth.outreach.kinds import REFUSABLE, MessageKind, topics_of
from troth.outreach.preferences import choices_of, choose, refuse
from troth.privacy.consents import StaleText
from troth.privacy.models import How

LIST_UNSUBSCRIBE = "List-Unsubscribe"


# Who comes by a link in a mail needs no cookie, so there is none to forge a request with: the link is the proof.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ends a kind of message, when asked by POST.

    Mail programs send it by themselves (RFC 8058, section 3.2): they have no
    cookie, follow no redirect, and send it more than once. A GET changes
    nothing: programs that look for bad links come by before a person does.
    """
    addressee, kind = read_token(token)
    is_done = request.method == "POST"
    if is_done:
        refuse(addressee, kind, How.LINK)
        if request.POST.get(LIST_UNSUBSCRIBE) == "One-Click":
            return HttpResponse(f"{_('Done.')}\n", content_type="text/plain; charset=utf-8")
    choice = next(one for one in choices_of(addressee) if one.kind is kind)
    context = {
        "kind": kind,
        "is_done": is_done,
        "question": choice.question,
        "addressee": addressee,
        "choices": reverse("mail_choices", args=[token]),
    }
    return render(request, "outreach/unsubscribe.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mail_choices(request: HttpRequest, token: str) -> HttpResponse:
    """What one gets, for whoever has the link that was mailed to them."""
    addressee, _kind = read_token(token)
    is_saved, status = _choose(request, addressee)
    context = {"kinds": _shown(addressee), "addressee": addressee, "is_saved": is_saved, "status": status}
    return render(request, "outreach/choices.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def own_mail_choices(request: HttpRequest) -> HttpResponse:
    """What one gets, signed in."""
    addressee = at_address(getattr(request.user, "email", ""))
    is_saved, status = _choose(request, addressee)
    if is_saved:
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("own_mail_choices")
    context = {"kinds": _shown(addressee), "addressee": addressee, "status": status}
    return render(request, "outreach/own_choices.html", context, status=status)


def _choose(request: HttpRequest, addressee: Addressee) -> tuple[bool, int]:
    """Does what a form asks for. Whether something was saved, and the status of the answer."""
    if request.method != "POST":
        return False, 200
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        return False, 422
    before = {one.kind: one for one in choices_of(addressee)}
    try:
        with transaction.atomic():
            for kind in REFUSABLE:
                topics = form.topics(kind)
                # Who leaves a box as it was says nothing: no objection, and no consent.
                if topics or before[kind].is_taken:
                    choose(addressee, kind, topics, How.PAGE, form.version(kind))
    except StaleText:
        return False, 409
    return True, 200


def _shown(addressee: Addressee) -> list[dict[str, Any]]:
    """The kinds as the pages show them."""
    found: list[dict[str, Any]] = []
    for choice in choices_of(addressee):
        kind: MessageKind = choice.kind
        topics = [(topic, topic in choice.topics) for topic in topics_of(kind)]
        version = choice.question.text.version if choice.question else 0
        found.append({"kind": kind, "choice": choice, "topics": topics, "version": version})
    return found
