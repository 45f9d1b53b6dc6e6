"""The outbox: for the operator, in development, and nobody else."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from pytest_django import Settings

from troth.accounts.models import Person
from troth.outreach.queries import list_mails

As = Callable[[Person], Client]


@pytest.fixture
def mails(settings: Settings, tmp_path: Path) -> list[str]:
    """Two mails in the folder, the older first; gives their names."""
    settings.EMAIL_FILE_PATH = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    for subject in ("Older <script>", "Newer"):
        message = EmailMultiAlternatives(
            subject, "Open https://meet.example/x?a=1 – müde", to=["dora@demo.example"]
        )
        message.attach_alternative("<script>alert(1)</script><p>Open</p>", "text/html")
        message.send()
        if subject != "Newer":
            for file in tmp_path.iterdir():
                os.utime(file, (0, 0))
    return [mail.name for mail in reversed(list_mails(tmp_path))]


def test_mails_of_one_second_that_share_a_file_are_all_there(
    operator: Person, as_person: As, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend")
    connection.send_messages(
        [EmailMultiAlternatives(f"Number {n}", "Text", to=["dora@demo.example"]) for n in range(3)]
    )
    assert len(list(tmp_path.iterdir())) == 1
    client = as_person(operator)
    page = client.get("/outbox/").content.decode()
    assert page.index("Number 2") < page.index("Number 1") < page.index("Number 0")
    links = re.findall(r"/outbox/[^/\"]+/", page)
    assert "Number 1" in client.get(links[1]).content.decode()


def test_the_operator_reads_mail_newest_first(operator: Person, as_person: As, mails: list[str]) -> None:
    client = as_person(operator)
    page = client.get("/outbox/").content.decode()
    assert page.index("Newer") < page.index("Older &lt;script&gt;")
    mail = client.get(f"/outbox/{mails[0]}/").content.decode()
    assert 'href="https://meet.example/x?a=1"' in mail
    assert "müde" in mail
    assert "<script>alert" not in mail


def test_nobody_else_does(
    alice: Person, admin: Person, owner: Person, as_person: As, client: Client, mails: list[str]
) -> None:
    for path in ("/outbox/", f"/outbox/{mails[0]}/"):
        assert client.get(path).status_code == 404
        for person in (alice, admin, owner):
            assert as_person(person).get(path).status_code == 404


def test_outside_development_nobody_does(
    operator: Person, as_person: As, mails: list[str], settings: Settings
) -> None:
    settings.IN_DEVELOPMENT = False
    assert as_person(operator).get("/outbox/").status_code == 404
    assert as_person(operator).get(f"/outbox/{mails[0]}/").status_code == 404
    assert "/outbox/" not in as_person(operator).get("/").content.decode()


def test_where_mail_leaves_by_smtp_there_is_no_outbox(
    operator: Person, as_person: As, settings: Settings
) -> None:
    del settings.EMAIL_FILE_PATH
    assert as_person(operator).get("/outbox/").status_code == 404


@pytest.mark.parametrize("name", ["..%2Fkeys", "unknown", "*", "%2e%2e"])
def test_a_name_leads_nowhere_else(operator: Person, as_person: As, mails: list[str], name: str) -> None:
    assert as_person(operator).get(f"/outbox/{name}/").status_code == 404


def test_an_empty_outbox_says_so(operator: Person, as_person: As, settings: Settings, tmp_path: Path) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "not there yet"
    assert "No mail yet" in as_person(operator).get("/outbox/").content.decode()
