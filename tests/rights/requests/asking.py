"""Requests as people make them over HTTP."""

import re
from collections.abc import Callable
from typing import Any

from django.core import mail
from django.test import Client

from troth.accounts.models import Person
from troth.rights.models import SubjectRequest

As = Callable[[Person], Client]
INES = "ines@elsewhere.example"
FORM = {"kind": "access", "law": "gdpr", "words": "Tell me all of it.", "email": INES, "zone": "UTC"}


def ask(browser: Client, **values: str) -> SubjectRequest:
    """Asks by the form, and answers the request."""
    before = set(SubjectRequest.objects.values_list("pk", flat=True))
    answer = browser.post("/your-data/ask/", FORM | values)
    assert answer.status_code in {200, 302}, answer.content.decode()
    return SubjectRequest.objects.select_related("person").exclude(pk__in=before).get()


def mailed_link(number: int = -1) -> str:
    """The link in a mail, as a path."""
    found = re.search(r"http://testserver(/your-data/requests/open/\S+)", str(mail.outbox[number].body))
    assert found, mail.outbox[number].body
    return found[1]


def ask_and_prove(browser: Client, **values: str) -> SubjectRequest:
    """Asks, and opens the mailed link."""
    one = ask(browser, **values)
    assert browser.post(mailed_link(), {"whose": "mine"}).status_code == 302
    one.refresh_from_db()
    assert one.verified_at
    return one


def do(officer: Client, one: SubjectRequest, deed: str, **values: Any) -> Any:
    """What the officer does at the desk."""
    return officer.post(f"/operator/requests/{one.pk}/{deed}/", values)
