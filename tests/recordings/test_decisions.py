"""Who is erased from a film that others are in: their organization says what becomes of their picture, and they see it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from tests.recordings.films import recorded
from tests.recordings.test_cutting import look, send, told
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.access import ticket_of
from troth.meetings.models import Attendance, Meeting
from troth.privacy.graph import rows_of
from troth.privacy.holding import place_hold, release_hold
from troth.privacy.leaving import WINDOW, lapse, leave, pick_up
from troth.privacy.models import AuditEntry
from troth.privacy.retention import set_period, sweep
from troth.recordings.actions.cutting import make_cut
from troth.recordings.actions.deciding import tend
from troth.recordings.models import Decided, Decision, Recording, State, Tile
from troth.recordings.queries import spans_of
from troth.recordings.watching import names_in, names_over
from troth.rights.actions import erase_at

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Person], Client]
DESK = "/recordings/pictures/"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    """A ledger of this test alone."""
    settings.DATA = tmp_path


@pytest.fixture
def met(weekly: Meeting, alice: Person, bob: Person) -> Recording:
    """Twelve seconds in two parts; Bob is in the picture from 1 to 3 and from 7 to 8."""
    recording = told(weekly, alice, bob)
    Tile.objects.filter(attendance__person=bob, part__number=1).update(since=1000, until=3000)
    Tile.objects.filter(attendance__person=bob, part__number=2).update(since=1000, until=2000)
    return recording


@pytest.fixture
def link(met: Recording, bob: Person) -> str:
    """Bob is erased: the path of the link that he has now."""
    return erase_at(bob.email, "person")[0].removeprefix("http://testserver")


def decision() -> Decision:
    return Decision.everything.get()


def done() -> list[str]:
    found = AuditEntry.objects.exclude(scope="").order_by("number").values_list("action", flat=True)
    return [one for one in found if "picture" in one]


def shown(link: str) -> str:
    return Client().get(link).text


def test_ret_9_the_name_is_gone_at_once_and_the_organization_is_asked(
    met: Recording, link: str, alice: Person, admin: Person, as_person: As
) -> None:
    assert [one["name"] for one in names_over(met, names_in(met))] == ["Alice Adams"] * 2
    one = decision()
    assert spans_of(one) == [(1000, 3000), (7000, 8000)]
    assert (one.recording, one.organization_id, one.answer) == (met, met.scope, "")
    desk, page = as_person(admin).get(DESK).text, as_person(admin).get(f"{DESK}{one.id}/").text
    assert "0:03.0" in desk
    assert "0:01.0–0:03.0, 0:07.0–0:08.0" in page
    host = as_person(alice).get(f"/recordings/{met.id}/").text
    assert "Somebody in this film was erased" in host
    assert "1 picture of somebody who left" in as_person(admin).get("/recordings/").text
    assert "who left" not in as_person(alice).get("/recordings/").text
    for text in (desk, page, host):
        assert "Bob" not in text
    assert "To be decided until" in shown(link)
    assert done() == ["recording.picture_asked"]


@time_machine.travel(datetime(2026, 1, 30, 23, tzinfo=UTC))
def test_ret_3_it_is_due_at_the_end_of_a_month(weekly: Meeting, alice: Person, bob: Person) -> None:
    recorded(weekly, alice, bob)
    leave(rows_of([bob]), "person")
    # 28 February is a Saturday: the Monday after it.
    assert decision().due_at == datetime(2026, 3, 3, tzinfo=UTC)
    assert str(decision().last_day) == "2026-03-02"


def test_ret_3_administrators_are_written_to_at_once_and_before_it_is_due(
    weekly: Meeting, met: Recording, alice: Person, bob: Person, admin: Person, owner: Person
) -> None:
    recorded(weekly, alice, bob)
    leave(rows_of([bob]), "person")
    mail.outbox.clear()
    due = max(Decision.everything.values_list("due_at", flat=True))

    def letters() -> list[Any]:
        written = sorted(mail.outbox, key=lambda one: one.to)
        mail.outbox.clear()
        return written

    assert tend() == 2
    first = letters()
    assert [one.to for one in first] == sorted([[admin.email], [owner.email]])
    assert "2 recordings" in first[0].body
    assert "http://testserver/recordings/pictures/" in first[0].body
    assert "Bob" not in first[0].body + first[0].subject
    assert tend() == 0
    for before, words in ((7, "due on"), (2, "due on"), (0, "2 answers are overdue")):
        with time_machine.travel(due - timedelta(days=before) + timedelta(seconds=1)):
            assert tend() == 2, before
            assert words in letters()[0].body
            assert tend() == 0
    with time_machine.travel(due + timedelta(days=1)):
        assert tend() == 0


def test_ret_8_it_is_kept_for_a_reason_that_its_person_reads(
    met: Recording, link: str, admin: Person, as_person: As
) -> None:
    client, page = as_person(admin), f"{DESK}{decision().id}/"
    for values in ({}, {"ground": "claims", "reason": ""}, {"ground": "whim", "reason": "So."}):
        assert client.post(page, values).status_code == 422
    assert client.post(page, {"ground": "claims", "reason": "A contract is disputed."})["Location"] == DESK
    assert "Nothing to decide" in client.get(DESK).text
    text = shown(link)
    for words in ("are kept", "Legal claims", "A contract is disputed.", "data protection authority"):
        assert words in text
    # Also when there is no way back any more.
    with time_machine.travel(now() + WINDOW + timedelta(hours=1)):
        lapse()
        assert "A contract is disputed." in shown(link)
        assert Client().post(link).status_code == 404
    assert client.post(page, {"ground": "claims", "reason": "Again."}).status_code == 409
    assert client.post(f"{page}delete/").status_code == 409
    assert done()[-1] == "recording.picture_kept"
    assert Tile.everything.filter(attendance=None).count() == 2


def test_ret_2_it_is_cut_out(met: Recording, link: str, admin: Person, as_person: As) -> None:
    client = as_person(admin)
    tool = client.get(f"/recordings/{met.id}/?decision={decision().id}").text
    for value in ("0:01.0", "0:03.0", "0:07.0", "0:08.0"):
        assert f'value="{value}"' in tool
    assert re.search(r"<details[^>]* open>", tool)
    send(client, met, ("0:01.0", "0:03.0"))
    make_cut(met.id)
    assert decision().is_open
    assert spans_of(decision()) == [(5000, 6000)]
    met.refresh_from_db()
    send(client, met, ("0:05.0", "0:06.0"))
    make_cut(met.id)
    assert (decision().answer, decision().answered_by) == (Decided.CUT, admin)
    assert "were cut out" in shown(link)
    assert not Tile.everything.filter(attendance=None).exists()
    met.refresh_from_db()
    for _, number in look(met).pictures:
        assert not 11 < number < 29
        assert not 71 < number < 79


def test_ret_2_it_is_deleted_with_the_recording(
    met: Recording, link: str, admin: Person, as_person: As, two_countries: Path
) -> None:
    client, page = as_person(admin), f"{DESK}{decision().id}/delete/"
    assert "for good?" in client.get(page).text
    assert client.post(page)["Location"] == DESK
    assert not Recording.everything.exists()
    assert not [one for one in two_countries.glob("*/recordings/**/*") if one.is_file()]
    assert (decision().answer, decision().recording) == (Decided.DELETED, None)
    assert "The recording is deleted." in shown(link)
    assert "A recording that is deleted" in client.get(DESK).text


@pytest.mark.parametrize("how", ["trash", "period", "last"])
def test_a_recording_that_goes_by_itself_is_the_answer(
    met: Recording, link: str, alice: Person, as_person: As, how: str
) -> None:
    if how == "trash":
        as_person(alice).post(f"/recordings/{met.id}/trash/")
        as_person(alice).post(f"/recordings/{met.id}/delete/")
    elif how == "period":
        set_period(str(met.scope), "recording_days", 1)
        Recording.everything.update(ended_at=now() - timedelta(days=3))
        sweep()
    else:
        erase_at(alice.email, "operator")
    assert not Recording.everything.exists()
    tend()
    answers = Decision.everything.values_list("answer", flat=True)
    assert set(answers) == {Decided.DELETED}
    assert "The recording is deleted." in shown(link)


def test_ret_2_who_comes_back_is_named_again_and_nothing_is_to_be_decided(
    met: Recording, link: str, alice: Person, admin: Person, as_person: As
) -> None:
    """Where they stand is where the film has it now, though something was cut out meanwhile."""
    send(as_person(admin), met, ("0:02.0", "0:04.0"))
    make_cut(met.id)
    assert Client().post(link).status_code == 302
    met.refresh_from_db()
    names = names_over(met, names_in(met))
    assert [(one["since"], one["until"]) for one in names if one["name"] == "Bob Brown"] == [
        (1000, 2000),
        (5000, 6000),
    ]
    assert decision().answer == Decided.RETURNED
    assert "Nothing to decide" in as_person(admin).get(DESK).text
    assert done() == ["recording.picture_asked", "recording.picture_returned"]
    # Whoever leaves again is asked about again.
    leave(rows_of([Person.objects.get(name="Bob Brown")]), "person")
    assert Decision.everything.filter(answer="").count() == 1


def test_a_guest_sees_the_answer_too(weekly: Meeting, alice: Person, admin: Person, as_person: As) -> None:
    recorded(weekly, alice, "Gus Guest")
    gus = Attendance.objects.get(name="Gus Guest")
    page = Client().post("/your-data/erase/meeting/", {"ticket": ticket_of(gus), "sure": "yes"}).text
    found = re.search(r'value="http://testserver(/your-data/return/[^"]+)"', page)
    assert found
    as_person(admin).post(f"{DESK}{decision().id}/", {"ground": "archive", "reason": "It is history."})
    assert "It is history." in shown(found[1])


def test_nothing_is_asked_where_nobody_stays_or_nobody_was_seen(
    weekly: Meeting, alice: Person, bob: Person
) -> None:
    recorded(weekly, bob)
    recorded(weekly, alice, unrecorded=[bob])
    leave(rows_of([bob]), "person")
    assert not Decision.everything.exists()
    assert not Tile.everything.filter(attendance=None).exists()


def test_ret_8_who_is_held_is_asked_about_when_the_hold_ends(met: Recording, bob: Person) -> None:
    placed = place_hold(bob, scope="", reason="a lawsuit", authority="a court", by=None, until=None)
    leave(rows_of([bob]), "person", window=timedelta())
    assert not Decision.everything.exists()
    release_hold(placed, None)
    pick_up()
    assert decision().recording == met


def test_who_is_in_all_of_it_is_not_cut_out(
    weekly: Meeting, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    recorded(weekly, alice, bob, seconds=2)
    leave(rows_of([bob]), "person")
    page = as_person(admin).get(f"{DESK}{decision().id}/").text
    assert "They are in all of it" in page
    assert "Cut these spans out" not in page


def test_two_who_left_are_two_questions(met: Recording, link: str, weekly: Meeting, alice: Person) -> None:
    """What one organization answers about one of them says nothing of the other."""
    third = recorded(weekly, alice, "Gus Guest", "Hal Hunter")
    for name in ("Gus Guest", "Hal Hunter"):
        leave(rows_of([Attendance.objects.get(name=name)]), "person")
    asked = Decision.everything.filter(recording=third)
    assert len({one.link_digest for one in asked}) == 2
    assert [one.tiles.count() for one in asked] == [1, 1]
    assert shown(link).count("To be decided until") == 1


def test_only_administrators_decide_and_of_their_own(
    met: Recording, link: str, alice: Person, carol: Person, as_person: As
) -> None:
    page = f"{DESK}{decision().id}/"
    assert as_person(alice).get(page).status_code == 403
    assert as_person(carol).get(page).status_code == 404
    assert "Nothing to decide" in as_person(carol).get(DESK).text


def test_ret_2_the_mail_says_where_the_answer_is(met: Recording, link: str, bob: Person) -> None:
    [letter] = [one for one in mail.outbox if bob.email in one.to]
    assert "shows you the answer" in letter.body
    assert link in letter.body


def test_an_answer_is_forgotten_after_a_year(met: Recording, link: str, admin: Person, as_person: As) -> None:
    as_person(admin).post(f"{DESK}{decision().id}/", {"ground": "claims", "reason": "A dispute."})
    with time_machine.travel(now() + timedelta(days=366)):
        assert Client().get(link).status_code == 404
        sweep()
    assert not Decision.everything.exists()


def test_while_the_film_is_made_the_question_waits(
    weekly: Meeting, alice: Person, bob: Person, admin: Person, as_person: As
) -> None:
    recording = recorded(weekly, alice, bob)
    Recording.objects.update(state=State.MAKING, film="")
    leave(rows_of([bob]), "person")
    page = f"{DESK}{decision().id}/"
    assert "film is not there now" in as_person(admin).get(page).text
    assert as_person(admin).post(f"{page}delete/").status_code == 409
    Recording.objects.filter(id=recording.id).update(state=State.EMPTY)
    tend()
    assert decision().answer == Decided.DELETED
