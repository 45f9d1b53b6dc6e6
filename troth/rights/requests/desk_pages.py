"""The desk of the privacy officer: the queue, each request, and the numbers of a year."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.lib.problems import Problem, not_found
from troth.rights.access import access_operation
from troth.rights.models import Law
from troth.rights.requests.access import access_at_desk
from troth.rights.requests.deeds import DEEDS, offered
from troth.rights.requests.doing import prospect
from troth.rights.requests.forms import EnterForm
from troth.rights.requests.queries import Shelf, conversation, numbers, queue, years
from troth.rights.requests.taking import enter

A_PAGE = 50


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The queue, by when an answer is due."""
    access_operation(request.user)
    asked = request.GET.get("shelf", "")
    shelf = Shelf(asked) if asked in Shelf.values else Shelf.OPEN
    page = Paginator(queue(shelf), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "shelf": shelf,
        "shelves": Shelf.choices,
        "overdue": queue(Shelf.OVERDUE).count(),
    }
    return render(request, "rights/requests/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_request(request: HttpRequest) -> HttpResponse:
    """Notes a request that came by telephone or letter."""
    officer = access_operation(request.user)
    form = EnterForm(request.POST if request.method == "POST" else None, initial={"received_on": localdate()})
    if request.method == "POST" and form.is_valid():
        taken = enter(officer, form.asked(), form.cleaned_data["received_on"])
        messages.success(
            request,
            _("Noted. A mail confirms it to them.")
            if taken.mail_address
            else _("Noted. There is no mail address: confirm it yourself."),
        )
        return redirect("desk_request", taken.pk)
    context = {"form": form, "back": reverse("desk")}
    return render(request, "rights/requests/enter.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def one_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    _officer, one = access_at_desk(request.user, request_id)
    context = {
        "one": one,
        "deeds": offered(one),
        "prospect": prospect(one) if one.is_open else None,
        "messages_of_it": conversation(one),
    }
    return render(request, "rights/requests/request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def do(request: HttpRequest, request_id: UUID, deed: str) -> HttpResponse:
    """Asks what a deed needs, and does it."""
    officer, one = access_at_desk(request.user, request_id)
    chosen = DEEDS.get(deed)
    if chosen is None:
        raise not_found()
    if not (one.is_open and chosen.offered(one)):
        raise Problem(409, "not-now", _("This can't be done with the request as it is now."))
    initial = {"kind": one.kind, "law": one.law}
    form = (
        chosen.form(request.POST if request.method == "POST" else None, initial=initial)
        if chosen.form
        else None
    )
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            said = chosen.act(one, officer, form.cleaned_data if form else {})
        except Problem as problem:
            if problem.status != 409:
                raise
            messages.error(request, problem.title)
        else:
            messages.success(request, said)
        return redirect("desk_request", one.pk)
    context = {
        "one": one,
        "deed": chosen,
        "form": form,
        "prospect": prospect(one) if chosen.name == "erase" else None,
        "back": reverse("desk_request", args=[one.pk]),
    }
    return render(request, "rights/requests/deed.html", context, status=422 if form and form.errors else 200)


@require_safe
@login_required
def year_in_numbers(request: HttpRequest) -> HttpResponse:
    """What came in a year, what became of it, and how long it took (11 CCR 7102)."""
    access_operation(request.user)
    known = list(years())
    asked, law = request.GET.get("year", ""), request.GET.get("law", "")
    year = next((one for one in known if str(one) == asked), known[0])
    counts, total = numbers(year, Law(law) if law in Law.values else None)
    context = {
        "counts": counts,
        "total": total,
        "year": year,
        "years": known,
        "law": law if law in Law.values else "",
        "laws": Law.choices,
    }
    return render(request, "rights/requests/numbers.html", context)
