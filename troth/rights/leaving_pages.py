"""Erasing one's account, and coming back by the link."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from troth.accounts.access import access_person
from troth.lib.limits import Limit, address_of
from troth.lib.problems import Problem
from troth.privacy.leaving import WINDOW, access_return, come_back, digest_of
from troth.privacy.outlook import what_would_go
from troth.recordings.watching import decisions_by_link
from troth.rights.actions import erase_at
from troth.rights.asker import access_asker

RETURNS = Limit("return-link", times=20, seconds=3600)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]
def erase(request: HttpRequest) -> HttpResponse:
    """What would go and what would stay; a POST does it and shows the link back once."""
    return _erase(request, access_person(request).email)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def erase_proven(request: HttpRequest) -> HttpResponse:
    """The same for who has no account and proved by a mailed link that an address is theirs."""
    asker = access_asker(request)
    return redirect("erase") if asker.person else _erase(request, asker.address)


def _erase(request: HttpRequest, address: str) -> HttpResponse:
    if request.method == "POST":
        link, held = erase_at(address, "person")
        logout(request)
        return render(request, "rights/erased.html", {"link": link, "days": WINDOW.days, "held": held})
    try:
        outlook = what_would_go(address)
    except Problem as problem:
        return render(request, "rights/erase.html", {"refusal": problem.title, "days": WINDOW.days})
    return render(request, "rights/erase.html", {"outlook": outlook, "days": WINDOW.days})


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def return_page(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whether an erasure is to be undone; a POST undoes it.

    Also, and for longer, what organizations answered about the pictures of
    whoever has the link, in recordings that others are in too.
    """
    if request.method == "POST":
        RETURNS.refuse_when_reached(address_of(request))
        RETURNS.count(address_of(request))
    decisions = decisions_by_link(digest_of(token))
    try:
        until = access_return(token).due_at
    except Problem:
        if not decisions or request.method == "POST":
            raise
        until = None
    if request.method == "POST":
        come_back(token)
        messages.success(request, _("You are back, with everything that was yours. Sign in."))
        return redirect("account_login")
    return render(request, "rights/return.html", {"until": until, "decisions": decisions})
