"""Where a person agrees, withdraws and objects (LAW-2, LAW-3, LAW-4, USE-11)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from troth.lib.problems import not_found
from troth.privacy import consents
from troth.privacy.choices import choice_of
from troth.privacy.models import How
from troth.privacy.questions import may_object, questions
from troth.privacy.vocabulary import Purpose
from troth.rights.asker import access_asker, asker_of
from troth.rights.choices import access_consent, choices_of, who_asks
from troth.rights.meeting_receipts import answers_of
from troth.rights.receipts import receipt_of

ANSWERED = 50
"""The latest answers in meetings that are listed."""


@require_safe
@never_cache
def choices(request: HttpRequest) -> HttpResponse:
    """What somebody agreed to and may refuse; who is not known yet proves an address first."""
    asker = asker_of(request)
    if asker is None:
        return redirect("your_data")
    context = {
        "asker": asker,
        "choices": choices_of(asker),
        "answered": answers_of(asker, ANSWERED),
        "signal": choice_of(request).signal,
    }
    return render(request, "rights/choices.html", context)


@require_POST
def agree(request: HttpRequest) -> HttpResponse:
    """Takes a consent to the words that were on the page; asks anew where they are others by now."""
    asker = access_asker(request)
    question = questions().get(request.POST.get("question", ""))
    version = request.POST.get("version", "")
    # A case is asked where it comes up, and answered there.
    is_known = question and not question.case and question.is_asked_of(who_asks(asker).person is not None)
    if question is None or not is_known or not (version.isdecimal() and 0 < int(version) < 10**9):
        raise not_found()
    try:
        consents.give(
            question.key, person=asker.person, address=asker.address, how=How.PAGE, version=int(version)
        )
    except consents.StaleText:
        messages.error(
            request, _("The words have changed since you read them. Read them again, then decide.")
        )
    else:
        messages.success(request, _("Noted: you agreed. Your receipt is below."))
    return redirect("your_data_choices")


@require_POST
def withdraw(request: HttpRequest, receipt: UUID) -> HttpResponse:
    """Ends a consent; what that limits stood beside the button."""
    asker = access_asker(request)
    consent = access_consent(asker, receipt)
    if consents.withdraw(consent.question, person=asker.person, address=asker.address, how=How.PAGE):
        messages.success(request, _("Withdrawn. It holds from now on."))
    return redirect("your_data_choices")


@require_POST
def object_to(request: HttpRequest) -> HttpResponse:
    asker, purpose = access_asker(request), _purpose(request)
    consents.object_to(purpose, person=asker.person, address=asker.address, how=How.PAGE)
    messages.success(request, _("Noted: your data is not used for this from now on."))
    return redirect("your_data_choices")


@require_POST
def end_objection(request: HttpRequest) -> HttpResponse:
    asker, purpose = access_asker(request), _purpose(request)
    if consents.end_objection(purpose, person=asker.person, address=asker.address, how=How.PAGE):
        messages.success(request, _("Your objection has ended."))
    return redirect("your_data_choices")


@require_safe
@never_cache
def receipt(request: HttpRequest, receipt: UUID) -> HttpResponse:
    """A consent's receipt, to read and to print."""
    consent = access_consent(access_asker(request), receipt)
    return render(request, "rights/receipt.html", {"consent": consent, "receipt": receipt_of(consent)})


@require_safe
@never_cache
def receipt_as_json(request: HttpRequest, receipt: UUID) -> JsonResponse:
    """The same for programs, as a file."""
    consent = access_consent(access_asker(request), receipt)
    answer = JsonResponse(receipt_of(consent), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="receipt-{consent.receipt}.json"'
    return answer


def _purpose(request: HttpRequest) -> Purpose:
    """The use that a form names. Raises 404 for one that an objection does not end."""
    word = request.POST.get("purpose", "")
    if word not in Purpose.values or not may_object(Purpose(word)):
        raise not_found()
    return Purpose(word)
