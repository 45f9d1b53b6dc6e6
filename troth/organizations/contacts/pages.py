"""Contacts, for the operator."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.accounts.access import access_person
from troth.accounts.models import Person
from troth.lib.problems import Problem
from troth.organizations.contacts import actions
from troth.organizations.contacts.access import access_contact, access_contacts
from troth.organizations.contacts.export import as_csv
from troth.organizations.contacts.forms import ContactForm
from troth.organizations.contacts.queries import customers_with_contacts, search_contacts, values_of
from troth.organizations.looks import note_seen, open_looks, reason_first
from troth.organizations.models import Contact, Kind

A_PAGE = 50


@require_safe
@login_required
def contacts(request: HttpRequest) -> HttpResponse:
    looking_at = _looked_at(access_contacts(request.user), "contacts")
    words, kind = _asked(request)
    found = search_contacts(words, kind, looking_at=looking_at)
    context = {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "kind": kind,
        "kinds": Kind.choices,
        "customers": customers_with_contacts(not_among=looking_at),
    }
    return render(request, "contacts/contacts.html", context)


@require_safe
@login_required
def contacts_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The contacts that the list shows, all pages of it."""
    looking_at = _looked_at(access_contacts(request.user), "contacts_csv")
    found = search_contacts(*_asked(request), looking_at=looking_at).iterator(chunk_size=500)
    response = StreamingHttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return response


@require_safe
@login_required
@reason_first
def contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    shown = access_contact(request.user, contact_id)
    keep = Contact.privacy.keep
    context = {"contact": shown, "values": values_of(shown), "days": getattr(keep, "days", None)}
    return render(request, "contacts/contact.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_contact(request: HttpRequest) -> HttpResponse:
    access_contacts(request.user)
    return _edit(request, Contact(), reverse("contacts"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reason_first
def edit_contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    shown = access_contact(request.user, contact_id)
    return _edit(request, shown, reverse("contact", args=[contact_id]))


def _edit(request: HttpRequest, edited: Contact, back: str) -> HttpResponse:
    is_new = edited._state.adding
    heading = "" if is_new else edited.name or edited.email
    form = ContactForm(request.POST if request.method == "POST" else None, instance=edited)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            # The form has written into `edited`; the action looks anew at what a known contact was.
            target = Contact(kind=values["kind"]) if is_new else edited
            saved = actions.save_contact(
                target, values, values["organization"], form.provenance, access_person(request)
            )
        except Problem as problem:
            if problem.status != 409:
                raise
            form.add_error("email" if problem.kind == "contact" else None, problem.title)
        else:
            messages.success(request, _("The contact is saved."))
            return redirect("contact", saved.pk)
    context = {"form": form, "heading": heading, "kind": edited.get_kind_display(), "back": back}
    return render(request, "contacts/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reason_first
def delete_contact(request: HttpRequest, contact_id: UUID) -> HttpResponse:
    shown = access_contact(request.user, contact_id)
    if request.method == "POST":
        actions.delete_contact(shown, access_person(request))
        messages.success(request, _("The contact is deleted."))
        return redirect("contacts")
    context = {
        "question": _("Delete %(name)s?") % {"name": shown.name or shown.email},
        "text": _("Everything known about this contact goes, and can't be brought back."),
        "button": _("Delete"),
        "back": reverse("contact", args=[contact_id]),
    }
    return render(request, "confirm.html", context)


def _looked_at(operator: Person, what: str) -> list[UUID]:
    """The customers whose data the operator has given a reason to look at; that they see `what` of them is noted."""
    looks = open_looks(operator)
    for look in looks.values():
        note_seen(look, what)
    return list(looks)


def _asked(request: HttpRequest) -> tuple[str, str]:
    """The words and the kind that the list is narrowed to. A NUL finds nothing anywhere, and PostgreSQL fails at it."""
    kind = request.GET.get("kind", "")
    return request.GET.get("q", "").replace("\0", " ").strip()[:200], kind if kind in Kind.values else ""
