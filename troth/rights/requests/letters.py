"""What is mailed about a request, in the transaction of what it tells."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.rights.models import Law, SubjectRequest
from troth.rights.requests.access import LINK_DAYS, token_for


def link_to(subject_request: SubjectRequest) -> str:
    """Where its person reads and answers: a page behind their sign-in, or a signed link."""
    if subject_request.person is not None:
        path = reverse("your_data_request", args=[subject_request.pk])
    else:
        path = reverse("your_data_request_open", args=[token_for(subject_request)])
    return f"{settings.PUBLIC_URL}{path}"


def tell(subject_request: SubjectRequest, template: str, **words: object) -> bool:
    """Mails its person `rights/email/request_<template>.txt`; False where they gave no address."""
    if not subject_request.mail_address:
        return False
    context = {
        "request": subject_request,
        "kind": subject_request.get_kind_display(),
        "link": link_to(subject_request),
        "link_days": 0 if subject_request.person else LINK_DAYS,
        "operator": settings.OPERATOR_NAME,
        "public_url": settings.PUBLIC_URL,
        "complain": complaint_under(Law(subject_request.law)),
        **words,
    }
    text = render_to_string(f"rights/email/request_{template}.txt", context)
    subject = _("Your request %(reference)s") % {"reference": subject_request.reference}
    send_letter(MessageKind.TRANSACTIONAL, subject_request.mail_address, subject, text)
    return True


def complaint_under(law: Law) -> str:
    """Where one may complain about an answer (GDPR art. 12(4), 77 and 79)."""
    return {
        Law.GDPR: _(
            "You may complain to a data protection authority, where you live, where you work or where you "
            "think the law was broken, and you may go to court."
        ),
        Law.UK: _("You may complain to the Information Commissioner, and you may go to court."),
        Law.SWISS: _(
            "You may report it to the Federal Data Protection and Information Commissioner, and you may go to court."
        ),
        Law.CCPA: _(
            "You may complain to the California Privacy Protection Agency or to the Attorney General of California."
        ),
        Law.OTHER: _("You may complain to the data protection authority where you live."),
    }[law]
