"""Receipts of what somebody answered in meetings (USE-11)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from troth.rights.asker import access_asker
from troth.rights.meeting_receipts import access_answer, receipt_of_answer


@require_safe
@never_cache
def receipt(request: HttpRequest, answer_id: UUID) -> HttpResponse:
    """An answer's receipt, to read and to print."""
    answer = access_answer(access_asker(request), answer_id)
    context = {"answer": answer, "receipt": receipt_of_answer(answer)}
    return render(request, "rights/meeting_receipt.html", context)


@require_safe
@never_cache
def receipt_as_json(request: HttpRequest, answer_id: UUID) -> JsonResponse:
    """The same for programs, as a file."""
    answer = access_answer(access_asker(request), answer_id)
    given = JsonResponse(receipt_of_answer(answer), json_dumps_params={"indent": 2, "ensure_ascii": False})
    given["Content-Disposition"] = f'attachment; filename="meeting-receipt-{answer.id}.json"'
    return given
