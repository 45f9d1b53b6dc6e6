"""The desk: the queue, what an officer does with a request, and what its person is told (RET-3)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from tests.rights.requests.asking import INES, As, ask, ask_and_prove, do, mailed_link
from troth.accounts.models import Person
from troth.lib.problems import Problem
from troth.meetings.models import Invitee
from troth.privacy import Purpose
from troth.privacy.consents import stands
from troth.privacy.holding import place_hold
from troth.privacy.models import AuditEntry, Export, Hold
from troth.rights.models import Channel, Ground, Kind, Law, RequestMessage, SubjectRequest
from troth.rights.requests import actions, closing, doing
from troth.rights.requests.taking import Asked, take

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 5, 12, tzinfo=UTC)


def queue(officer: Client, shelf: str = "open") -> list[str]:
    """The references on a shelf, in order."""
    page = officer.get("/operator/requests/", {"shelf": shelf}).content.decode()
    known = SubjectRequest.objects.values_list("reference", flat=True)
    return sorted((one for one in known if one in page), key=page.index)


def recorded() -> list[str]:
    found = AuditEntry.objects.filter(scope="", action__startswith="request.").order_by("number")
    return [action.removeprefix("request.") for action in found.values_list("action", flat=True)]


def test_RET_3_the_queue_is_in_the_order_in_which_answers_are_due(officer: Client, browser: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        month = ask(browser)
        days = ask(browser, law="ccpa", email="cal@elsewhere.example")
        out = ask(browser, law="ccpa", kind="opt_out", email="opt@elsewhere.example")
        assert queue(officer) == [out.reference, month.reference, days.reference]
        assert queue(officer, "unproven") == [month.reference, days.reference]
        assert queue(officer, "overdue") == []
        assert queue(officer, "nonsense") == queue(officer)
        clock.move_to(datetime(2026, 3, 26, 23, 59, 59, tzinfo=UTC))
        assert "Overdue since" not in officer.get("/operator/requests/").content.decode()
        clock.shift(timedelta(seconds=1))
        page = officer.get("/operator/requests/").content.decode()
        assert "Overdue since 26 Mar 2026" in page
        assert 'badge-error">' in page
        assert queue(officer, "overdue") == [out.reference]
    do(officer, month, "refuse", ground="identity", text="Nobody answered.")
    assert queue(officer, "closed") == [month.reference]


def test_RET_3_a_longer_time_is_taken_once_before_it_is_due_with_a_reason(
    officer: Client, browser: Client
) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask_and_prove(browser)
        assert do(officer, one, "extend", text="").status_code == 422
        do(officer, one, "extend", text="There are forty folders.")
        one.refresh_from_db()
        assert one.due_on == date(2026, 6, 5)
        letter = mail.outbox[-1].body
        assert "longer than until 6 April 2026" in letter
        assert "by 5 June 2026 at the latest" in letter
        assert "There are forty folders." in letter
        assert do(officer, one, "extend", text="Again").status_code == 409
        with pytest.raises(Problem, match="once"):
            actions.extend(one, Person.objects.get(is_operator=True), "Again")
        late = ask(browser, email="late@elsewhere.example")
        clock.move_to(late.due_at)
        assert do(officer, late, "extend", text="Too late").status_code == 409
        with pytest.raises(Problem, match="overdue"):
            actions.extend(late, Person.objects.get(is_operator=True), "Too late")
        late.refresh_from_db()
        assert late.extended_at is None
    assert recorded().count("extended") == 1


def test_RET_3_an_opt_out_of_california_takes_no_longer_time(officer: Client, browser: Client) -> None:
    one = ask(browser, law="ccpa", kind="opt_out")
    assert do(officer, one, "extend", text="Slow").status_code == 409


def test_RET_3_the_clock_stands_once_while_somebody_is_asked_who_they_are(
    officer: Client, browser: Client
) -> None:
    """GDPR art. 12(6): the days are added."""
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask(browser)
        link = mailed_link()
        clock.move_to(datetime(2026, 3, 10, 9, tzinfo=UTC))
        do(officer, one, "more", text="When did we last meet?")
        assert "the days until then are added" in mail.outbox[-1].body
        assert queue(officer, "standing") == [one.reference]
        assert do(officer, one, "more", text="And where?").status_code == 409
        with pytest.raises(Problem, match="once"):
            actions.ask_for_more(one, Person.objects.get(is_operator=True), "And where?")
        clock.move_to(datetime(2026, 5, 1, 9, tzinfo=UTC))
        one.refresh_from_db()
        assert not one.is_overdue
        assert queue(officer, "overdue") == []
        clock.move_to(datetime(2026, 3, 20, 9, tzinfo=UTC))
        browser.post(link, {"whose": "mine"})
        browser.post(f"/your-data/requests/{one.pk}/", {"text": "On 1 March."})
        one.refresh_from_db()
        assert (one.stood, one.due_on) == (10, date(2026, 4, 15))
        clock.move_to(datetime(2026, 3, 25, 9, tzinfo=UTC))
        browser.post(link)
        browser.post(f"/your-data/requests/{one.pk}/", {"text": "In Rome."})
        one.refresh_from_db()
        assert (one.stood, one.due_on) == (10, date(2026, 4, 15)), "it stood once"


def test_RET_3_the_clock_goes_on_when_the_link_shows_whose_it_is(officer: Client, browser: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask(browser)
        do(officer, one, "more", text="Please open the link.")
        clock.shift(timedelta(days=4))
        browser.post(mailed_link(), {"whose": "mine"})
        one.refresh_from_db()
        assert not one.is_standing
        assert (one.stood, one.due_on) == (4, date(2026, 4, 9))


def test_RET_3_californias_clock_never_stands(officer: Client, browser: Client) -> None:
    """11 CCR 7021(b): whatever time it takes to verify."""
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask(browser, law="ccpa")
        do(officer, one, "more", text="When did we last meet?")
        assert "You still get an answer by 19 April 2026" in mail.outbox[-1].body
        clock.shift(timedelta(days=20))
        do(officer, one, "verify")
        one.refresh_from_db()
        assert (one.due_on, one.proven) == (date(2026, 4, 19), "officer")


def test_RET_3_USE_5_nothing_is_done_about_data_before_it_is_known_whose_it_is(
    officer: Client, browser: Client, bob: Person
) -> None:
    one = ask(browser, email="bob@demo.example", kind="erasure")
    page = officer.get(f"/operator/requests/{one.pk}/").content.decode()
    assert "Nobody has shown yet" in page
    assert "Bob" not in page, "who is at the address is not told either"
    for deed in ("answer", "erase", "hold"):
        assert do(officer, one, deed, text="Done").status_code == 409, deed
    boss = Person.objects.get(is_operator=True)
    for act in (lambda: closing.fulfil(one, boss, "Done"), lambda: doing.erase(one, boss)):
        with pytest.raises(Problem, match="Nobody knows yet whose"):
            act()
    access = ask(browser, email="bob@demo.example")
    assert do(officer, access, "copy").status_code == 409
    with pytest.raises(Problem, match="Nobody knows yet whose"):
        doing.make_copy(access, boss)
    with pytest.raises(Problem, match="nobody here with a proven address"):
        doing.hold(access, boss, "a", "r", None)
    assert Person.objects.filter(pk=bob.pk).exists()
    assert not Export.objects.exists()


def test_RET_3_who_opts_out_or_objects_need_not_prove_anything(officer: Client, browser: Client) -> None:
    """11 CCR 7026(d)"""
    one = ask(browser, law="ccpa", kind="opt_out")
    do(officer, one, "answer", text="It is not sold.")
    one.refresh_from_db()
    assert one.outcome == "fulfilled"


def test_LAW_4_an_objection_at_the_desk_ends_the_use(officer: Client, browser: Client) -> None:
    one = ask(browser, kind="objection")
    assert stands(Purpose.ENGAGE, address=INES)
    assert do(officer, one, "object").status_code == 422
    assert do(officer, one, "object", purposes="serve").status_code == 422, "the service itself is no choice"
    do(officer, one, "object", purposes=["promote", "engage"])
    assert not stands(Purpose.PROMOTE, address=INES)
    assert not stands(Purpose.ENGAGE, address=INES)
    assert do(officer, ask(browser), "object", purposes="promote").status_code == 409


def test_RET_3_an_answer_is_mailed_and_closes(officer: Client, browser: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask_and_prove(browser)
        do(officer, one, "write", text="We look.")
        assert "We look." in mail.outbox[-1].body
        clock.shift(timedelta(days=3))
        do(officer, one, "answer", text="Here is <all> of it.")
        one.refresh_from_db()
        assert (one.outcome, one.days, one.in_time) == ("fulfilled", 3, True)
        assert "Here is <all> of it." in mail.outbox[-1].body
        browser.post(mailed_link())
        page = browser.get(f"/your-data/requests/{one.pk}/").content.decode()
        assert "Here is &lt;all&gt; of it." in page
        assert "We look." in page
        assert "6 June 2026" in page, "until when it can be read"
    for deed in ("answer", "write", "refuse", "sort", "verify", "extend"):
        assert do(officer, one, deed, text="x", ground="other").status_code == 409, deed
    assert recorded() == ["taken", "verified", "written", "answered"]


@pytest.mark.parametrize(
    ("law", "words"),
    [
        ("gdpr", "you may go to court"),
        ("uk_gdpr", "Information Commissioner"),
        ("fadp", "Federal Data Protection"),
        ("ccpa", "California Privacy Protection Agency"),
        ("other", "authority where you live"),
    ],
)
def test_RET_3_a_refusal_says_why_and_where_one_may_complain(
    officer: Client, browser: Client, law: str, words: str
) -> None:
    one = ask(browser, law=law)
    assert do(officer, one, "refuse", text="x", ground="whim").status_code == 422
    do(officer, one, "refuse", ground="unfounded", text="The tenth in a week.")
    letter = mail.outbox[-1].body
    assert "It is plainly unfounded" in letter
    assert "The tenth in a week." in letter
    assert words in letter
    one.refresh_from_db()
    assert (one.outcome, one.ground) == ("refused", "unfounded")


def test_what_is_late_is_noted_as_late(officer: Client, browser: Client) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask_and_prove(browser)
        clock.move_to(one.due_at)
        do(officer, one, "answer", text="At last.")
    one.refresh_from_db()
    assert (one.in_time, one.days) == (False, 33)


def test_sorting_counts_anew_and_tells(officer: Client, browser: Client) -> None:
    with time_machine.travel(MOMENT, tick=False):
        one = ask(browser, kind="question", law="gdpr")
        do(officer, one, "sort", kind="opt_out", law="ccpa")
        one.refresh_from_db()
        assert one.due_on == date(2026, 3, 26)
        assert "by 26 March 2026" in mail.outbox[-1].body
        count = len(mail.outbox)
        do(officer, one, "sort", kind="opt_out", law="ccpa")
        assert len(mail.outbox) == count
        other = ask(browser, email="other@elsewhere.example")
        do(officer, other, "extend", text="Long.")
        do(officer, other, "sort", kind="opt_out", law="ccpa")
        other.refresh_from_db()
        assert other.law == "gdpr", "the longer time was told"


def test_one_that_came_by_letter_is_entered_with_the_day_it_came(officer: Client) -> None:
    values = {
        "channel": "letter",
        "received_on": "2026-03-02",
        "kind": "access",
        "law": "ccpa",
        "words": "Dear Sirs",
        "contact": "Lena Letter, 1 Long Road",
    }
    with time_machine.travel(MOMENT, tick=False):
        page = officer.get("/operator/requests/new/").content.decode()
        assert 'value="2026-03-05"' in page
        answer = officer.post("/operator/requests/new/", values, follow=True).content.decode()
        one = SubjectRequest.objects.get()
        assert one.due_on == date(2026, 4, 16)
        assert "confirm it yourself" in answer
        assert "Lena Letter" in answer
        assert not mail.outbox
        assert "Confirm by 16 Mar" in officer.get("/operator/requests/").content.decode()
        do(officer, one, "confirm")
        one.refresh_from_db()
        assert one.acknowledged_at
        assert "send it by letter" in do_followed(officer, one, "write", text="Dear Lena")
        do(officer, one, "verify")
        assert do(officer, one, "copy").status_code == 409, "there is no address to find data by"
        do(officer, one, "answer", text="All of it is in the letter.")
        assert not mail.outbox
    for wrong in (
        {"received_on": "2026-03-06"},
        {"received_on": "2020-01-01"},
        {"received_on": "9999-12-31"},
        {"contact": ""},
        {"channel": "form"},
        {"kind": "x"},
    ):
        with time_machine.travel(MOMENT, tick=False):
            assert officer.post("/operator/requests/new/", values | wrong).status_code == 422, wrong


def do_followed(officer: Client, one: SubjectRequest, deed: str, **values: str) -> str:
    answer = officer.post(f"/operator/requests/{one.pk}/{deed}/", values, follow=True)
    return str(answer.content.decode())


def test_a_copy_is_made_for_its_person_and_only_they_fetch_it(
    officer: Client, alice: Person, as_person: As
) -> None:
    client = as_person(alice)
    one = ask(client)
    do(officer, one, "copy")
    export = Export.objects.get()
    assert (export.person, export.state) == (alice, "ready")
    assert "/your-data/" in mail.outbox[-1].body
    assert b"".join(client.get(f"/your-data/copies/{export.pk}/"))
    assert officer.get(f"/your-data/copies/{export.pk}/").status_code == 404
    assert officer.get(f"/operator/requests/{one.pk}/erase/").status_code == 409, (
        "they asked for something else"
    )


def test_what_is_theirs_is_held(officer: Client, browser: Client, alice: Person, make_meeting: Any) -> None:
    Invitee.objects.create(meeting=make_meeting(alice), email=INES, invited_by=alice, secret_digest="1" * 64)
    one = ask_and_prove(browser, kind="restriction")
    do(officer, one, "hold", authority="Ines", reason="A dispute", until="")
    assert [hold.target for hold in Hold.objects.all()] == ["meetings.Invitee"]
    assert "A legal hold keeps" in officer.get(f"/operator/requests/{one.pk}/").content.decode()


def test_a_request_whose_data_is_held_says_so_and_a_refusal_for_that_is_told(
    officer: Client, alice: Person, as_person: As
) -> None:
    one = ask(as_person(alice), kind="erasure")
    place_hold(alice, scope="", reason="A dispute", authority="A court", by=None, until=None)
    for path in ("", "erase/"):
        page = officer.get(f"/operator/requests/{one.pk}/{path}").content.decode()
        assert "legal hold" in page
        assert "A dispute" not in page
    do(officer, one, "refuse", ground="hold", text="Until the court has decided.")
    one.refresh_from_db()
    assert (one.outcome, one.ground) == ("refused", "hold")
    assert "A legal hold keeps the data for now." in mail.outbox[-1].body
    assert AuditEntry.objects.filter(action="request.refused", facts={"ground": "hold"}).exists()


def test_what_stands_in_the_way_of_an_erasure_is_said(
    officer: Client, owner: Person, bob: Person, as_person: As
) -> None:
    one = ask(as_person(owner), kind="erasure")
    page = officer.get(f"/operator/requests/{one.pk}/erase/").content.decode()
    assert "owner" in page
    assert do(officer, one, "erase").status_code == 302
    one.refresh_from_db()
    assert one.is_open
    assert Person.objects.filter(pk=owner.pk).exists()


def test_two_officers_do_not_both_close_it(browser: Client, operator: Person) -> None:
    one = ask_and_prove(browser)
    closing.fulfil(one, operator, "Done.")
    with pytest.raises(Problem, match="closed"):
        closing.refuse(one, operator, Ground.EXEMPT, "No.")
    assert recorded() == ["taken", "verified", "answered"]


def test_nobody_but_the_operator_does_anything(alice: Person, as_person: As, operator: Person) -> None:
    one = take(Asked(Kind.ACCESS, Law.GDPR, "Mine", Channel.FORM, person=alice))
    for client, status in ((Client(), 302), (as_person(alice), 404)):
        for deed in ("answer", "write", "erase", "verify", "nonsense"):
            assert do(client, one, deed, text="x").status_code == status
    assert RequestMessage.objects.count() == 1
    assert do(as_person(operator), one, "nonsense").status_code == 404
