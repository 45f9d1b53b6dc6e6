"""What everybody may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from troth.website.forms import JoinForm

ROBOTS = "User-agent: *\nDisallow: /m/\nDisallow: /invitations/\nDisallow: /account/\nDisallow: /api/\n"


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect("room", form.cleaned_data["code"])
    return render(request, "website/home.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
