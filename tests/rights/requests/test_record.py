"""What stays of a request: a record without a name, counted by the year (RET-3, RET-8, RET-9)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from tests.rights.requests.asking import INES, As, ask, ask_and_prove, do
from troth.accounts.models import Person
from troth.lib.problems import Problem
from troth.meetings.models import Invitee, Meeting
from troth.privacy.gathering import gather
from troth.privacy.graph import rows_of
from troth.privacy.holding import place_hold
from troth.privacy.people import people_at
from troth.privacy.retention import sweep
from troth.rights.models import RequestMessage, SubjectRequest
from troth.rights.requests import doing, rounds
from troth.rights.requests.access import access_by_token, token_for
from troth.rights.requests.queries import numbers

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = datetime(2026, 3, 5, 12, tzinfo=UTC)


def personal(one: SubjectRequest) -> list[object]:
    one.refresh_from_db()
    return [getattr(one, name) for name in SubjectRequest.privacy.personal]


@pytest.fixture
def ines(alice: Person, make_meeting: Callable[..., Meeting]) -> Invitee:
    return Invitee.objects.create(
        meeting=make_meeting(alice), email=INES, invited_by=alice, secret_digest="1" * 64
    )


def test_RET_3_words_and_addresses_go_ninety_days_after_the_end_and_the_record_stays(
    officer: Client, browser: Client
) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask_and_prove(browser, agent="Lee Law")
        kept = ask(browser, email="open@elsewhere.example")
        do(officer, one, "answer", text="All of it.")
        clock.shift(timedelta(days=90, seconds=-1))
        sweep()
        assert RequestMessage.everything.filter(request=one).count() == 2
        clock.shift(timedelta(seconds=1))
        page = officer.get(f"/operator/requests/{one.pk}/").content.decode()
        assert "All of it." not in page, "out of sight at once, whenever the sweep comes"
        with pytest.raises(Problem, match="does not work any more"):
            access_by_token(token_for(one))
        sweep()
        assert not RequestMessage.everything.filter(request=one).exists()
        assert not any(personal(one))
        assert (one.kind, one.law, one.outcome, one.days, one.in_time) == (
            "access",
            "gdpr",
            "fulfilled",
            0,
            True,
        )
        assert RequestMessage.objects.filter(request=kept).count() == 1
        page = officer.get(f"/operator/requests/{one.pk}/").content.decode()
        assert "not known any more" in page
        _counts, total = numbers(2026)
        assert (total.taken, total.done, total.still_open) == (2, 1, 1)


def test_RET_3_what_is_over_is_out_of_its_persons_sight_too(
    officer: Client, alice: Person, as_person: As
) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask(as_person(alice))
        page = f"/your-data/requests/{one.pk}/"
        do(officer, one, "answer", text="All of it.")
        clock.shift(timedelta(days=90, seconds=-1))
        client = as_person(alice)
        assert "All of it." in client.get(page).content.decode()
        clock.shift(timedelta(seconds=1))
        assert client.get(page).status_code == 404
        assert one.reference not in client.get("/your-data/requests/").content.decode()


def test_RET_3_a_hold_keeps_a_closed_request_as_it_is(officer: Client, alice: Person, as_person: As) -> None:
    with time_machine.travel(MOMENT, tick=False) as clock:
        one = ask(as_person(alice))
        do(officer, one, "answer", text="All of it.")
        place_hold(alice, scope="", reason="r", authority="a", by=None, until=None)
        clock.shift(timedelta(days=91))
        sweep()
        one.refresh_from_db()
        assert one.person == alice
        assert RequestMessage.everything.filter(request=one).count() == 2


def test_RET_3_an_erasure_asked_for_at_the_desk_leaves_the_nameless_record(
    officer: Client, bob: Person, as_person: As
) -> None:
    client = as_person(bob)
    one = ask(client, kind="erasure")
    page = officer.get(f"/operator/requests/{one.pk}/erase/").content.decode()
    assert "Your account" in page
    assert do(officer, one, "erase").status_code == 302
    assert not Person.objects.filter(pk=bob.pk).exists()
    assert not any(personal(one))
    assert (one.outcome, one.ground, one.in_time) == ("fulfilled", "", True)
    assert not RequestMessage.everything.exists()
    assert mail.outbox[-1].to == ["bob@demo.example"]
    link = re.search(r"http://testserver(/your-data/return/\S+)", str(mail.outbox[-1].body))
    assert link
    assert Client().post(link[1]).status_code == 302
    one.refresh_from_db()
    assert one.person == bob, "who comes back finds it, closed"
    assert RequestMessage.everything.count() == 1


def test_RET_3_who_has_no_account_is_erased_by_their_address(
    officer: Client, browser: Client, ines: Invitee
) -> None:
    one, other = ask_and_prove(browser, kind="erasure"), ask(browser, kind="question")
    do(officer, one, "erase")
    assert not Invitee.objects.exists()
    assert not people_at(INES)
    assert not any(personal(one))
    assert not any(personal(other))
    assert other.is_open
    rounds.tend()
    other.refresh_from_db()
    assert other.outcome == "gone"
    assert INES not in officer.get("/operator/requests/", {"shelf": "closed"}).content.decode()


def test_RET_3_a_kill_between_the_erasure_and_its_note_is_made_up_for(
    officer: Client, browser: Client, ines: Invitee, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ask_and_prove(browser, kind="erasure")

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(doing, "close_erased", die)
    with pytest.raises(KeyboardInterrupt):
        do(officer, one, "erase")
    one.refresh_from_db()
    assert one.is_open
    rounds.tend()
    one.refresh_from_db()
    assert one.outcome == "fulfilled"


def test_RET_3_what_a_hold_keeps_of_an_erasure_is_told_and_on_record(
    officer: Client, browser: Client, ines: Invitee
) -> None:
    one = ask_and_prove(browser, kind="erasure")
    place_hold(ines, scope="", reason="r", authority="a", by=None, until=None)
    answer = officer.post(f"/operator/requests/{one.pk}/erase/", follow=True).content.decode()
    assert "a hold keeps" in answer
    assert Invitee.objects.filter(pk=ines.pk).exists()
    assert "A legal hold keeps" in mail.outbox[-1].body
    one.refresh_from_db()
    assert (one.outcome, one.ground) == ("partly", "hold")


def test_an_open_request_does_not_stop_its_person_from_erasing_themselves(
    browser: Client, ines: Invitee
) -> None:
    one = ask_and_prove(browser, kind="erasure")
    assert one.is_open
    from troth.rights.actions import erase_at

    erase_at(INES, "person")
    rounds.tend()
    one.refresh_from_db()
    assert one.outcome == "fulfilled"
    assert not any(personal(one))


def test_a_copy_of_somebodys_data_has_their_requests_and_nobody_elses(
    browser: Client, alice: Person, as_person: As, officer: Client
) -> None:
    mine = ask(as_person(alice))
    do(officer, mine, "write", text="We look.")
    ask(browser, email=INES, words="Not hers")
    found = [row for row in gather(rows_of([alice])) if row.model in {SubjectRequest, RequestMessage}]
    texts = {row.values.get("text") for row in found if row.model is RequestMessage}
    assert texts == {"Tell me all of it.", "We look."}
    assert [row.values["reference"] for row in found if row.model is SubjectRequest] == [mine.reference]
    by_address = list(gather(rows_of(people_at(INES))))
    assert {row.values.get("text") for row in by_address if row.model is RequestMessage} == {"Not hers"}
    page = as_person(alice).get("/your-data/").content.decode()
    assert "Requests about your data" in page
    assert "We look." in page


def test_RET_3_the_numbers_of_a_year_are_those_that_the_law_asks_for(
    officer: Client, browser: Client
) -> None:
    """11 CCR 7102(a)(1)"""
    with time_machine.travel(datetime(2025, 12, 31, 23, 59, tzinfo=UTC), tick=False) as clock:
        ask(browser, law="ccpa", email="last@elsewhere.example")
        clock.move_to(MOMENT)
        for number, (days, deed) in enumerate([(2, "answer"), (4, "answer"), (60, "refuse"), (0, "")]):
            clock.move_to(MOMENT)
            one = ask_and_prove(browser, law="ccpa", kind="erasure", email=f"n{number}@elsewhere.example")
            clock.shift(timedelta(days=days))
            if deed:
                partly = {"partly": "on"} if days == 4 else {}
                do(officer, one, deed, text="x", ground="exempt", **partly)
        clock.move_to(MOMENT)
        other = ask(browser, kind="opt_out", email="n9@elsewhere.example")
        do(officer, other, "answer", text="x")
        [erasures, _outs], total = numbers(2026)
        assert (erasures.taken, erasures.done, erasures.partly, erasures.refused, erasures.still_open) == (
            4,
            1,
            1,
            1,
            1,
        )
        assert (erasures.answered, erasures.in_time, erasures.middle) == (3, 2, 4)
        assert (total.taken, total.middle) == (5, 3)
        page = officer.get("/operator/requests/numbers/", {"year": "2026", "law": "ccpa"}).content.decode()
        assert "2 / 3" in page
        assert "Opt-out of sale and sharing" not in page
        assert (
            "Requests of 2025"
            in officer.get("/operator/requests/numbers/", {"year": "2025"}).content.decode()
        )
        for wrong in ({"year": "x"}, {"year": "9" * 5000}, {"year": "²"}, {"law": "moon"}, {"year": "-1"}):
            assert "Requests of 2026" in officer.get("/operator/requests/numbers/", wrong).content.decode()
