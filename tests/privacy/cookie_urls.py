"""The program's addresses, and pages beside them that set cookies."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def set_cookies(request: HttpRequest) -> HttpResponse:
    """Sets each cookie that the query names, for so many seconds, or until the browser is closed."""
    response = HttpResponse("set")
    for name, seconds in request.GET.items():
        response.set_cookie(name, "x", max_age=int(seconds) if seconds else None)
    return response


def set_header(request: HttpRequest) -> HttpResponse:
    """Writes a cookie as a header, past Django's cookies."""
    return HttpResponse("set", headers={"Set-Cookie": "smuggled=x; Path=/"})


urlpatterns = [
    path("set/", set_cookies, name="set"),
    path("header/", set_header, name="header"),
    path("", include("troth.web.urls")),
]
