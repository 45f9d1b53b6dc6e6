"""Within six months of the end of a subscription its data is gone or counted, by schedule, with notice (RET-6)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from typer.testing import CliRunner

from tests.gatherings import ask
from tests.privacy.past import START, attends, held, meeting_of, writes
from troth.accounts.models import Person
from troth.billing import actions
from troth.billing.actions import continue_subscription, end_subscription, follow_ends
from troth.billing.models import AT_MOST_KEPT, Licence
from troth.meetings.models import Attendance, Entry, Feedback, Invitee, Meeting, Message, Session
from troth.organizations.models import Invitation, Membership, Organization
from troth.privacy.audit import verify_chain
from troth.privacy.models import AuditEntry, Hold, Period, SweepRun, Tally
from troth.privacy.retention import set_period, sweep_when_due
from troth.web.cli import app

AsPerson = Callable[[Person], Client]
END = START + timedelta(days=10)
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def ending(
    demo: Organization, alice: Person, bob: Person, owner: Person, carol: Person, clock: Any
) -> Organization:
    """An organization with everything that hangs on one, whose subscription ends in ten days."""
    session = held(meeting_of(alice, demo), START)
    for person in (alice, bob, owner, None, None):
        writes(attends(session, person), Message.everything.count())
    Feedback.everything.create(attendance=session.attendances.first(), stars=5)
    Invitee.objects.create(meeting=session.meeting, email="i@x.example", secret_digest="1")
    Invitation.objects.create(
        organization=demo, email="n@x.example", secret_digest="2", expires_at=START + 7 * DAY
    )
    set_period(str(demo.pk), "meeting_days", 3650)
    attends(held(meeting_of(carol, carol.membership.organization), START), carol)
    # Bob was a guest of the other organization too.
    attends(Session.everything.get(meeting__host=carol), bob)
    end_subscription(demo, END)
    return demo


def _subjects() -> list[tuple[str, str]]:
    found = [(one.to[0], one.subject) for one in mail.outbox]
    mail.outbox.clear()
    return found


def test_RET_6_USE_3_nobody_hosts_after_the_end_and_the_pages_say_so(
    ending: Organization, alice: Person, as_person: AsPerson, clock: Any, no_media: None
) -> None:
    meeting = meeting_of(alice, ending, entry=Entry.EVERYONE)
    browser = as_person(alice)
    assert "ends on 12 March 2026" in browser.get("/meetings/").text
    assert browser.get("/meetings/new/").status_code == 200
    clock.move_to(END)
    for page in ("/meetings/", "/organization/"):
        assert "ended on 12 March 2026" in browser.get(page).text
        assert "deleted on 9 August 2026" in browser.get(page).text
    assert "Meet now" not in browser.get("/meetings/").text
    for answer in (browser.get("/meetings/new/"), browser.post("/meetings/now/")):
        assert answer.status_code == 403
        assert "has ended" in answer.text
    refusal = ask(browser, meeting.code)
    assert (refusal.status_code, refusal.json()["type"].rpartition("/")[2]) == (403, "subscription-ended")
    assert not Session.objects.filter(meeting=meeting).exists()


def test_RET_6_owners_are_told_at_the_end_thirty_and_seven_days_before_and_never_twice(
    ending: Organization, owner: Person, clock: Any
) -> None:
    told: list[datetime] = []
    for day in range(160):
        clock.move_to(START + day * DAY)
        for _ in range(2):
            follow_ends()
        if letters := _subjects():
            assert letters == [(owner.email, "The data of Demo Company is deleted on 9 August 2026")]
            told.append(START + day * DAY)
    gone = END + 150 * DAY
    assert told == [END, gone - 30 * DAY, gone - 7 * DAY]


def test_RET_6_all_is_gone_or_counted_within_six_months_and_others_keep_theirs(
    ending: Organization, carol: Person, clock: Any
) -> None:
    seconds = sum(
        Attendance.everything.filter(session__meeting__organization=ending).values_list("seconds", flat=True)
    )
    clock.move_to(END + 150 * DAY - timedelta(seconds=1))
    follow_ends()
    assert Meeting.objects.filter(organization=ending).count() == 1
    clock.move_to(END + 150 * DAY)
    follow_ends()
    assert list(Organization.objects.all()) == [carol.membership.organization]
    assert list(Person.objects.all()) == [carol]
    assert [row.person for row in Attendance.everything.all()] == [carol]
    for model in (Membership, Meeting, Session):
        assert model._base_manager.count() == 1
    for gone in (Message, Invitee, Invitation, Feedback, Licence):
        assert gone._base_manager.count() == 0
    counted = Tally.objects.filter(table="meetings.Attendance")
    assert sum(cell.rows for cell in counted) == 5
    assert sum(cell.sums["seconds"] for cell in counted) == seconds
    assert not Period.objects.exists()
    assert AT_MOST_KEPT <= 180
    follow_ends()


def test_RET_6_it_can_be_taken_back_until_the_data_goes(ending: Organization, clock: Any) -> None:
    clock.move_to(END + 149 * DAY)
    assert continue_subscription(ending)
    clock.move_to(END + 151 * DAY)
    follow_ends()
    assert Meeting.objects.filter(organization=ending).exists()
    end_subscription(ending, END + 152 * DAY, kept_days=1)
    clock.move_to(END + 153 * DAY)
    assert not continue_subscription(ending)


def test_RET_6_a_hold_keeps_what_it_names_and_release_lets_it_go(
    ending: Organization, bob: Person, clock: Any
) -> None:
    hold = Hold.objects.create(
        target="accounts.Person", key=str(bob.pk), reason="dispute", authority="court", placed_at=START
    )
    clock.move_to(END + 150 * DAY)
    follow_ends()
    assert Organization.objects.filter(pk=ending.pk).exists()
    assert [one.person for one in Membership.objects.filter(organization=ending)] == [bob]
    assert Attendance.everything.filter(session__meeting__organization=ending).get().person == bob
    hold.released_at = END
    hold.save()
    follow_ends()
    assert not Organization.objects.filter(pk=ending.pk).exists()
    assert not Person.objects.filter(pk=bob.pk).exists()


def test_RET_6_an_operator_outlives_the_organization_they_were_in(
    ending: Organization, alice: Person, clock: Any
) -> None:
    Person.objects.filter(pk=alice.pk).update(is_operator=True)
    clock.move_to(END + 150 * DAY)
    follow_ends()
    assert Person.objects.filter(pk=alice.pk).exists()
    assert not Organization.objects.filter(pk=ending.pk).exists()


class Killed(BaseException):
    """As if the process had gone."""


@pytest.mark.django_db(transaction=True)
def test_RET_6_killed_anywhere_it_is_gone_on_with(
    ending: Organization, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.move_to(END + 150 * DAY)
    for place in ("leave", "take_scope_itself"):
        with monkeypatch.context() as patch:

            def die(*_: object, **_kw: object) -> None:
                raise Killed

            patch.setattr(actions, place, die)
            with pytest.raises(Killed):
                follow_ends()
    follow_ends()
    assert not Organization.objects.filter(pk=ending.pk).exists()
    assert sum(cell.rows for cell in Tally.objects.filter(table="meetings.Attendance")) == 5
    sweep_when_due()
    assert SweepRun.objects.filter(scope="").count() == 1


@pytest.mark.parametrize(
    ("at", "kept"),
    [(START, 150), (START - DAY, 150), (END, 181), (END, 0)],
    ids=["now", "past", "long", "none"],
)
def test_RET_6_an_end_is_to_come_and_within_its_bound(
    demo: Organization, clock: Any, at: datetime, kept: int
) -> None:
    with pytest.raises(ValueError, match=r"past|180 days"):
        end_subscription(demo, at, kept)
    assert not Licence.objects.exclude(ends_at=None).exists()


def test_RET_6_the_operator_ends_it_by_command(demo: Organization, clock: Any) -> None:
    def call(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["organization", *words])
        return result.exit_code, result.output

    assert str(demo.pk) in call("list")[1]
    code, said = call("end", str(demo.pk), "--on", "2026-03-31")
    assert (code, said) == (0, "It ends at 2026-04-01 00:00 UTC; its data goes on 2026-08-29.\n")
    assert "ends 2026-04-01" in call("list")[1]
    assert call("end", str(demo.pk), "--on", "2026-02-01")[0] == 2
    assert call("end", "nobody", "--on", "2026-03-31")[0] == 2
    assert call("continue", str(demo.pk)) == (0, "The subscription goes on.\n")
    assert call("continue", str(demo.pk))[0] == 2


def test_RET_6_the_end_and_what_went_are_on_record(ending: Organization, clock: Any) -> None:
    continue_subscription(ending)
    end_subscription(ending, END)
    told = AuditEntry.objects.filter(scope=str(ending.pk), action__startswith="subscription.")
    assert list(told.order_by("number").values_list("action", flat=True)) == [
        "subscription.ended",
        "subscription.continued",
        "subscription.ended",
    ]
    clock.move_to(END + 151 * DAY)
    follow_ends()
    follow_ends()
    assert AuditEntry.objects.filter(scope="", action="subscription.cleared").count() == 1
    verify_chain("")
