"""The outbox: mail as it would have left, for the operator in development."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from troth.outreach.access import access_mail, access_outbox
from troth.outreach.queries import as_mail, list_mails


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    folder = access_outbox(request.user)
    return render(request, "outreach/outbox.html", {"mails": list_mails(folder)})


@require_safe
def mail(request: HttpRequest, name: str) -> HttpResponse:
    message = access_mail(request.user, name)
    return render(request, "outreach/mail.html", {"mail": as_mail(name, message)})
