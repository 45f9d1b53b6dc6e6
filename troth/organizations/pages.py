"""An organization and its people."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from troth.accounts.access import access_person
from troth.lib.clock import now
from troth.organizations import actions
from troth.organizations.access import access_administration, access_member, access_membership, access_picture
from troth.organizations.forms import OrganizationForm, RoleForm, roles_to_give
from troth.organizations.models import Role
from troth.organizations.queries import members_of, open_invitations, place_of


@require_safe
@login_required
def organization(request: HttpRequest) -> HttpResponse:
    own = place_of(access_person(request))
    if own is None:
        return render(request, "organizations/none.html", {"form": OrganizationForm()})
    role = Role(own.role)
    members = [
        {"membership": member, "role": Role(member.role), "may_change": role.may_give(Role(member.role))}
        for member in members_of(own.organization)
    ]
    context = {
        "area": "organization",
        "own": own,
        "may_administer": role.may_administer,
        "members": members,
        "roles": roles_to_give(own),
        "moment": now(),
        "invitations": open_invitations(own.organization) if role.may_administer else [],
    }
    return render(request, "organizations/organization.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest) -> HttpResponse:
    person = access_person(request)
    form = OrganizationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.start_organization(person, form.cleaned_data["name"])
        messages.success(request, _("Your organization is ready. Invite your colleagues."))
        return redirect("organization")
    status = 422 if form.errors else 200
    return render(request, "organizations/none.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rename(request: HttpRequest) -> HttpResponse:
    own = access_administration(request.user)
    form = OrganizationForm(
        request.POST if request.method == "POST" else None, initial={"name": own.organization.name}
    )
    if request.method == "POST" and form.is_valid():
        actions.rename_organization(own, form.cleaned_data["name"])
        messages.success(request, _("The organization has a new name."))
        return redirect("organization")
    status = 422 if form.errors else 200
    return render(request, "organizations/rename.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest) -> HttpResponse:
    own = access_membership(request.user)
    if request.method == "POST":
        actions.leave(own)
        messages.success(request, _("You have left the organization."))
        return redirect("organization")
    context = {
        "question": _("Leave %(organization)s?") % {"organization": own.organization.name},
        "text": _("You can come back only when a colleague invites you again."),
        "button": _("Leave"),
        "back": reverse("organization"),
    }
    return render(request, "confirm.html", context)


@require_POST
@login_required
def change_role(request: HttpRequest, person_id: UUID) -> HttpResponse:
    own, colleague = access_member(request.user, person_id)
    form = RoleForm(own, request.POST)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        actions.change_role(own, colleague, role)
        sentence = _("%(name)s has the role %(role)s now.")
        messages.success(request, sentence % {"name": colleague.person.name, "role": role.label})
    else:
        messages.error(request, _("This role can't be given."))
    return redirect("organization")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, person_id: UUID) -> HttpResponse:
    own, colleague = access_member(request.user, person_id)
    name = colleague.person.name
    if request.method == "POST":
        actions.remove(own, colleague)
        messages.success(request, _("%(name)s is no longer in your organization.") % {"name": name})
        return redirect("organization")
    context = {
        "question": _("Remove %(name)s?") % {"name": name},
        "text": _("They keep their account and lose access to the organization at once."),
        "button": _("Remove"),
        "back": reverse("organization"),
    }
    return render(request, "confirm.html", context)


@require_safe
@login_required
def picture(request: HttpRequest, name: str) -> HttpResponse:
    path = access_picture(request.user, name)
    with default_storage.open(path) as file:
        response = HttpResponse(file.read(), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=3600"
    return response
