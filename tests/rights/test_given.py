"""A person sees who got what about them, and nobody else's (SHR-11)."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from tests.outside import declare_vetted
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.privacy.disclosing import About, hand_over
from troth.privacy.models import Disclosure, Proof
from troth.privacy.vocabulary import Basis, Purpose
from troth.rights.asker import token_for
from troth.rights.given import SHOWN

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]


def give(*about: About, times: int = 1, why: str = "we wrote to you by mail") -> None:
    for _ in range(times):
        with transaction.atomic():
            hand_over(
                "example-mail",
                categories=["user.contact.email"],
                about=about,
                purpose=Purpose.SERVE,
                basis=Basis.CONTRACT,
                why=why,
            )


def page(client: Client) -> str:
    answer = client.get("/your-data/given/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_nothing_was_given(alice: Person, as_person: As) -> None:
    assert "Nobody outside got anything about you" in page(as_person(alice))
    assert "/your-data/given/" in as_person(alice).get("/your-data/").content.decode()


def test_who_got_what_why_and_when(alice: Person, as_person: As) -> None:
    """SHR-11, in plain words."""
    declare_vetted()
    give(About(alice), times=3)
    shown = page(as_person(alice))
    for words in (
        "Example Mail GmbH",
        "Sending messages, Germany",
        "Email address",
        "We wrote to you by mail; to provide the service (the contract)",
        "3 times",
    ):
        assert words in shown, words


def test_what_is_the_same_is_told_once_and_what_differs_apart(alice: Person, as_person: As) -> None:
    declare_vetted()
    give(About(alice), times=SHOWN + 2)
    give(About(alice), why="you asked for help")
    shown = page(as_person(alice))
    assert shown.count("<article") == 2
    assert "And 2 more" in shown


def test_nobody_sees_anothers(alice: Person, bob: Person, carol: Person, as_person: As) -> None:
    declare_vetted()
    give(About(bob))
    give(About(address="alice@elsewhere.example"))
    for person in (alice, carol):
        assert "Nobody outside got anything about you" in page(as_person(person))
    assert "Example Mail GmbH" in page(as_person(bob))


def test_who_has_no_account_sees_theirs_by_a_proven_address(bob: Person) -> None:
    declare_vetted()
    give(About(address="Ines@elsewhere.example"))
    give(About(bob))
    client = Client(headers={"Accept": "text/html"})
    assert client.get("/your-data/given/").status_code == 401
    proof = Proof.objects.create(address="ines@elsewhere.example", asked_at=now())
    client.post(f"/your-data/open/{token_for(proof)}/")
    shown = page(client)
    assert "Example Mail GmbH" in shown
    assert shown.count("<article") == 1


def test_a_page_of_many_rows_asks_few_queries(
    alice: Person, as_person: As, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    declare_vetted()
    give(About(alice))
    row = Disclosure.objects.get()
    Disclosure.objects.bulk_create(
        Disclosure(
            **{
                field.attname: getattr(row, field.attname)
                for field in Disclosure._meta.concrete_fields
                if not field.primary_key
            }
        )
        for _ in range(2000)
    )
    client = as_person(alice)
    with django_assert_max_num_queries(8):
        assert "2001 times" in page(client).replace(",", "")
