"""Who runs the installation is said on its command line, and is on record."""

import re

import pytest
from django.core import mail
from django.test import Client
from typer.testing import CliRunner

from tests.accounts.test_signing_in import sign_in
from tests.people import PASSWORD
from troth.accounts.models import Person
from troth.privacy.models import AuditEntry
from troth.web.cli import app

pytestmark = pytest.mark.django_db


def troth(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["operator", *words])
    return done.exit_code, done.output


def actions() -> list[str]:
    return list(AuditEntry.objects.filter(scope="").order_by("number").values_list("action", flat=True))


def test_somebody_with_an_account_runs_it_until_it_is_taken_from_them(alice: Person) -> None:
    assert troth("remove", alice.email) == (1, "Nobody at this address runs the installation.\n")
    assert troth("add", " ALICE@demo.example") == (0, "They run this installation from now on.\n")
    assert troth("add", alice.email) == (0, "They do already.\n")
    assert troth("list") == (0, "alice@demo.example  Alice Adams\n")
    client = Client()
    sign_in(client, alice.email)
    assert client.get("/operator/contacts/").status_code == 200
    assert troth("remove", alice.email)[0] == 0
    assert client.get("/operator/contacts/").status_code == 403
    assert actions()[-2:] == ["account.operator_appointed", "account.operator_dismissed"]


def test_who_has_no_account_gets_one_and_sets_a_password_by_mail(db: None) -> None:
    assert troth("add", "olga@example.com")[0] == 1
    assert troth("add", "olga", "--name", "Olga") == (1, "“olga” is no mail address.\n")
    code, said = troth("add", "olga@example.com", "--name", "Olga Owner")
    assert (code, "http://testserver/account/password/reset/" in said) == (0, True)
    browser = Client()
    browser.post("/account/password/reset/", {"email": "olga@example.com"})
    link = re.search(r"http://testserver(/\S+)", str(mail.outbox[-1].body))
    assert link
    form = browser.get(link.group(1), follow=True).redirect_chain[-1][0]
    browser.post(form, {"password1": PASSWORD})
    sign_in(browser, "olga@example.com")
    assert browser.get("/operator/contacts/").status_code == 200
