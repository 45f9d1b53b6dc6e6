"""Contacts by hand: who they are, where each value came from, and that only the operator reaches them."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.organizations.contacts import actions
from troth.organizations.contacts.provenance import SOURCES, parse
from troth.organizations.models import Contact, Kind, Organization
from troth.privacy import SELF, Recipient, Source, Subject
from troth.privacy.audit import pseudonym
from troth.privacy.declarations import kinds_of
from troth.privacy.models import AuditEntry

As = Callable[[Person], Client]
FORM = {
    "kind": "supplier",
    "email": "Sam@Supplier.example",
    "name": "Sam Smith",
    "phone": "+49 30 1234",
    "address": "1 Long Road\r\nTown",
    "source": "person",
    "named": "a call",
    "at": "2026-01-02",
}


@pytest.fixture
def browser(operator: Person, as_person: As) -> Client:
    return as_person(operator)


def write(browser: Client, contact: Contact | None = None, **fields: Any) -> int:
    path = f"/operator/contacts/{contact.pk}/edit/" if contact else "/operator/contacts/new/"
    return browser.post(path, FORM | fields).status_code


def many(number: int, kind: str = "customer") -> None:
    Contact.objects.bulk_create(
        Contact(kind=kind, email=f"{kind}{n}@many.example", name=f"Person {n:03}") for n in range(number)
    )


def test_WHO_1_the_four_kinds_are_kinds_of_the_declaration() -> None:
    kinds = kinds_of(Contact.privacy.owners[SELF])
    assert kinds == (Subject.CUSTOMER, Subject.SUPPLIER, Subject.PARTNER, Subject.PROSPECT)
    assert tuple(Kind(kind).subject for kind in Kind.values) == kinds
    assert {one for field in Contact.privacy.personal.values() for one in field.seen_by} == {
        Recipient.OPERATOR
    }


def test_COL_3_every_source_of_the_promise_can_be_noted() -> None:
    words = (
        "user linked_account reseller employer administrator public enrichment_vendor payment_vendor "
        "delivery_vendor advertising_network analytics_provider partner person"
    )
    assert {Source(word) for word in words.split()} <= set(SOURCES)


def test_COL_3_each_value_keeps_where_it_came_from(browser: Client, db: None) -> None:
    assert write(browser) == 302
    contact = Contact.objects.get()
    assert (contact.email, contact.address) == ("sam@supplier.example", "1 Long Road\nTown")
    assert set(contact.sources) == {"email", "name", "phone", "address"}
    assert (
        write(browser, contact, phone="+49 30 9", name="", source="reseller", named="", at="2026-02-03")
        == 302
    )
    contact.refresh_from_db()
    assert contact.sources["phone"] == {"source": "reseller", "at": "2026-02-03"}
    assert contact.sources["email"] == {"source": "person", "at": "2026-01-02", "named": "a call"}
    assert set(contact.sources) == {"email", "phone", "address"}, "nothing is noted of what is gone"
    page = browser.get(f"/operator/contacts/{contact.pk}/").content.decode()
    assert "Came from a reseller or distributor, 3 Feb 2026" in page
    assert "Came from the person, 2 Jan 2026" in page
    assert Contact.objects.filter(sources__phone__source="reseller").exists()


def test_a_kind_is_chosen_once_and_one_address_may_be_of_two_kinds(browser: Client) -> None:
    write(browser)
    assert write(browser, Contact.objects.get(), kind="prospect") == 302
    assert Contact.objects.get().kind == Kind.SUPPLIER
    assert write(browser) == 422, "the same kind and address"
    assert write(browser, kind="partner") == 302
    assert write(browser, email="other@supplier.example") == 302
    assert write(browser, Contact.objects.get(email="other@supplier.example")) == 422
    assert Contact.objects.count() == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "friend"},
        {"email": "nobody"},
        {"email": ""},
        {"name": "x" * 121},
        {"notes": "x" * 2001},
        {"source": "hearsay"},
        {"source": ""},
        {"source": "noted"},
        {"at": "2999-01-01"},
        {"name": "a\0b"},
    ],
)
def test_what_can_not_be_is_refused(browser: Client, fields: dict[str, str]) -> None:
    assert write(browser, **fields) == 422
    assert not Contact.objects.exists()


def test_only_a_customers_contact_belongs_to_an_organization(browser: Client, demo: Organization) -> None:
    assert write(browser, organization=demo.pk) == 422
    assert write(browser, kind="customer", organization=demo.pk) == 302
    demo.delete()
    assert Contact.objects.get().organization is None


def test_saving_counts_as_use(browser: Client) -> None:
    write(browser)
    contact = Contact.objects.get()
    with time_machine.travel(now() + timedelta(days=300)):
        browser.force_login(Person.objects.get())
        write(browser, contact)
        contact.refresh_from_db()
        assert now() - contact.last_used_at < timedelta(minutes=1)


def test_deleting_asks_first(browser: Client) -> None:
    write(browser)
    path = f"/operator/contacts/{Contact.objects.get().pk}/delete/"
    assert "Delete Sam Smith?" in browser.get(path).content.decode()
    assert Contact.objects.exists()
    assert browser.post(path)["Location"] == "/operator/contacts/"
    assert not Contact.objects.exists()
    assert browser.get(path).status_code == 404


def test_a_contact_that_is_deleted_meanwhile_does_not_come_back(browser: Client, operator: Person) -> None:
    write(browser)
    contact = Contact.objects.get()
    values = {name: getattr(contact, name) for name in Contact.VALUES}
    Contact.objects.all().delete()
    with pytest.raises(Problem, match="nothing here"):
        actions.save_contact(contact, values, None, parse("person"), operator)
    assert not Contact.objects.exists()


def test_searching_narrows_by_every_word_and_by_kind(browser: Client) -> None:
    many(3)
    write(browser, company="Bolts Ltd")
    page = browser.get("/operator/contacts/?q=smith+bolts").content.decode()
    assert "Sam Smith" in page
    assert "Person 001" not in page
    assert "Sam Smith" not in browser.get("/operator/contacts/?kind=customer").content.decode()
    assert "No contact fits" in browser.get("/operator/contacts/?q=smith+nuts").content.decode()
    assert browser.get("/operator/contacts/?q=%00&kind=%00&page=x").status_code == 200


def test_an_empty_list_says_so(browser: Client) -> None:
    assert "No contacts yet" in browser.get("/operator/contacts/").content.decode()


def test_the_list_asks_as_often_for_two_hundred_as_for_one(browser: Client) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(path).status_code == 200
        return len(asked)

    many(1)
    few = queries("/operator/contacts/")
    many(199, "partner")
    assert queries("/operator/contacts/?page=2") == few
    assert few <= 7


def test_the_export_is_no_formula_and_holds_every_source(browser: Client) -> None:
    write(browser, name="=HYPERLINK(1)", company="@x", notes="-1\n=2")
    write(browser, kind="partner")
    answer = browser.get("/operator/contacts/contacts.csv?kind=supplier")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert (row["name"], row["company"], row["phone"]) == ("'=HYPERLINK(1)", "'@x", "'+49 30 1234")
    assert row["phone source"] == "person 2026-01-02 a call"
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_nobody_but_the_operator_sees_contacts(owner: Person, as_person: As, browser: Client) -> None:
    write(browser)
    for path in ("", "contacts.csv", f"{Contact.objects.get().pk}/"):
        answer = as_person(owner).get(f"/operator/contacts/{path}")
        assert answer.status_code == 403
        assert b"sam@" not in answer.content
    assert "/operator/contacts/" in browser.get("/organization/").content.decode()
    assert "/operator/contacts/" not in as_person(owner).get("/organization/").content.decode()


def test_what_is_done_to_contacts_is_on_record_without_them(browser: Client, operator: Person) -> None:
    write(browser)
    contact = Contact.objects.get()
    browser.post(f"/operator/contacts/{contact.pk}/delete/")
    entries = AuditEntry.objects.filter(scope="", action__startswith="contact.").order_by("number")
    assert [(one.action, one.actor, one.object) for one in entries] == [
        (action, pseudonym(operator), pseudonym(contact)) for action in ("contact.added", "contact.deleted")
    ]
    assert not any(contact.email in str(one.facts) for one in entries)
