"""The operator's staff look at a customer's data only with a reason, on record for its administrators (SHR-3)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from troth.accounts.models import Person
from troth.organizations.looks import OPEN, LookNeeded, access_customer, note_seen
from troth.organizations.models import Contact, Kind, Look, Organization
from troth.privacy.audit import verify_chain
from troth.privacy.erasing import erase
from troth.privacy.models import AuditEntry

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]
START = datetime(2027, 3, 1, 12, tzinfo=UTC)
REASON = "Their invoice of May went to the wrong address."


@pytest.fixture
def contact(demo: Organization) -> Contact:
    return Contact.objects.create(
        kind=Kind.CUSTOMER, organization=demo, email="cora@demo.example", name="Cora Customer"
    )


def look_path(organization: Organization, back: str = "") -> str:
    return f"/operator/look/{organization.pk}/" + (f"?next={back}" if back else "")


def test_a_customers_contact_is_shown_only_after_a_reason(
    operator: Person, admin: Person, contact: Contact, demo: Organization, as_person: As
) -> None:
    """SHR-3."""
    page = f"/operator/contacts/{contact.pk}/"
    with time_machine.travel(START, tick=False) as clock:
        client = as_person(operator)
        answer = client.get(page)
        assert answer.headers["Location"] == look_path(demo, page.replace("/", "%2F"))
        listed = client.get("/operator/contacts/").content.decode()
        assert "Cora" not in listed
        assert "Demo Company" in listed
        searched = client.get("/operator/contacts/?q=cora").content.decode()
        assert "No contact fits" in searched, "nor can it be guessed by searching"
        assert b"cora" not in b"".join(client.get("/operator/contacts/contacts.csv"))
        answer = client.post(answer.headers["Location"], {"reason": REASON})
        assert answer.headers["Location"] == page
        assert "Cora Customer" in client.get(page).content.decode()
        assert "Cora Customer" in client.get("/operator/contacts/").content.decode()
        assert b"cora" in b"".join(client.get("/operator/contacts/contacts.csv"))
        client.get(page)
        clock.shift(OPEN)
        assert client.get(page).status_code == 302, "half an hour later the reason is asked for again"
        assert "Cora" not in client.get("/operator/contacts/").content.decode()
    look = Look.objects.get()
    assert [one["what"] for one in look.seen] == ["contact", "contacts", "contacts_csv"]
    shown = as_person(admin).get("/organization/looks/").content.decode()
    for words in (REASON, "Otto Perez, for the operator", "A contact", "The contacts as a file"):
        assert words in shown, words


@pytest.mark.parametrize("verb", ["edit", "delete"])
def test_nothing_is_done_to_it_without_a_reason(
    operator: Person, contact: Contact, as_person: As, verb: str
) -> None:
    path = f"/operator/contacts/{contact.pk}/{verb}/"
    client = as_person(operator)
    assert client.get(path).status_code == 302
    assert client.post(path, {"email": "x@y.example"}).status_code == 403
    contact.refresh_from_db()
    assert contact.email == "cora@demo.example"
    assert Client(headers={"Accept": "application/json"}).get(path).status_code == 302, "a stranger signs in"


def test_programs_are_refused_with_a_sentence(operator: Person, contact: Contact) -> None:
    client = Client(headers={"Accept": "application/json"})
    client.force_login(operator)
    answer = client.get(f"/operator/contacts/{contact.pk}/")
    assert answer.status_code == 403
    assert answer.json()["kind"] == "reason"


def test_contacts_of_nobodys_organization_need_no_reason(operator: Person, as_person: As) -> None:
    other = Contact.objects.create(kind=Kind.SUPPLIER, email="sam@supplier.example")
    assert as_person(operator).get(f"/operator/contacts/{other.pk}/").status_code == 200


def test_a_look_opens_one_organization_for_one_person(
    operator: Person, carol: Person, contact: Contact, demo: Organization, as_person: As
) -> None:
    other = carol.membership.organization
    as_person(operator).post(look_path(demo), {"reason": REASON})
    access_customer(operator, demo.pk, "contact")
    with pytest.raises(LookNeeded):
        access_customer(operator, other.pk, "contact")
    carol.is_operator = True
    carol.save()
    with pytest.raises(LookNeeded):
        access_customer(carol, demo.pk, "contact")


@pytest.mark.parametrize("reason", ["", "because", " " * 30, "\u200b" * 30, "x" * 501])
def test_a_reason_is_a_reason(operator: Person, demo: Organization, as_person: As, reason: str) -> None:
    assert as_person(operator).post(look_path(demo), {"reason": reason}).status_code == 422
    assert not Look.objects.exists()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_look_leads_nowhere_else(operator: Person, demo: Organization, as_person: As, back: str) -> None:
    answer = as_person(operator).post(look_path(demo, back), {"reason": REASON})
    assert answer.headers["Location"] == "/operator/contacts/"


def test_a_look_is_in_that_organizations_record_and_no_other(
    operator: Person, admin: Person, carol: Person, demo: Organization, as_person: As
) -> None:
    """SHR-3: it can't be taken out unnoticed."""
    as_person(operator).post(look_path(demo), {"reason": REASON})
    [entry] = AuditEntry.objects.filter(action="look.opened")
    assert entry.scope == str(demo.pk)
    verify_chain(demo.pk)
    assert "said why they look" in as_person(admin).get("/organization/record/").content.decode()
    shown = as_person(carol).get("/organization/looks/").content.decode()
    assert "Nobody looked" in shown
    assert REASON not in shown


def test_a_look_outlives_who_looked(
    operator: Person, admin: Person, demo: Organization, as_person: As
) -> None:
    as_person(operator).post(look_path(demo), {"reason": REASON})
    erase([operator])
    shown = as_person(admin).get("/organization/looks/").content.decode()
    assert REASON in shown
    assert "not here any more" in shown
    assert "Otto" not in shown


def test_looks_are_out_of_sight_after_three_years(
    operator: Person, admin: Person, demo: Organization, as_person: As
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        as_person(operator).post(look_path(demo), {"reason": REASON})
        clock.shift(timedelta(days=3 * 365))
        assert "Nobody looked" in as_person(admin).get("/organization/looks/").content.decode()


def test_what_nobody_has_words_for_can_not_be_looked_at(
    operator: Person, demo: Organization, as_person: As
) -> None:
    as_person(operator).post(look_path(demo), {"reason": REASON})
    with pytest.raises(ValueError, match="WHAT"):
        note_seen(Look.objects.get(), "everything")
