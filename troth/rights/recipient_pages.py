"""Recipients outside, for who runs the installation: declared, vetted, changed and ended (SHR-1)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from troth.lib.problems import Problem
from troth.privacy.declaring import change_recipient, declare_recipient, end_recipient, vet_recipient
from troth.privacy.models import OutsideRecipient
from troth.rights.access import access_operation, access_recipient, access_recipient_in_force
from troth.rights.recipient_forms import RecipientForm, VettingForm
from troth.rights.recipients import doors_here, in_lines, versions_in_words


@require_safe
@login_required
def recipients(request: HttpRequest) -> HttpResponse:
    """The doors and where they lead, who is declared, and who was."""
    access_operation(request.user)
    declared, ended = in_lines()
    context = {"area": "operator", "doors": doors_here(), "declared": declared, "ended": ended}
    return render(request, "rights/recipients.html", context)


@require_safe
@login_required
def recipient(request: HttpRequest, key: str) -> HttpResponse:
    """What is declared of one, whether data may go there, and what was declared before."""
    _operator, versions = access_recipient(request.user, key)
    context = {"area": "operator", **versions_in_words(versions)}
    return render(request, "rights/recipient.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_recipient(request: HttpRequest) -> HttpResponse:
    operator = access_operation(request.user)
    wanted = {"door": request.GET.get("door", "")}
    form = RecipientForm(None, request.POST if request.method == "POST" else None, initial=wanted)
    if request.method == "POST" and form.is_valid():
        try:
            made = declare_recipient(form.chosen_key, form.facts, operator)
        except Problem as problem:
            form.add_error(None, problem.title)
        else:
            messages.success(request, _("It is declared. It is given nothing until it is vetted."))
            return redirect("recipient", made.key)
    return _form(request, form, reverse("recipients"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_recipient(request: HttpRequest, key: str) -> HttpResponse:
    """A change is a new version, which is vetted anew."""
    operator, found = access_recipient_in_force(request.user, key)
    initial = {name: getattr(found, name) for name in OutsideRecipient.FACTS}
    form = RecipientForm(found, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = change_recipient(found, form.facts, operator)
        except Problem as problem:
            if problem.status != 409:
                raise
            form.add_error(None, problem.title)
        else:
            if made.pk != found.pk:
                messages.success(request, _("It is changed. It is given nothing until it is vetted anew."))
            return redirect("recipient", key)
    return _form(request, form, reverse("recipient", args=[key]), found)


def _form(
    request: HttpRequest, form: RecipientForm, back: str, found: OutsideRecipient | None = None
) -> HttpResponse:
    context = {"area": "operator", "form": form, "back": back, "recipient": found}
    return render(request, "rights/edit_recipient.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def vet(request: HttpRequest, key: str) -> HttpResponse:
    operator, found = access_recipient_in_force(request.user, key)
    form = VettingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        vet_recipient(found, form.cleaned_data["until"], form.cleaned_data["findings"], operator)
        messages.success(request, _("It is vetted, and may be given what is declared."))
        return redirect("recipient", key)
    context = {"area": "operator", "form": form, "recipient": found, "back": reverse("recipient", args=[key])}
    return render(request, "rights/vet_recipient.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, key: str) -> HttpResponse:
    operator, found = access_recipient_in_force(request.user, key)
    if request.method == "POST":
        end_recipient(found, operator)
        messages.success(request, _("Nothing goes there any more."))
        return redirect("recipients")
    text = _("Nothing is given to it from now on. What was declared, and what it got, stays on record.")
    if found.door:
        text = _(
            "Nothing is given to it from now on, and what leaves by its door waits until another is declared. "
            "What it got stays on record."
        )
    context = {
        "question": _("End %(name)s?") % {"name": found.name},
        "text": text,
        "button": _("End it"),
        "back": reverse("recipient", args=[key]),
    }
    return render(request, "confirm.html", context)
