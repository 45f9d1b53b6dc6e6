"""Pages from the declarations: security, recipients, transfers, the record of processing, terms."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.rights.test_notice import read
from troth.lib.clock import now
from troth.privacy import Controller, Declaration
from troth.privacy.declaring import change_recipient, declare_recipient, end_recipient, vet_recipient
from troth.privacy.models import Function, OutsideRecipient
from troth.privacy.notice import notice_in_force
from troth.privacy.processing import as_csv, record_of_processing
from troth.privacy.registry import registry

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {
    "function": Function.MESSAGES,
    "name": "Acme Mail",
    "country": "US",
    "door": "",
    "host": "",
    "categories": ["user.contact.email"],
    "purposes": ["serve"],
    "mechanisms": ["scc"],
    "address": "",
}

PAGES = (
    "/privacy/",
    "/privacy/policy/",
    "/privacy/people/",
    "/privacy/people/member/",
    "/privacy/people/guest/",
    "/privacy/versions/",
    "/privacy/security/",
    "/privacy/recipients/",
    "/privacy/transfers/",
    "/privacy/record/",
    "/terms/",
    "/promises/",
    *(
        f"/promises/{group}/"
        for group in ("who", "col", "cki", "use", "law", "ret", "sec", "shr", "xfr", "pol")
    ),
)


@pytest.fixture
def acme(db: None) -> OutsideRecipient:
    """A recipient in the United States, under clauses that bind it in the EU and Switzerland."""
    return declare_recipient("acme", FACTS, None)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_is_small_and_sets_nothing(client: Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 200
    assert len(page.content) <= 36_000, f"{path} has {len(page.content)} bytes"
    assert not page.cookies


def test_sec_1_the_security_page_says_what_holds_here(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "http://meet.example"
    text = read(client, "/privacy/security/")
    assert "over HTTPS" not in text
    assert "None was made with this program yet." in text
    assert "No other site can show these pages" in text
    settings.X_FRAME_OPTIONS, settings.PUBLIC_URL = "SAMEORIGIN", "https://meet.example"
    text = read(client, "/privacy/security/")
    assert "over HTTPS" in text
    assert "No other site can show these pages" not in text


def test_sec_1_the_last_backup_is_told(client: Client) -> None:
    from troth.web.backup import _record

    _record()
    assert "The last one was made on" in read(client, "/privacy/security/")


def test_who_2_who_3_the_terms_say_what_the_service_is_for(client: Client) -> None:
    """WHO-2, WHO-3."""
    text = read(client, "/terms/")
    assert "for business use" in text
    for use in (
        "profiling people",
        "decisions about them that a machine makes",
        "data on criminal convictions",
        "the systematic watching of public places",
        "other processing of high risk to people",
    ):
        assert use in text, use


def test_shr_1_a_recipient_is_named_with_its_vetting(client: Client, acme: OutsideRecipient) -> None:
    text = read(client, "/privacy/recipients/")
    assert "Acme Mail" in text
    assert "United States" in text
    assert "email address" in text
    assert "Not looked into yet, so nothing goes there." in text
    vet_recipient(acme, now().date() + timedelta(days=10), "in order", None)
    assert "Looked into on" in read(client, "/privacy/recipients/")


def test_xfr_1_each_country_is_listed_with_what_covers_it(client: Client) -> None:
    assert "Nothing travels" in read(client, "/privacy/transfers/")
    declare_recipient("acme", FACTS, None)
    text = read(client, "/privacy/transfers/")
    assert "United States" in text
    assert "For people in the EU and EEA: standard contractual clauses" in text
    assert "For people in the United Kingdom nothing covers it" in text


def test_pol_4_a_recipient_makes_a_version_of_the_notice_each_time_it_changes(client: Client) -> None:
    first = notice_in_force()
    one = declare_recipient("acme", FACTS, None)
    second = notice_in_force()
    assert (second.number, second.material) == (first.number + 1, True)
    assert second.reasons == ["New is that Acme Mail gets data."]
    assert "Acme Mail (Sending messages), United States" in read(client, "/privacy/policy/")
    changed = change_recipient(one, {**FACTS, "country": "DE"}, None)
    third = notice_in_force()
    assert (third.number, third.reasons) == (second.number + 1, ["New is that data goes to Acme Mail in DE."])
    end_recipient(changed, None)
    last = notice_in_force()
    assert (last.number, last.material, last.digest) == (third.number + 1, False, first.digest)
    assert "Acme Mail" not in read(client, "/privacy/policy/")


def test_the_record_of_processing_has_what_article_30_asks_for(
    client: Client, acme: OutsideRecipient
) -> None:
    """POL-3, POL-4: (a) to (g) of art. 30(1), and 30(2), for each table that is about people."""
    record = client.get("/privacy/record.json").json()
    declared = [
        table.declaration
        for table in registry()
        if isinstance(table.declaration, Declaration) and table.declaration.personal
    ]
    assert sorted(one["name"] for one in record["activities"]) == sorted(str(one.about) for one in declared)
    for one in record["activities"]:
        matching = next(found for found in declared if str(found.about) == one["name"])
        is_controller = matching.controller == Controller.OPERATOR
        assert one["role"] == ("controller" if is_controller else "processor")
        assert all(one[name] for name in ("purposes", "subjects", "categories", "time_limits", "transfers"))
    assert record["outside"][0]["recipient"] == "Acme Mail"
    assert "standard contractual clauses" in record["outside"][0]["covered_by"]
    assert record["security"]
    assert record["processor"]
    page = read(client, "/privacy/record/")
    assert "As controller, article 30(1)" in page
    assert "As processor, article 30(2)" in page


def test_the_record_of_processing_as_csv_is_the_same(client: Client) -> None:
    answer = client.get("/privacy/record.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    record = client.get("/privacy/record.json").json()
    assert [row["name"] for row in rows] == [one["name"] for one in record["activities"]]
    assert rows[0]["categories"] == "; ".join(record["activities"][0]["categories"])


def test_a_cell_is_no_formula(settings: Any) -> None:
    settings.OPERATOR_NAME = '=HYPERLINK("https://elsewhere.example")'
    text = as_csv(record_of_processing(registry(), []))
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["operator"].startswith("'=")


def test_pol_4_the_record_changes_with_the_declarations() -> None:
    changed = registry()
    table = changed.tables["meetings.Message"]
    assert isinstance(table.declaration, Declaration)
    changed.tables["meetings.Message"] = replace(table, declaration=replace(table.declaration, about="Talk"))
    names = [one["name"] for one in record_of_processing(changed, [])["activities"]]
    assert "Talk" in names
    assert "Chat in a meeting" not in names
    del changed.tables["meetings.Message"]
    assert "Talk" not in [one["name"] for one in record_of_processing(changed, [])["activities"]]
