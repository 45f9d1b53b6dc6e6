"""Recipients are told of an erasure once it is final, and nobody is named (GDPR art. 19, RET-8)."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail, serializers
from django.db import transaction
from django.test import Client

from tests.outside import declare_vetted, notify
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.privacy.disclosing import About, hand_over
from troth.privacy.graph import rows_of
from troth.privacy.leaving import WINDOW, come_back, lapse, leave
from troth.privacy.models import AuditEntry, ErasureNotification
from troth.privacy.vocabulary import Basis, Purpose
from troth.rights.telling import tell_recipients

pytestmark = pytest.mark.django_db(transaction=True)

As = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """Ledger and sealed files of this test alone."""
    settings.DATA = tmp_path


def give(recipient: str, about: About, reference: str = "") -> None:
    with transaction.atomic():
        hand_over(
            recipient,
            categories=["user.contact.email"],
            about=[about],
            purpose=Purpose.SERVE,
            basis=Basis.CONTRACT,
            why="we wrote to you by mail",
            reference=reference,
        )


def test_who_got_something_is_told_when_the_erasure_is_final(alice: Person, bob: Person) -> None:
    declare_vetted(address="privacy@mail.example")
    declare_vetted("auditor", function="auditors", name="Auditor Ltd")
    declare_vetted("court", function="authority", name="District Court")
    declare_vetted("unconcerned", name="Unconcerned")
    for number in range(2):
        give("example-mail", About(alice), f"letter {number}")
    give("auditor", About(alice))
    give("court", About(alice))
    give("unconcerned", About(bob))
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        leave(rows_of([alice]), "person")
        assert tell_recipients() == 0, "they may still come back"
        clock.shift(WINDOW)
        lapse()
        assert tell_recipients() == 1
        assert tell_recipients() == 0, "once"
    [sent] = mail.outbox
    assert sent.to == ["privacy@mail.example"]
    assert "letter 0" in sent.body
    assert "letter 1" in sent.body
    assert "alice" not in str(sent.message()).lower()
    told, due = ErasureNotification.objects.order_by("-count")
    assert (told.recipient, told.count, told.references, told.how) == ("example-mail", 2, [], "by mail")
    assert told.told_at is not None
    assert (due.recipient, due.told_at) == ("auditor", None)


def test_a_final_erasure_is_due_at_once_and_names_nobody(alice: Person) -> None:
    """RET-8."""
    declare_vetted()
    give("example-mail", About(alice))
    words = (str(alice.pk), alice.email, alice.name)
    leave(rows_of([alice]), "operator", window=timedelta())
    found = ErasureNotification.objects.get()
    assert found.due_at is not None
    assert found.references
    kept = serializers.serialize("json", ErasureNotification.objects.all())
    assert json.loads(kept)
    for word in words:
        assert word not in kept


def test_nobody_is_told_of_who_came_back(alice: Person) -> None:
    declare_vetted(address="privacy@mail.example")
    give("example-mail", About(alice))
    start = now()
    with time_machine.travel(start, tick=False) as clock:
        _erasure, token = leave(rows_of([alice]), "person")
        come_back(token)
        clock.shift(WINDOW)
        lapse()
        assert tell_recipients() == 0
    assert not ErasureNotification.objects.exists()
    assert not mail.outbox


def test_the_operator_says_that_they_were_told(operator: Person, as_person: As) -> None:
    notification = notify(declare_vetted())
    client = as_person(operator)
    shown = client.get("/operator/notifications/").content.decode()
    assert "One to be told" in shown
    path = f"/operator/notifications/{notification.pk}/"
    assert "letter 1" in client.get(path).content.decode()
    assert client.post(path, {"how": ""}).status_code == 422
    assert client.post(path, {"how": "x" * 201}).status_code == 422
    assert client.post(path, {"how": "By telephone\n to their desk"}).status_code == 302
    notification.refresh_from_db()
    assert (notification.how, notification.references) == ("By telephone to their desk", [])
    assert "By telephone" in client.get("/operator/notifications/").content.decode()
    assert client.post(path, {"how": "Again"}).status_code == 404
    assert AuditEntry.objects.filter(scope="", action="erasure.told").count() == 1


def test_nobody_has_to_be_told(operator: Person, as_person: As) -> None:
    assert "Nobody has to be told" in as_person(operator).get("/operator/notifications/").content.decode()
