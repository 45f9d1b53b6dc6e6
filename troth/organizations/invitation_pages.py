"""Inviting a colleague, and accepting."""

from uuid import UUID

from allauth.account.utils import perform_login
from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from troth.accounts.models import Person
from troth.lib.problems import Problem
from troth.organizations import actions
from troth.organizations.access import access_administration, access_invitation, access_sent_invitation
from troth.organizations.forms import InviteForm, NewPersonForm
from troth.organizations.models import Invitation, Role
from troth.organizations.queries import person_with_address, place_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: HttpRequest) -> HttpResponse:
    own = access_administration(request.user)
    form = InviteForm(own, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if refusal := _refuse_too_many(request, "invite"):
            return refusal
        if form.is_valid():
            try:
                sent = actions.invite(own, form.cleaned_data["email"], Role(form.cleaned_data["role"]))
            except Problem as problem:
                if problem.kind != "member-already":
                    raise
                form.add_error("email", problem.title)
            else:
                messages.success(
                    request, _("An invitation is on its way to %(email)s.") % {"email": sent.email}
                )
                return redirect("organization")
    return render(request, "organizations/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
def resend(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    own, sent = access_sent_invitation(request.user, invitation_id)
    if refusal := _refuse_too_many(request, "invite"):
        return refusal
    actions.resend(own, sent)
    messages.success(request, _("A new invitation is on its way to %(email)s.") % {"email": sent.email})
    return redirect("organization")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def revoke(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    own, sent = access_sent_invitation(request.user, invitation_id)
    if request.method == "POST":
        actions.revoke(own, sent)
        messages.success(request, _("The invitation to %(email)s is withdrawn.") % {"email": sent.email})
        return redirect("organization")
    context = {
        "question": _("Withdraw the invitation to %(email)s?") % {"email": sent.email},
        "text": _("Its link stops working at once."),
        "button": _("Withdraw"),
        "back": reverse("organization"),
    }
    return render(request, "confirm.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    if refusal := _refuse_too_many(request, "invitation"):
        return refusal
    received = access_invitation(token)
    if isinstance(request.user, Person):
        return _accept_as(request, request.user, received)
    if person_with_address(received.email):
        login = f"{reverse('account_login')}?next={reverse('invitation', args=[token])}"
        return render(
            request, "organizations/sign_in_to_accept.html", {"invitation": received, "login": login}
        )
    return _accept_as_new_person(request, received)


def _accept_as(request: HttpRequest, person: Person, received: Invitation) -> HttpResponse:
    context = {
        "invitation": received,
        "role": Role(received.role).label,
        "is_for_another": person.email != received.email,
        "place": place_of(person),
    }
    if request.method == "POST":
        actions.accept(person, received)
        sentence = _("Welcome to %(organization)s.") % {"organization": received.organization.name}
        messages.success(request, sentence)
        return redirect("organization")
    return render(request, "organizations/accept.html", context)


def _accept_as_new_person(request: HttpRequest, received: Invitation) -> HttpResponse:
    form = NewPersonForm(received.email, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = actions.accept_as_new_person(
            received, form.cleaned_data["name"], form.cleaned_data["password"], form.cleaned_data["time_zone"]
        )
        response: HttpResponse = perform_login(request, person, redirect_url=reverse("organization"))
        return response
    context = {"form": form, "invitation": received, "role": Role(received.role).label}
    return render(request, "organizations/join.html", context, status=422 if form.errors else 200)


def _refuse_too_many(request: HttpRequest, action: str) -> HttpResponse | None:
    """The 429 page once ACCOUNT_RATE_LIMITS has no more of this action for the person or address."""
    refusal: HttpResponse | None = consume_or_429(request, action=action)
    return refusal
