"""Every hand-over is on record, and what may not be handed over is refused (SHR-6, SHR-7, SHR-11, XFR-2)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction

from tests.outside import declare, declare_vetted
from troth.accounts.models import Person
from troth.privacy.disclosing import About, hand_over
from troth.privacy.erasing import erase
from troth.privacy.gathering import gather
from troth.privacy.graph import rows_of
from troth.privacy.models import Disclosure
from troth.privacy.models.disclosures import KEPT_DAYS
from troth.privacy.people import people_at
from troth.privacy.recipients import HandOverRefused
from troth.privacy.vocabulary import Basis, Purpose

pytestmark = pytest.mark.django_db

START = datetime(2027, 3, 1, 12, tzinfo=UTC)


def give(*about: About, recipient: str = "example-mail", **changes: Any) -> list[Disclosure]:
    given: dict[str, Any] = {
        "categories": ["user.contact.email"],
        "purpose": Purpose.SERVE,
        "basis": Basis.CONTRACT,
        "why": "we wrote to you by mail",
    }
    with transaction.atomic():
        return hand_over(recipient, about=about, **given | changes)


def test_each_hand_over_is_a_row_a_person(alice: Person, bob: Person) -> None:
    """SHR-11: who, what categories, about whom, why, on what basis, when."""
    with time_machine.travel(START, tick=False):
        declare_vetted()
        give(About(alice), About(address="BOB@demo.example"), About(address="Ines@elsewhere.example"))
    rows = {row.person or row.address: row for row in Disclosure.objects.all()}
    assert set(rows) == {alice, bob, "ines@elsewhere.example"}, "an account's address is the account"
    row = rows[alice]
    assert (row.recipient, row.name, row.function, row.country) == (
        "example-mail",
        "Example Mail GmbH",
        "messages",
        "DE",
    )
    assert (row.categories, row.purpose, row.basis, row.why, row.at) == (
        ["user.contact.email"],
        "serve",
        "contract",
        "we wrote to you by mail",
        START,
    )
    assert row.covers == {"eu": "none_needed", "uk": "adequacy", "ch": "adequacy"}
    assert rows[bob].address == ""


def test_the_row_is_of_the_transaction_that_hands_over(alice: Person) -> None:
    declare_vetted()
    with transaction.atomic():
        give(About(alice))
        transaction.set_rollback(True)
    assert not Disclosure.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_without_a_transaction_nothing_is_handed_over(alice: Person) -> None:
    declare_vetted()
    assert not connection.in_atomic_block
    with pytest.raises(transaction.TransactionManagementError):
        hand_over(
            "example-mail",
            categories=["user.contact.email"],
            about=[About(alice)],
            purpose=Purpose.SERVE,
            basis=Basis.CONTRACT,
            why="x",
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "nobody"},
        {"recipient": "not-vetted"},
        {"categories": ["user.name"]},
        {"categories": ["user.contact.email", "user.name"]},
        {"categories": ["user"]},
        {"categories": ["user.contactless"]},
        {"categories": []},
        {"purpose": Purpose.PROMOTE},
        {"basis": Basis.CONSENT},
    ],
    ids=str,
)
def test_what_is_not_declared_is_refused_and_leaves_no_row(alice: Person, changes: dict[str, Any]) -> None:
    """SHR-1, SHR-11."""
    declare_vetted()
    declare("not-vetted")
    with pytest.raises(HandOverRefused) as refused:
        give(About(alice), **changes)
    assert not Disclosure.objects.exists()
    assert "alice" not in str(refused.value).lower()


def test_secrets_are_given_to_nobody(alice: Person) -> None:
    declare_vetted(categories=["user"])
    assert give(About(alice), categories=["user.name"])
    for category in ("user.authorization.password", "user.authorization.credentials"):
        with pytest.raises(HandOverRefused):
            give(About(alice), categories=[category])


def test_a_category_stands_for_those_below_it(alice: Person) -> None:
    declare_vetted()
    assert len(give(About(alice), categories=["user.contact", "user.contact.phone_number"])) == 1


@pytest.mark.parametrize(
    ("country", "mechanisms", "refused"),
    [
        ("DE", [], True),
        ("GB", ["scc"], True),
        ("GB", ["uk_addendum"], False),
        ("DE", ["uk_addendum"], True),
        ("CH", ["scc"], False),
        ("", ["scc"], True),
        ("", ["scc", "uk_idta"], False),
        ("", ["derogation"], False),
        ("US", [], False),
        ("BR", [], False),
    ],
)
def test_nobody_is_taken_across_a_border_that_nothing_covers(
    alice: Person, country: str, mechanisms: list[str], refused: bool
) -> None:
    """XFR-2: whose country is not known is taken to be under each law."""
    declare_vetted(country="IN", mechanisms=mechanisms)
    about = About(alice, country=country)
    if refused:
        with pytest.raises(HandOverRefused, match="IN"):
            give(about)
        assert not Disclosure.objects.exists()
    else:
        assert give(about)


def test_one_who_is_not_covered_stops_all_of_a_hand_over(alice: Person, bob: Person) -> None:
    """XFR-2."""
    declare_vetted(country="US", mechanisms=[])
    with pytest.raises(HandOverRefused):
        give(About(alice, country="US"), About(bob, country="FR"))
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("function", ["analytics", "search_engine", "other"])
def test_some_get_only_what_its_person_agreed_to(alice: Person, bob: Person, function: str) -> None:
    """SHR-6 with the choice standing, SHR-7 with consent to that case; asked at the hand-over."""
    declare_vetted(function=function)
    agreed = {alice}

    def consented(about: About) -> bool:
        return about.person in agreed

    consent = {"basis": Basis.CONSENT, "consented": consented}
    for changes in ({}, {"basis": Basis.CONSENT}, {"consented": consented}):
        with pytest.raises(HandOverRefused, match="agreed"):
            give(About(alice), **changes)
    with pytest.raises(HandOverRefused, match="agreed"):
        give(About(alice), About(bob), **consent)
    assert give(About(alice), **consent)
    agreed.clear()
    with pytest.raises(HandOverRefused, match="agreed"):
        give(About(alice), **consent)


def test_what_is_tried_again_is_one_hand_over(alice: Person) -> None:
    declare_vetted()
    for _ in range(2):
        give(About(alice), About(address="ines@elsewhere.example"), About(), reference="letter 1")
    assert Disclosure.objects.count() == 3
    give(About(alice), reference="letter 2")
    assert Disclosure.objects.filter(person=alice).count() == 2


def test_a_row_is_given_to_its_person_and_goes_with_them(alice: Person, bob: Person) -> None:
    """SHR-11, RET-8: of other people's rows nobody gets any."""
    declare_vetted()
    give(About(alice), About(bob), About(address="ines@elsewhere.example"))
    mine = [one for one in gather(rows_of([alice])) if one.model is Disclosure]
    assert [one.values["name"] for one in mine] == ["Example Mail GmbH"]
    erase([alice])
    assert set(Disclosure.everything.values_list("person", flat=True)) == {bob.pk, None}
    erase(people_at("INES@elsewhere.example"))
    assert [row.person for row in Disclosure.everything.all()] == [bob]


def test_rows_are_out_of_sight_after_their_period(alice: Person) -> None:
    declare_vetted()
    with time_machine.travel(START, tick=False) as clock:
        give_at = START.date()
        declare_vetted("second", until=give_at + timedelta(days=1))
        give(About(alice), recipient="second")
        assert Disclosure.objects.count() == 1
        clock.shift(timedelta(days=KEPT_DAYS))
        assert not Disclosure.objects.exists()


def test_ten_thousand_people_cost_no_query_each(
    alice: Person, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    declare_vetted()
    about = [About(address=f"person{number}@crowd.example") for number in range(10_000)]
    with django_assert_max_num_queries(200):
        assert len(give(*about)) == 10_000
