"""Law, danger and sale: entered, approved by two, handed over, shown and told (USE-10, SHR-8, SHR-9, SHR-11)."""

import hashlib
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from typer.testing import CliRunner

from tests.conftest import Media
from tests.gatherings import come
from tests.outside import declare, declare_court, declare_vetted, demand
from tests.people import person
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.models import Meeting, Message
from troth.organizations.models import Organization, Role
from troth.privacy.casework import GRACE, NOTICE, approve_case, export_case, refuse_case
from troth.privacy.declaring import end_recipient
from troth.privacy.erasing import erase
from troth.privacy.graph import rows_of
from troth.privacy.leaving import leave
from troth.privacy.models import AuditEntry, Disclosure, DisclosureCase
from troth.rights import cases
from troth.rights.cases import follow_cases
from troth.web.cli import app

pytestmark = pytest.mark.django_db(transaction=True)

As = Callable[[Person], Client]
Make = Callable[..., Meeting]
START = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """Ledger and sealed files of this test alone."""
    settings.DATA = tmp_path


@pytest.fixture
def second(db: None) -> Person:
    """Somebody else who runs the installation."""
    somebody = person("Sena Koc", "second@demo.example")
    somebody.is_operator = True
    somebody.save()
    return somebody


def approved(case: DisclosureCase, *people: Person) -> DisclosureCase:
    for one in people:
        case = approve_case(case, one)
    return case


def read(content: bytes) -> dict[str, Any]:
    with ZipFile(io.BytesIO(content)) as archive:
        found: dict[str, Any] = json.loads(archive.read("data.json"))
    return found


def export(case: DisclosureCase, by: Person | None = None) -> dict[str, Any]:
    file = io.BytesIO()
    export_case(case, file, by)
    return read(file.getvalue())


def test_two_people_of_the_operator_take_a_demand_to_its_end(
    operator: Person, second: Person, bob: Person, alice: Person, as_person: As
) -> None:
    """SHR-8, over HTTP."""
    declare_court()
    client, other = as_person(operator), as_person(second)
    assert "Nobody has asked for anything" in client.get("/operator/cases/").content.decode()
    answer = client.post(
        "/operator/cases/new/",
        {
            "kind": "request",
            "asked_by": "District Court, 4 Js 12/27",
            "authority": "Order of 3 May, § 94 StPO",
            "recipient": "court",
            "why": "a court ordered it",
            "people": "BOB@demo.example\n",
            "categories": ["user.name", "user.contact.email"],
        },
    )
    assert answer.status_code == 302
    page = answer.headers["Location"]
    assert "2 approvals are missing" in client.get(page).content.decode()
    client.post(f"{page}approve/")
    assert "It takes somebody else as well" in client.get(page).content.decode()
    client.post(f"{page}approve/")
    assert DisclosureCase.objects.get().state == "entered", "one person's two approvals are one"
    assert client.post(f"{page}export/").status_code == 302
    assert not Disclosure.objects.exists()
    other.post(f"{page}approve/")
    answer = other.post(f"{page}export/")
    content = b"".join(answer)
    case = DisclosureCase.objects.get()
    assert hashlib.sha256(content).hexdigest() == case.exports[0]["digest"] == answer["X-Content-SHA256"]
    tables = {table["table"]: table for table in read(content)["tables"]}
    [row] = tables["accounts.Person"]["rows"]
    assert row["values"]["email"] == "bob@demo.example"
    assert "job_title" not in row["values"], "no more than the case names"
    assert "password" not in json.dumps(tables)
    assert "alice" not in json.dumps(tables)
    assert "District Court" in as_person(bob).get("/your-data/given/").content.decode()
    assert "District Court" not in as_person(alice).get("/your-data/given/").content.decode()
    follow_cases()
    [sent] = mail.outbox
    assert sent.to == ["bob@demo.example"]
    for words in ("District Court", "a court ordered it", "/your-data/given/", "object"):
        assert words in sent.body, words
    follow_cases()
    assert len(mail.outbox) == 1
    assert b"".join(other.post(f"{page}export/")), "a lost file is written again"
    assert Disclosure.objects.count() == 1, "that is no second hand-over"
    with time_machine.travel(now() + GRACE, tick=False):
        follow_cases()
    assert len(mail.outbox) == 1
    case.refresh_from_db()
    assert (case.targets, case.whom) == ([], []), "what it was about is forgotten"
    assert "No longer kept" in client.get(page).content.decode()
    actions = AuditEntry.objects.filter(scope="", action__startswith="case.").order_by("number")
    assert [entry.action for entry in actions] == [
        "case.entered",
        "case.approved",
        "case.approved",
        "case.exported",
        "case.told",
        "case.exported",
    ]


def test_who_entered_it_may_approve_once_and_who_did_not_too(
    operator: Person, second: Person, bob: Person
) -> None:
    declare_court()
    case = approved(demand(operator, bob), operator)
    with pytest.raises(Problem) as refused:
        approve_case(case, operator)
    assert refused.value.status == 409
    assert approve_case(case, second).state == "approved"


def test_nothing_is_handed_over_before_two_approved(operator: Person, bob: Person) -> None:
    declare_court()
    case = approved(demand(operator, bob), operator)
    with pytest.raises(Problem):
        export(case)
    case.refresh_from_db()
    assert case.exports == []
    assert not Disclosure.objects.exists()


def test_a_refused_case_goes_nowhere(operator: Person, second: Person, bob: Person, as_person: As) -> None:
    declare_court()
    case = approved(demand(operator, bob), operator, second)
    client = as_person(operator)
    page = f"/operator/cases/{case.pk}/"
    assert client.post(f"{page}refuse/", {"why": ""}).status_code == 422
    client.post(f"{page}refuse/", {"why": "No such law."})
    assert "No such law." in client.get(page).content.decode()
    case.refresh_from_db()
    assert (case.state, case.targets) == ("refused", [])
    for again in (
        lambda: export(case),
        lambda: approve_case(case, second),
        lambda: refuse_case(case, "x", second),
    ):
        with pytest.raises(Problem):
            again()
    assert not Disclosure.objects.exists()


def test_a_gag_is_kept_to_its_end_and_not_a_moment_longer(
    operator: Person, second: Person, bob: Person, as_person: As
) -> None:
    """SHR-8, SHR-11: neither page nor copy tells before, the clock tells after."""
    later = person("Lena Later", "later@demo.example", bob.membership.organization, Role.MEMBER)
    with time_machine.travel(START, tick=False) as clock:
        declare_court()
        case = approved(demand(operator, bob, gag_until=START + timedelta(days=30)), operator, second)
        export(case)
        follow_cases()
        client = as_person(bob)
        for path in ("/your-data/given/", "/your-data/"):
            assert "District Court" not in client.get(path).content.decode()
        assert not Disclosure.objects.exists()
        assert not mail.outbox
        assert "bob" not in json.dumps(list(DisclosureCase.objects.values("facts", "whom")))
        clock.shift(timedelta(days=30))
        follow_cases()
        row = Disclosure.objects.get()
        assert (row.person, row.at) == (bob, START), "when it happened, not when it may be known"
        assert [sent.to for sent in mail.outbox] == [[bob.email]]
    assert later.pk != row.person_id


def test_of_who_was_erased_under_a_gag_nothing_is_written(
    operator: Person, second: Person, bob: Person
) -> None:
    """RET-8."""
    with time_machine.travel(START, tick=False) as clock:
        declare_court()
        case = approved(demand(operator, bob, gag_until=START + timedelta(days=30)), operator, second)
        export(case)
        leave(rows_of([bob]), "operator", window=timedelta())
        case.refresh_from_db()
        assert str(bob.pk) not in json.dumps(case.targets)
        clock.shift(timedelta(days=31))
        follow_cases()
    assert not Disclosure.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("state", ["ended", "not covered", "not declared for it", "expired"])
def test_what_is_declared_of_the_recipient_is_held_at_the_hand_over(
    operator: Person, second: Person, bob: Person, state: str
) -> None:
    """SHR-1, XFR-2."""
    facts: dict[str, Any] = {
        "not covered": {"country": "IN", "mechanisms": ["scc"]},
        "not declared for it": {"categories": ["user.content"]},
        "expired": {"until": START.date()},
    }.get(state, {})
    with time_machine.travel(START, tick=False) as clock:
        court = declare_court(**facts)
        case = approved(demand(operator, bob), operator, second)
        clock.shift(timedelta(days=1))
        if state == "ended":
            end_recipient(court, None)
        with pytest.raises(Problem) as refused:
            export(case)
    assert refused.value.status == 409
    case.refresh_from_db()
    assert (case.state, case.exports) == ("approved", [])
    assert not Disclosure.objects.exists()


def test_a_meeting_is_handed_over_with_what_hangs_on_it_and_no_other(
    operator: Person,
    second: Person,
    alice: Person,
    bob: Person,
    as_person: As,
    make_meeting: Make,
    media: Media,
) -> None:
    declare_court()
    asked, other = make_meeting(alice), make_meeting(alice)
    host = come(as_person(alice), asked.code)
    host.say("In the meeting that is asked for")
    come(as_person(alice), other.code).say("In another")
    assert Message.objects.count() == 2
    case = demand(operator, asked, categories=["user.content", "user.name"])
    found = json.dumps(export(approved(case, operator, second)))
    assert "In the meeting that is asked for" in found
    assert "In another" not in found
    assert set(Disclosure.objects.values_list("person", flat=True)) == {alice.pk}


def test_an_organization_is_handed_over_and_no_other(
    operator: Person,
    second: Person,
    alice: Person,
    bob: Person,
    carol: Person,
    demo: Organization,
    as_person: As,
) -> None:
    declare_court()
    form = VALID | {"people": "", "organizations": [str(demo.pk)], "categories": ["user.contact.email"]}
    assert as_person(operator).post("/operator/cases/new/", form).status_code == 302
    found = json.dumps(export(approved(DisclosureCase.objects.get(), operator, second)))
    for one in (alice, bob):
        assert one.email in found
    for one in (carol, operator, second):
        assert one.email not in found
    assert set(Disclosure.objects.values_list("person", flat=True)) == {alice.pk, bob.pk}
    assert AuditEntry.objects.filter(scope=str(demo.pk), action="case.concerned").count() == 1


def sale(operator: Person, second: Person, **values: Any) -> DisclosureCase:
    declare_vetted("buyer", name="Buyer plc", function="successor", country="GB", categories=["user"], purposes=["legal"])  # fmt: skip
    about = {"kind": "sale", "recipient": "buyer", "why": "the business is sold", "targets": [["*", ""]]}
    case = demand(operator, operator, **about | values)
    return approved(case, operator, second)


def test_of_a_sale_everybody_is_told_first_and_has_time_to_choose(
    operator: Person, second: Person, alice: Person, carol: Person
) -> None:
    """SHR-9: notice by mail and the choices, before anything goes; who leaves is not handed over."""
    with time_machine.travel(START, tick=False) as clock:
        case = sale(operator, second)
        with pytest.raises(Problem, match="time to choose"):
            export(case)
        follow_cases()
        assert {sent.to[0] for sent in mail.outbox} == {one.email for one in (operator, second, alice, carol)}
        for words in ("Buyer plc", "15 March 2027", "/your-data/", "erase"):
            assert words in mail.outbox[0].body, words
        case.refresh_from_db()
        clock.shift(NOTICE - timedelta(seconds=1))
        with pytest.raises(Problem, match="time to choose"):
            export(case)
        erase([carol])
        clock.shift(timedelta(seconds=1))
        found = json.dumps(export(case))
        follow_cases()
    assert alice.email in found
    assert carol.email not in found
    assert len(mail.outbox) == 4, "once"
    assert Disclosure.objects.filter(person=alice, function="successor").count() == 1
    case.refresh_from_db()
    assert case.state == "exported"


def test_nothing_that_lets_somebody_in_is_handed_over(
    operator: Person, second: Person, bob: Person, as_person: As
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        case = sale(operator, second, categories=["user"])
        follow_cases()
        clock.shift(NOTICE)
        as_person(bob).get("/your-data/")
        found = json.dumps(export(case))
    assert bob.email in found
    assert Session.objects.exists()
    for key, data in Session.objects.values_list("session_key", "session_data"):
        assert key not in found
        assert data not in found
    assert bob.password not in found


def test_letters_that_were_interrupted_go_on_where_they_stopped(
    operator: Person, second: Person, alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth.rights.cases.BATCH", 1)
    sale(operator, second)

    write, written = cases.write, 0

    def dies(case: DisclosureCase, address: str) -> None:
        nonlocal written
        written += 1
        if written == 3:
            raise KeyboardInterrupt
        write(case, address)

    monkeypatch.setattr("troth.rights.cases.write", dies)
    with pytest.raises(KeyboardInterrupt):
        follow_cases()
    monkeypatch.setattr("troth.rights.cases.write", write)
    follow_cases()
    assert sorted(sent.to[0] for sent in mail.outbox) == sorted(
        one.email for one in (operator, second, alice, bob)
    )


VALID = {
    "kind": "request",
    "asked_by": "District Court",
    "authority": "Order",
    "recipient": "court",
    "why": "a court ordered it",
    "people": "bob@demo.example",
    "categories": ["user.name"],
}


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"kind": "sale"}, "recipient"),
        ({"kind": "curiosity"}, "kind"),
        ({"recipient": "nobody"}, "recipient"),
        ({"recipient": "not-vetted"}, "recipient"),
        ({"recipient": "example-mail"}, "recipient"),
        ({"people": "nobody@nowhere.example"}, "people"),
        ({"people": "\n".join(f"a{n}@b.example" for n in range(201))}, "people"),
        ({"people": "", "meetings": "abc-defg-hij"}, "meetings"),
        ({"people": "", "meetings": "' OR 1=1"}, "meetings"),
        ({"people": "", "organizations": ["nonsense"]}, "organizations"),
        ({"people": ""}, "__all__"),
        ({"everything": "on"}, "everything"),
        ({"categories": []}, "categories"),
        ({"categories": ["user.nonsense"]}, "categories"),
        ({"gag_until": "2020-01-01"}, "gag_until"),
        ({"why": "x" * 301}, "why"),
        ({"authority": ""}, "authority"),
    ],
    ids=str,
)
def test_what_can_not_be_asked_is_shown_again(
    operator: Person, bob: Person, as_person: As, changes: dict[str, Any], name: str
) -> None:
    declare_court()
    declare_vetted()

    declare("not-vetted", function="authority")
    answer = as_person(operator).post("/operator/cases/new/", VALID | changes)
    assert answer.status_code == 422
    assert name in answer.context["form"].errors
    assert not DisclosureCase.objects.exists()


def test_the_command_hands_over_an_approved_case(
    operator: Person, second: Person, bob: Person, tmp_path: Path
) -> None:
    declare_court()
    case, file = demand(operator, bob), tmp_path / "case.zip"

    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(app, ["cases", *words])
        return done.exit_code, done.output

    assert case.number in run("list")[1]
    assert run("export", "2027-00000000", "--to", str(file))[0] == 1
    assert run("export", case.number, "--to", str(file))[0] == 1
    assert not file.exists(), "nothing is left where it may not go"
    approved(case, operator, second)
    code, said = run("export", case.number, "--to", str(file))
    assert code == 0, said
    assert hashlib.sha256(file.read_bytes()).hexdigest() in said
    assert file.stat().st_mode & 0o077 == 0
    assert run("export", case.number, "--to", str(file))[0] == 1, "no file is written over"
