"""Profile, picture, signed-in browsers. Sign-in and its relatives are allauth's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts import actions
from troth.accounts.access import access_browser, access_person
from troth.accounts.forms import PictureForm, ProfileForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    person = access_person(request)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    person.refresh_from_db()
    return _profile_page(request, form, PictureForm())


@require_POST
@login_required
def change_picture(request: HttpRequest) -> HttpResponse:
    person = access_person(request)
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _profile_page(request, ProfileForm(instance=person), form)
    actions.change_picture(person, form.cleaned_data["portrait"])
    messages.success(request, _("Your picture is changed."))
    return redirect("profile")


@require_POST
@login_required
def remove_picture(request: HttpRequest) -> HttpResponse:
    actions.remove_picture(access_person(request))
    messages.success(request, _("Your picture is removed."))
    return redirect("profile")


@require_POST
@login_required
def sign_out_browser(request: HttpRequest, browser_id: int) -> HttpResponse:
    browser = access_browser(access_person(request), browser_id)
    actions.sign_out_browser(browser)
    messages.success(request, _("That browser is signed out."))
    return redirect("usersessions_list")


def _profile_page(request: HttpRequest, form: ProfileForm, picture_form: PictureForm) -> HttpResponse:
    refused = form.errors or picture_form.errors
    context = {"form": form, "picture_form": picture_form}
    return render(request, "accounts/profile.html", context, status=422 if refused else 200)
