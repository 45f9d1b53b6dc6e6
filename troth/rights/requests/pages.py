"""Where a person asks about their data, and follows what they asked (RET-3)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.lib.problems import Problem
from troth.rights.asker import asker_of
from troth.rights.models import SubjectRequest
from troth.rights.requests import actions, closing
from troth.rights.requests.access import access_by_token, access_own_request, open_in, requests_of
from troth.rights.requests.forms import AskForm, TextForm
from troth.rights.requests.queries import conversation
from troth.rights.requests.taking import ask


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask_us(request: HttpRequest) -> HttpResponse:
    """The form. Whatever address it names, the answer is the same."""
    asker = asker_of(request)
    form = AskForm(
        asker,
        request.POST if request.method == "POST" else None,
        initial={"kind": request.GET.get("kind", "")},
    )
    if request.method == "POST" and form.is_valid():
        taken = ask(request, form.asked(), asker)
        if asker is None:
            return render(request, "rights/requests/taken.html", {"taken": taken})
        messages.success(request, _("Your request is here. A mail confirms it."))
        return redirect("your_data_request", taken.pk)
    context = {"form": form, "asker": asker}
    return render(request, "rights/requests/ask.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
def own_requests(request: HttpRequest) -> HttpResponse:
    """Those of who is signed in, or of a proven address; who is not known yet proves theirs first."""
    asker = asker_of(request)
    if asker is None:
        return redirect("your_data")
    return render(request, "rights/requests/mine.html", {"asker": asker, "mine": requests_of(asker)})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request with what was written about it; a POST adds an answer."""
    own = access_own_request(request, request_id)
    form = TextForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.answer(own, form.cleaned_data["text"], proven=own.verified_at is not None)
        messages.success(request, _("Your answer is here."))
        return redirect("your_data_request", own.pk)
    context = {"own": own, "form": form, "messages_of_it": conversation(own), "asker": asker_of(request)}
    return render(request, "rights/requests/own.html", context, status=422 if form.errors else 200)


@require_POST
def whose(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Its person says whether they made it."""
    return _whose(request, access_own_request(request, request_id))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def take_back(request: HttpRequest, request_id: UUID) -> HttpResponse:
    own = access_own_request(request, request_id)
    if request.method == "POST":
        closing.take_back(own)
        messages.success(request, _("Your request is taken back."))
        return redirect("your_data_request", own.pk)
    context = {
        "question": _("Take this request back?"),
        "text": _("We then do nothing more about it. You can ask again at any time."),
        "button": _("Take it back"),
        "back": reverse("your_data_request", args=[own.pk]),
    }
    return render(request, "confirm.html", context)


@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def open_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a mailed link leads to. It opens on a press: a mail program that looks at links must prove nothing."""
    found = access_by_token(token)
    if request.method == "POST":
        open_in(request, found)
        return _whose(request, found)
    response = render(request, "rights/requests/open.html", {"own": found})
    # The address of this page is a secret; with no referrer at all the form would come from nowhere.
    response["Referrer-Policy"] = "strict-origin"
    return response


def _whose(request: HttpRequest, own: SubjectRequest) -> HttpResponse:
    """Does what the pressed button says: `mine`, `not-mine`, or neither where that is known."""
    answer = request.POST.get("whose", "")
    if answer == "mine":
        actions.say_it_is_mine(own)
        messages.success(request, _("Thank you. We know now that it is yours, and begin."))
    elif answer == "not-mine":
        closing.say_it_is_not_mine(own)
        messages.success(request, _("Thank you. The request is closed, and nothing was done."))
    elif own.is_open and own.verified_at is None:
        raise Problem(400, "bad-request", _("Say whether this request is yours."))
    return redirect("your_data_request", own.pk)
