"""Times the query of a promotional mailing, with and without consent and objections. A process of `consent.py`.

Prints milliseconds as JSON, `{"contacts": {"plain": […], "standing": […]}, "accounts": …}`.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import django

ONE_IN = 20
"""Of so many people one objected, and one withdrew."""


def fill(people: int) -> None:
    """So many contacts and so many accounts. Each account agreed but for some; some contacts objected."""
    from django.db import connection

    from troth.accounts.models import Person
    from troth.lib.clock import now
    from troth.organizations.models import Contact, Kind
    from troth.privacy.models import Consent, Objection
    from troth.privacy.questions import questions

    moment, text = now(), questions()["offers"].text
    contacts = [f"contact{one}@supplier.example" for one in range(people)]
    accounts = [Person(email=f"person{one}@customer.example", name="Pat") for one in range(people)]
    Contact.objects.bulk_create([Contact(kind=Kind.PROSPECT, email=one) for one in contacts], 1000)
    Person.objects.bulk_create(accounts, 1000)
    Consent.objects.bulk_create(
        [
            Consent(
                person=one,
                address=one.email,
                question="offers",
                text=text,
                given_at=moment,
                given_how="page",
                withdrawn_at=moment if number % ONE_IN == 0 else None,
            )
            for number, one in enumerate(accounts)
        ],
        1000,
    )
    Objection.objects.bulk_create(
        [
            Objection(address=one, purpose="promote", made_at=moment, made_how="link")
            for one in contacts[::ONE_IN]
        ],
        1000,
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def time_it(query: Callable[[], Any], expected: int) -> float:
    """Milliseconds until the last address has been read."""
    began = time.perf_counter()
    count = sum(1 for _ in query().values_list("pk", "email").iterator(chunk_size=2000))
    took = (time.perf_counter() - began) * 1000
    assert count == expected, (count, expected)
    return took


def main(people: int, rounds: int) -> None:
    """Both queries of both tables, in turn, so often."""
    from troth.accounts.models import Person
    from troth.organizations.models import Contact
    from troth.privacy import Purpose
    from troth.privacy.consents import only_standing
    from troth.privacy.purposes import for_the_engine, under

    with for_the_engine():
        fill(people)
    standing = people - -(-people // ONE_IN)
    with under(Purpose.PROMOTE):
        sides: dict[str, dict[str, tuple[Callable[[], Any], int]]] = {
            "contacts": {
                "plain": (lambda: Contact.objects.order_by(), people),
                "standing": (
                    lambda: only_standing(
                        Contact.objects.order_by(), Purpose.PROMOTE, person="", address="email"
                    ),
                    standing,
                ),
            },
            "accounts": {
                "plain": (lambda: Person.objects.order_by(), people),
                "standing": (
                    lambda: only_standing(
                        Person.objects.order_by(), Purpose.PROMOTE, person="pk", address=""
                    ),
                    standing,
                ),
            },
        }
        found: dict[str, dict[str, list[float]]] = {
            table: {side: [] for side in both} for table, both in sides.items()
        }
        for number in range(rounds + 1):
            for table, both in sides.items():
                for side, (query, expected) in both.items():
                    took = time_it(query, expected)
                    if number:
                        found[table][side].append(took)
    print(json.dumps(found))


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
