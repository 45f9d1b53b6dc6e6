"""The program's routes, and two that do nothing to hold them against."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from troth.billing.models import PLANS, Plan
from troth.web.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

# Nobody leaves in a measurement: no plan may stop it.
PLANS["team"] = Plan("team", "Team", 1_000_000)


# Exempt as the API's routes are.
@csrf_exempt
def empty(request: HttpRequest) -> JsonResponse:
    """What any view costs: the server, the middleware, `{}`."""
    return JsonResponse({})


PAGE = "<!doctype html>" + "<p>A page that is always the same.</p>\n" * 400


def static(request: HttpRequest) -> HttpResponse:
    """What a page costs that nobody has to make: the server, the middleware, 15 kB."""
    return HttpResponse(PAGE)


urlpatterns = [
    *urlpatterns,
    path("benchmarks/empty", empty),
    path("benchmarks/static", static),
]
