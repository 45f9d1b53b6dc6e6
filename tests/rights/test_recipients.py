"""The operator declares, vets, changes and ends recipients on pages and by command (SHR-1, SHR-4)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings
from typer.testing import CliRunner

from tests.outside import declare, declare_vetted
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.privacy.models import AuditEntry, OutsideRecipient
from troth.privacy.recipients import declared
from troth.web.cli import app

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]
HOST = "smtp.mail.example"
FORM: dict[str, Any] = {
    "name": "Example Mail GmbH",
    "key": "example-mail",
    "function": "messages",
    "country": "DE",
    "categories": ["user.contact.email", "user.content.private"],
    "purposes": ["serve"],
    "address": "privacy@mail.example",
}


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_operator_declares_and_vets(operator: Person, as_person: As) -> None:
    """SHR-1: vetted before the first byte."""
    client = as_person(operator)
    assert "Nobody outside gets anything" in page(client, "/operator/recipients/")
    answer = client.post("/operator/recipients/new/", FORM)
    assert answer.headers["Location"] == "/operator/recipient/example-mail/"
    assert "not vetted yet" in page(client, "/operator/recipient/example-mail/")
    until = now().date() + timedelta(days=30)
    answer = client.post(
        "/operator/recipient/example-mail/vet/", {"findings": "Contract of May.", "until": until.isoformat()}
    )
    assert answer.status_code == 302
    assert declared("example-mail").address == "privacy@mail.example"
    shown = page(client, "/operator/recipient/example-mail/")
    assert "Contract of May." in shown
    assert "Otto Perez" in shown, "who declared and vetted it"
    entries = AuditEntry.objects.filter(scope="", action__startswith="recipient.")
    assert sorted(entry.action for entry in entries) == ["recipient.declared", "recipient.vetted"]


def test_the_page_says_when_mail_stays_on_ones_own_machine(
    operator: Person, as_person: As, settings: Settings
) -> None:
    client = as_person(operator)
    assert "No third party is behind it" in page(client, "/operator/recipients/")
    del settings.EMAIL_FILE_PATH
    settings.EMAIL_HOST = HOST
    shown = page(client, "/operator/recipients/")
    assert f"leads to {HOST}" in shown
    assert "Shut" in shown
    answer = client.post(
        "/operator/recipients/new/", FORM | {"door": "mail", "purposes": ["serve", "engage", "promote"]}
    )
    assert answer.status_code == 302
    assert OutsideRecipient.objects.get().host == HOST
    declared_until = (now().date() + timedelta(days=30)).isoformat()
    client.post("/operator/recipient/example-mail/vet/", {"findings": "Looked.", "until": declared_until})
    assert f"To Example Mail GmbH, at {HOST}" in page(client, "/operator/recipients/")


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"key": "Not A Key"}, "key"),
        ({"key": "../up"}, "key"),
        ({"function": "sale"}, "function"),
        ({"country": "XX"}, "country"),
        ({"categories": ["user.nonsense"]}, "categories"),
        ({"categories": []}, "categories"),
        ({"purposes": []}, "purposes"),
        ({"purposes": ["sell"]}, "purposes"),
        ({"mechanisms": ["adequacy"]}, "mechanisms"),
        ({"name": " \u200b "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"address": "a@b.example\r\nBcc: c@d.example"}, "address"),
    ],
    ids=str,
)
def test_what_can_not_be_is_shown_again(
    operator: Person, as_person: As, changes: dict[str, Any], name: str
) -> None:
    answer = as_person(operator).post("/operator/recipients/new/", FORM | changes)
    assert answer.status_code == 422
    assert name in answer.context["form"].errors
    assert not OutsideRecipient.objects.exists()


def test_what_goes_through_a_door_must_be_declared(
    operator: Person, as_person: As, settings: Settings
) -> None:
    del settings.EMAIL_FILE_PATH
    settings.EMAIL_HOST = HOST
    given = FORM | {"door": "mail", "categories": ["user.contact.email"]}
    answer = as_person(operator).post("/operator/recipients/new/", given)
    assert answer.status_code == 422
    assert "categories" in answer.context["form"].errors


def test_a_taken_key_is_told(operator: Person, as_person: As) -> None:
    declare()
    answer = as_person(operator).post("/operator/recipients/new/", FORM)
    assert answer.status_code == 422
    assert "There is a recipient of this key" in answer.content.decode()


def test_a_change_is_vetted_anew_and_the_page_keeps_what_was(operator: Person, as_person: As) -> None:
    declare_vetted()
    client = as_person(operator)
    answer = client.post(
        "/operator/recipient/example-mail/edit/", FORM | {"country": "US", "mechanisms": ["scc"]}
    )
    assert answer.status_code == 302
    shown = page(client, "/operator/recipient/example-mail/")
    assert "not vetted yet" in shown
    assert "United States" in shown
    assert "Germany" in shown, "what was declared before"
    assert "data about them does not go there" in shown, "the UK is not covered by the clauses alone"


def test_an_ended_recipient_stays_to_be_read_and_not_to_be_changed(operator: Person, as_person: As) -> None:
    declare_vetted()
    client = as_person(operator)
    assert client.post("/operator/recipient/example-mail/end/").status_code == 302
    assert "Nothing goes there" in page(client, "/operator/recipient/example-mail/")
    assert "Ended" in page(client, "/operator/recipients/")
    for verb in ("edit", "vet", "end"):
        assert client.get(f"/operator/recipient/example-mail/{verb}/").status_code == 404
    assert client.post("/operator/recipients/new/", FORM).status_code == 302, "the key is free again"


def test_a_vetting_day_is_kept_in_bounds(operator: Person, as_person: As) -> None:
    declare()
    client = as_person(operator)
    for until in ("2020-01-01", "2199-01-01", "soon", ""):
        answer = client.post("/operator/recipient/example-mail/vet/", {"findings": "Looked.", "until": until})
        assert answer.status_code == 422, until
    assert OutsideRecipient.objects.get().vetted_on is None


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["recipients", *words])
    return done.exit_code, done.output


def test_the_command_does_the_same(settings: Settings) -> None:
    """An installation whose first mail has to leave by a provider has no operator who could sign in yet."""
    del settings.EMAIL_FILE_PATH
    settings.EMAIL_HOST = HOST
    assert f"leads to {HOST}, and no recipient is declared there" in run("list")[1]
    code, said = run(
        "declare", "example-mail", "--name", "Example Mail GmbH", "--function", "messages",
        "--country", "de", "--door", "mail",
    )  # fmt: skip
    assert code == 0, said
    with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC), tick=False):
        code, said = run("vet", "example-mail", "--until", "2027-12-31", "--findings", "Contract.")
        assert code == 0, said
        assert f"Leads to Example Mail GmbH at {HOST}" in run("list")[1]
        assert declared("example-mail").categories == ["user.contact.email", "user.content.private"]
    assert run("end", "example-mail")[0] == 0
    assert run("end", "example-mail")[0] == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [("--function", "sale"), ("--country", "XX"), ("--door", "window"), ("--mechanism", "luck")],
)
def test_the_command_refuses_with_a_sentence(option: str, value: str) -> None:
    words = {
        "--name": "X",
        "--function": "messages",
        "--country": "DE",
        "--category": "user.name",
        "--purpose": "serve",
    }
    words[option] = value
    code, said = run("declare", "x", *(word for pair in words.items() for word in pair))
    assert code == 1
    assert said.strip().endswith(".")
    assert not OutsideRecipient.objects.exists()
