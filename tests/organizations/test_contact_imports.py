"""Contacts from a file: what is taken, refused, kept, and that the file does not stay (COL-3)."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.organizations.contacts import actions
from troth.organizations.contacts.export import as_csv
from troth.organizations.contacts.provenance import Provenance, parse
from troth.organizations.contacts.reading import MOST_BYTES, BadFile, open_table
from troth.organizations.contacts.report import sentence
from troth.organizations.models import Contact, ContactImport, ImportState
from troth.privacy import Source
from troth.web.cli import app

As = Callable[[Person], Client]
MAY = Provenance(Source.RESELLER, date(2026, 5, 31), "Acme")


@pytest.fixture
def browser(operator: Person, as_person: As) -> Client:
    return as_person(operator)


def upload(browser: Client, content: bytes, **fields: str) -> Any:
    file = SimpleUploadedFile("contacts.csv", content, "text/csv")
    form = {"file": file, "kind": "supplier", "source": "reseller", "named": "Acme", "at": "2026-05-31"}
    return browser.post("/operator/contacts/import/", form | fields)


def preview(browser: Client, content: bytes, **fields: str) -> tuple[str, str]:
    """Address and text of the page after the upload."""
    answer = upload(browser, content, **fields)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"], browser.get(answer["Location"]).content.decode()


def take(content: bytes, source: Provenance = MAY, kind: str = "supplier") -> dict[str, Any]:
    """The report of an import that is carried out, or refused as a whole."""
    kept = actions.record_upload(content, kind, source, None)
    actions.read_upload(str(kept.pk))
    kept.refresh_from_db()
    if kept.state == ImportState.READY:
        actions.confirm_import(kept)
        actions.carry_out_upload(str(kept.pk))
        kept.refresh_from_db()
    assert bytes(kept.content) == b""
    report: dict[str, Any] = kept.report
    return report


@pytest.mark.django_db(transaction=True)
def test_a_file_is_shown_first_and_taken_when_chosen(browser: Client) -> None:
    where, page = preview(browser, "email;Name;Schuhgröße\nAnn@a.example;Änn;40\nnobody;X;1\n".encode())
    assert "What would happen" in page
    assert "Import the good row" in page
    assert "Schuhgröße" in page
    assert "The email address is not one." in page
    assert "Line 3" in page
    assert not Contact.objects.exists(), "a preview changes nothing"
    assert browser.post(where + "carry-out/").status_code == 302
    contact = Contact.objects.get()
    assert (contact.kind, contact.email, contact.name) == ("supplier", "ann@a.example", "Änn")
    assert contact.sources["name"] == {"source": "reseller", "at": "2026-05-31", "named": "Acme"}
    assert "Imported" in browser.get(where).content.decode()
    kept = ContactImport.objects.get()
    assert bytes(kept.content) == b"", "the file is gone"
    assert "ann@a.example" not in str(kept.report), "and the report holds no value of it"
    assert browser.post(where + "carry-out/").status_code == 409, "once"


@pytest.mark.django_db(transaction=True)
def test_a_file_thrown_away_is_gone_and_changed_nothing(browser: Client) -> None:
    where, _ = preview(browser, b"email\nann@a.example\n")
    browser.post(where + "dismiss/")
    assert not ContactImport.objects.exists()
    assert not Contact.objects.exists()
    assert browser.get(where).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_file_left_waiting_is_out_of_reach_after_a_day(browser: Client, operator: Person) -> None:
    where, _ = preview(browser, b"email\nann@a.example\n")
    with time_machine.travel(now() + timedelta(days=1, minutes=1)):
        browser.force_login(operator)
        assert browser.get(where).status_code == 404
        assert browser.post(where + "carry-out/").status_code == 404
        actions.record_upload(b"", "", MAY, None)
        assert ContactImport.objects.count() == 1, "the next upload takes the old one away"


def test_the_same_file_twice_adds_nobody_and_changes_nothing(db: None) -> None:
    file = b"email,name,phone\nann@a.example,Ann,1\nbob@b.example,Bob,2\n"
    assert take(file)["counts"] == {"added": 2}
    before = list(Contact.objects.order_by("email").values())
    assert take(file)["counts"] == {"unchanged": 2}
    assert list(Contact.objects.order_by("email").values()) == before
    assert take(file, kind="prospect")["counts"] == {"added": 2}, "another kind is another contact (WHO-1)"


def test_a_change_counts_as_use_and_a_repetition_does_not(db: None) -> None:
    take(b"email\nann@a.example\n")
    first = Contact.objects.get().last_used_at
    take(b"email\nann@a.example\n")
    assert Contact.objects.get().last_used_at == first
    take(b"email,name\nann@a.example,Ann\n")
    assert Contact.objects.get().last_used_at > first


def test_one_person_twice_in_a_file_is_one_contact(db: None) -> None:
    report = take(b"email,name,phone\nann@a.example,Ann,\nANN@a.example,,7\n")
    assert report["counts"] == {"added": 1, "changed": 1}
    assert Contact.objects.get().phone == "7"


def value_after(first: str, second: str) -> str:
    """The phone number after two imports, the one of 1 from `first`, the one of 2 from `second`."""
    Contact.objects.all().delete()
    take(b"email,phone\nann@a.example,1\n", parse(first))
    take(b"email,phone\nann@a.example,2\n", parse(second))
    return Contact.objects.get().phone


def test_COL_3_a_weaker_or_older_source_replaces_nothing_and_that_is_said(db: None) -> None:
    assert value_after("person 2020-01-01", "enrichment_vendor 2026-01-01") == "1"
    assert value_after("public 2026-01-01", "employer 2020-01-01") == "2"
    assert value_after("person 2026-01-01", "person 2025-12-31") == "1"
    assert value_after("person 2026-01-01", "person 2026-01-01") == "2"
    take(b"email,phone\nann@a.example,1\n", parse("person"))
    report = take(b"email,phone,name\nann@a.example,3,Ann\n", parse("public"))
    assert report["results"] == [[2, "changed", [["kept", "phone", "person"]]]]
    assert Contact.objects.get().name == "Ann", "what was not known is taken from anybody"


def test_an_empty_cell_takes_nothing_away(db: None) -> None:
    take(b"email,phone\nann@a.example,1\n")
    assert take(b"email,phone\nann@a.example,\n")["counts"] == {"unchanged": 1}
    assert Contact.objects.get().phone == "1"


def test_a_source_may_stand_by_the_row_and_by_the_value(db: None) -> None:
    take(b"email,phone,name,source,Phone source\na@a.example,1,Ann,public,employer 2026-01-05 HR of A\n")
    sources = Contact.objects.get().sources
    assert sources["phone"] == {"source": "employer", "at": "2026-01-05", "named": "HR of A"}
    assert sources["name"]["source"] == "public"


def test_an_export_comes_in_again_as_it_went_out(db: None) -> None:
    take('email,name,phone,notes\na@a.example,=1+1,+49 30,"two\nlines, müde"\n'.encode())
    before = Contact.objects.values(*Contact.VALUES, "kind", "sources").get()
    file = "".join(as_csv(Contact.objects.all())).encode()
    Contact.objects.all().delete()
    assert take(file, kind="")["counts"] == {"added": 1}
    assert Contact.objects.values(*Contact.VALUES, "kind", "sources").get() == before


TEXT = "E-Mail Address\tFirst name\tSurname\r\nana@a.example\tAna\tMüller\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("delimiter", list(",;\t|"))
def test_encodings_and_delimiters_are_found_out(db: None, encoding: str, delimiter: str) -> None:
    assert take(TEXT.replace("\t", delimiter).encode(encoding))["counts"] == {"added": 1}
    assert Contact.objects.get().name == "Ana Müller"


BAD = {
    "nothing": (b"", "empty"),
    "a header only": (b"email,name\n", "empty"),
    "nothing but delimiters": (b",,\n;;\n", "no_email_column"),
    "NUL": (b"email\na\0b@a.example\n", "nul"),
    "UTF-32": ("email\na@a.example\n".encode("utf-32"), "nul"),
    "half a UTF-16": ("email\nä".encode("utf-16") + b"\x00", "encoding"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x81\x8d" * 50, "encoding"),
    "no header": (b"ann@a.example,Ann\n", "no_email_column"),
    "two columns of one thing": (b"email,mail\na@a.example,b@a.example\n", "column_twice"),
    "a quote never closed": (b'email,name\na@a.example,"Ann\nb@b.example,Bob\n', "bad_quotes"),
    "a quote never closed in the header": (b'"email,name\na@a.example,Ann\n', "bad_quotes"),
    "text after a quote": (b'email,name\na@a.example,"Ann"x\n', "bad_quotes"),
    "a cell of a megabyte": (b"email,name\na@a.example," + b"x" * 1_000_000, "cell_too_big"),
    "a swallowed file": (b'email,name\na@a.example,"' + b"b@b.example,Bob\n" * 100_000, "cell_too_big"),
    "too many rows": (b"email\n" + b"a@a.example\n" * 20_001, "too_many_rows"),
    "too many bytes": (b"email\n" + b"\n" * MOST_BYTES, "too_big"),
    "a million columns": (b"email" + b"," * 1_000_000 + b"\na@a.example\n", "too_many_columns"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_none_is_refused_whole_and_says_why(db: None, name: str) -> None:
    content, word = BAD[name]
    assert take(content)["refusal"][0] == word
    assert not Contact.objects.exists()


ROWS = {
    "a@a.example,x,friend,": ["bad_kind"],
    "nobody,x,supplier,": ["bad_email"],
    ",x,supplier,": ["no_email"],
    "a@a.example,x,,": ["no_kind"],
    f"a@a.example,{'x' * 121},supplier,": ["too_long", "name", "120"],
    f"{'a' * 250}@a.example,x,supplier,": ["too_long", "email", "254"],
    "a@a.example,x,supplier,hearsay": ["bad_source", "source"],
    "a@a.example,x,supplier,noted": ["bad_source", "source"],
    "a@a.example,x,supplier,person 2999-01-01": ["bad_source", "source"],
    "a@a.example,x,supplier,,more": ["too_many_cells"],
}


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_a_bad_row_is_refused_with_its_reason_and_the_others_are_taken(db: None, row: str) -> None:
    report = take(f"email,name,kind,source\n\n{row}\ngood@a.example,Good,partner,\n".encode(), kind="")
    assert report["results"] == [[3, "refused", [ROWS[row]]], [4, "added", []]]
    assert Contact.objects.get().email == "good@a.example"


@pytest.mark.django_db(transaction=True)
def test_every_refusal_has_a_sentence(browser: Client) -> None:
    for content, _word in BAD.values():
        if len(content) <= MOST_BYTES:
            _where, page = preview(browser, content)
            assert "This file could not be read" in page
    _where, page = preview(browser, ("email,name,kind,source\n" + "\n".join(ROWS)).encode(), kind="")
    assert page.count('class="badge badge-soft badge-error"') == len(ROWS)
    assert "Import the good" not in page


def test_a_file_above_the_limit_is_refused_at_the_door(browser: Client) -> None:
    answer = upload(browser, b"email\n" + b"\n" * MOST_BYTES)
    assert answer.status_code == 422
    assert "larger than 5 MB" in answer.content.decode()
    assert not ContactImport.objects.exists()


def test_an_import_whose_worker_dies_goes_on_where_it_was(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    file = "email\n" + "".join(f"p{n}@a.example\n" for n in range(7))
    kept = actions.record_upload(file.encode(), "partner", MAY, None)
    actions.read_upload(str(kept.pk))
    kept.refresh_from_db()
    actions.confirm_import(kept)
    write = actions._write

    def die_after_four(import_id: str, done: int, rows: Any) -> bool:
        if done == 4:
            raise KeyboardInterrupt
        return write(import_id, done, rows)

    monkeypatch.setattr(actions, "_write", die_after_four)
    with pytest.raises(KeyboardInterrupt):
        actions.carry_out_upload(str(kept.pk))
    kept.refresh_from_db()
    assert (kept.state, kept.rows_done, Contact.objects.count()) == (ImportState.WRITING, 4, 4)
    with pytest.raises(Problem):
        actions.dismiss_import(kept)
    monkeypatch.setattr(actions, "_write", write)
    assert not write(str(kept.pk), 2, []), "who comes late with a batch writes nothing"
    actions.carry_out_upload(str(kept.pk))
    kept.refresh_from_db()
    assert (kept.state, kept.report["counts"]) == (ImportState.DONE, {"added": 7})
    assert [line for line, _, _ in kept.report["results"]] == list(range(2, 9))
    actions.carry_out_upload(str(kept.pk))
    assert Contact.objects.count() == 7


def assert_it_is_told(bad: BadFile) -> None:
    assert sentence(bad.note).endswith((".", "?"))


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_a_refusal(content: bytes) -> None:
    for start in (b"email\n", b"\xff\xfe", b""):
        try:
            for row in open_table(start + content).rows("partner", MAY):
                assert row.faults or row.values["email"]
        except BadFile as bad:
            assert_it_is_told(bad)


def test_the_command_takes_all_or_says_which_and_takes_none(db: None, tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    file.write_bytes(b"email,kind\nann@a.example,partner\nnobody,partner\n")

    def run(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["contacts", "import", str(file), "--source", *arguments])
        return done.exit_code, done.output

    code, said = run("reseller 2026-05-31 Acme")
    assert code == 1
    assert "line 3: Refused. The email address is not one." in said
    assert "Nothing was changed." in said
    assert not Contact.objects.exists()
    assert run("reseller", "--good-rows", "--check")[0] == 1
    assert not Contact.objects.exists()
    code, said = run("reseller 2026-05-31 Acme", "--good-rows")
    assert "1 refused, 0 changed, 1 added, 0 unchanged" in said
    assert Contact.objects.get().sources["email"]["named"] == "Acme"
    assert run("hearsay") == (1, run("hearsay")[1])
    assert "The source is one of person," in run("hearsay")[1]
    assert "The kind is one of" in run("person", "--kind", "friend")[1]
    file.write_bytes(b"\0")
    assert "NUL" in run("person")[1]
    assert not ContactImport.objects.exists(), "no file stays behind"
    file.unlink()
    assert "can't be read" in run("person")[1]
