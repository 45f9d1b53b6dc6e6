"""What a browser keeps, and the choice about it (CKI-2, CKI-3, CKI-4)."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from troth.lib.limits import Limit, address_of
from troth.lib.links import own_page
from troth.lib.problems import Problem
from troth.privacy import cookies
from troth.privacy.choices import COOKIE, LASTS, answer_value, choice_of, count_answer
from troth.privacy.cookies import Place
from troth.rights.finished import cookies_state, finished

ANSWERS = Limit("cookie-answers", times=60, seconds=3600)
HONOURED_SINCE = date(2026, 11, 25)
"""When the statement that Global Privacy Control is honoured was made."""


@require_safe
@finished(cookies_state)
def show_cookies(request: HttpRequest) -> HttpResponse:
    """Each thing that is kept in a browser, from its declaration, and the choice where there is one."""
    declared = cookies.cookies()
    context = {
        "choice": choice_of(request),
        "set": [one for one in declared if one.place == Place.COOKIE],
        "kept": [one for one in declared if one.place != Place.COOKIE],
        "optional": cookies.optional(),
    }
    return render(request, "rights/cookies.html", context)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Takes the answer about optional cookies, and goes back to where it was given. A signal makes it a no."""
    answer = request.POST.get("answer", "")
    if answer not in ("yes", "no"):
        raise Problem(400, "bad-request", _("Choose whether you agree or refuse."))
    client = address_of(request)
    ANSWERS.refuse_when_reached(client)
    ANSWERS.count(client)
    yes = answer == "yes" and not choice_of(request).signal
    count_answer(yes)
    # Nothing is said on the next page: that would take a session, and so a number for who refuses.
    response = redirect(own_page(request.POST.get("next", ""), "cookies"))
    response.set_cookie(
        COOKIE,
        answer_value(yes),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
def gpc(_request: HttpRequest) -> JsonResponse:
    """That Global Privacy Control is honoured (GPC, section 4.1)."""
    return JsonResponse({"gpc": True, "lastUpdate": HONOURED_SINCE.isoformat()})
