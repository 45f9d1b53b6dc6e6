"""One message to many: whom it reaches, in batches, over kills, until it is stopped (USE-7, USE-8, LAW-4)."""

import smtplib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from tests.outreach.people import contact, run_due_tasks, sent, work
from tests.people import person
from tests.post import Post
from tests.waiting import until
from troth.accounts.models import Person
from troth.outreach import mailings
from troth.outreach.addressees import at_address
from troth.outreach.audiences import audience, audiences
from troth.outreach.kinds import MessageKind, Topic
from troth.outreach.models import Letter, Mailing, MailingState
from troth.outreach.preferences import choose, refuse
from troth.outreach.tasks import pick_up, tend_mailings
from troth.privacy.consents import give
from troth.privacy.deleting import erase_rows
from troth.privacy.models import AuditEntry, How
from troth.privacy.purposes import PurposeRefused, under
from troth.privacy.vocabulary import Purpose

pytestmark = pytest.mark.usefixtures("real_tasks", "operated")
As = Callable[[Person], Client]
START = datetime(2027, 3, 1, 12, tzinfo=UTC)
PROMOTIONAL = MessageKind.PROMOTIONAL


def customers(count: int) -> list[str]:
    addresses = [f"c{number:03}@customer.example" for number in range(count)]
    for address in addresses:
        contact(address)
    return addresses


def draft(topic: str = "events", to: str = "customer") -> Mailing:
    return Mailing.objects.create(topic=topic, audience=to, subject="Come and see", text="On Monday.")


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mailings, "BATCH", 4)


def test_whom_it_reaches_and_whom_not_and_why() -> None:
    addresses = customers(6)
    contact("supplier@elsewhere.example", "supplier")
    for address in addresses[:2]:
        refuse(at_address(address), PROMOTIONAL, How.MAIL)
    choose(at_address(addresses[2]), PROMOTIONAL, [Topic.NEWSLETTER], How.PAGE)
    reach = audience("customer").reach(Topic.EVENTS)
    assert (reach.total, reach.not_standing, reach.not_wanting, reach.going) == (6, 2, 1, 3)


def test_members_get_offers_by_consent_and_only_at_proven_addresses(alice: Person, bob: Person) -> None:
    give(Purpose.PROMOTE, person=alice, how=How.PAGE)
    assert audience("members").reach(Topic.EVENTS).going == 1
    assert audience("members").reach(Topic.TRAINING).going == 2
    bob.emailaddress_set.update(verified=False)
    assert audience("members").reach(Topic.TRAINING).going == 1


@pytest.mark.django_db
def test_an_audience_is_read_for_the_message_s_purpose(db: None) -> None:
    for one in audiences():
        for kind in one.kinds:
            one.after(kind, "", 1)
        with under(Purpose.IMPROVE), pytest.raises(PurposeRefused):
            list(one.rows().values(one.address))


@pytest.mark.usefixtures("small_batches")
def test_it_is_sent_in_batches_by_the_worker(operator: Person) -> None:
    addresses = customers(10)
    refuse(at_address(addresses[3]), PROMOTIONAL, How.MAIL)
    mailing = draft()
    mailings.begin_mailing(mailing, operator)
    assert not mail.outbox
    assert run_due_tasks() == 1
    assert len(mail.outbox) == 4
    work()
    assert sorted(sent()) == sorted(set(addresses) - {addresses[3]})
    mailing.refresh_from_db()
    assert (mailing.state, mailing.sent, mailing.expected, mailing.left_out) == (MailingState.DONE, 9, 9, 1)
    assert mailing.reached == ""
    assert not Letter.everything.exists()
    with pytest.raises(Exception, match="already"):
        mailings.begin_mailing(mailing, operator)


@pytest.mark.usefixtures("small_batches")
def test_LAW_4_one_withdrawal_during_the_run_is_honoured_for_every_letter_not_handed_over(
    operator: Person,
) -> None:
    addresses = customers(8)
    mailing = draft()
    mailings.begin_mailing(mailing, operator)
    original = EmailBackend.send_messages

    def while_somebody_objects(self: EmailBackend, messages: Any) -> int:
        if not mail.outbox:
            for address in addresses:
                if address != messages[0].to[0]:
                    refuse(at_address(address), PROMOTIONAL, How.LINK)
        return original(self, messages)

    with patch.object(EmailBackend, "send_messages", while_somebody_objects):
        work()
    assert len(mail.outbox) == 1
    mailing.refresh_from_db()
    # Those of the batch that was written already; the others were not written to any more.
    assert (mailing.sent, mailing.refused) == (1, 3)


@pytest.mark.usefixtures("small_batches")
def test_a_worker_that_is_killed_is_followed_where_it_was(operator: Person) -> None:
    addresses = customers(10)
    original = EmailBackend.send_messages

    def die_at_the_sixth(self: EmailBackend, messages: Any) -> int:
        if len(mail.outbox) == 5:
            raise KeyboardInterrupt
        return original(self, messages)

    with time_machine.travel(START, tick=False) as clock:
        mailing = draft()
        mailings.begin_mailing(mailing, operator)
        with (
            patch.object(EmailBackend, "send_messages", die_at_the_sixth),
            pytest.raises(KeyboardInterrupt),
        ):
            work()
        DBTaskResult.objects.all().delete()
        tend_mailings()
        assert run_due_tasks() == 0, "somebody may still be at it"
        clock.shift(timedelta(minutes=16))
        tend_mailings()
        assert pick_up() == 3
        work()
        tend_mailings()
    assert sorted(sent()) == sorted(addresses), "everybody, and nobody twice"
    mailing.refresh_from_db()
    assert (mailing.state, mailing.sent) == (MailingState.DONE, 10)


@pytest.mark.usefixtures("small_batches")
def test_what_is_stopped_goes_no_further(operator: Person) -> None:
    customers(10)
    mailing = draft()
    mailings.begin_mailing(mailing, operator)
    original = EmailBackend.send_messages

    def stop_at_the_second(self: EmailBackend, messages: Any) -> int:
        if len(mail.outbox) == 1:
            mailings.stop_mailing(mailing, operator)
        return original(self, messages)

    with patch.object(EmailBackend, "send_messages", stop_at_the_second):
        work()
    assert len(mail.outbox) == 2, "the one that was on its way left"
    mailing.refresh_from_db()
    assert mailing.state == MailingState.STOPPED
    assert not Letter.everything.exists()
    told = list(AuditEntry.objects.filter(action__startswith="mailing").values_list("action", flat=True))
    assert sorted(told) == ["mailing.begun", "mailing.stopped"]


def test_who_is_erased_during_the_run_gets_nothing_more(operator: Person) -> None:
    customers(3)
    mailings.begin_mailing(draft(), operator)
    original = EmailBackend.send_messages

    def erase_the_others(self: EmailBackend, messages: Any) -> int:
        keys = Letter.everything.exclude(recipient=messages[0].to[0]).values_list("pk", flat=True)
        erase_rows(Letter, set(keys))
        return original(self, messages)

    with patch.object(EmailBackend, "send_messages", erase_the_others):
        work()
    assert len(mail.outbox) == 1


class Picky(EmailBackend):
    """Takes no mail to one address, as servers refuse a recipient."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to[0].startswith("c001"):
            raise smtplib.SMTPRecipientsRefused({messages[0].to[0]: (450, b"later")})
        return super().send_messages(messages)


class Down(EmailBackend):
    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


@pytest.mark.usefixtures("small_batches")
def test_one_address_that_is_not_taken_keeps_nobody_waiting(operator: Person, settings: Settings) -> None:
    addresses = customers(6)
    settings.EMAIL_BACKEND = f"{__name__}.Picky"
    with time_machine.travel(START, tick=False) as clock:
        mailing = draft()
        mailings.begin_mailing(mailing, operator)
        work()
        assert len(mail.outbox) == 5
        for _ in range(24 * 60):
            clock.shift(timedelta(minutes=1))
            pick_up()
            work()
        tend_mailings()
    mailing.refresh_from_db()
    assert (mailing.state, mailing.sent, mailing.failed) == (MailingState.DONE, len(addresses) - 1, 1)


@pytest.mark.usefixtures("small_batches")
def test_without_a_mail_server_it_waits_and_goes_on_after(operator: Person, settings: Settings) -> None:
    addresses = customers(6)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    with time_machine.travel(START, tick=False) as clock:
        mailings.begin_mailing(draft(), operator)
        work()
        assert Letter.everything.count() == 4, "not all are tried in vain"
        settings.EMAIL_BACKEND = working
        for _ in range(5):
            clock.shift(timedelta(minutes=1))
            pick_up()
            work()
        tend_mailings()
    assert sorted(sent()) == sorted(addresses)
    assert Mailing.objects.get().state == MailingState.DONE


@pytest.mark.usefixtures("small_batches")
def test_a_letter_that_can_t_wait_is_behind_one_batch_at_most(operator: Person) -> None:
    from troth.outreach.actions import send_letter

    customers(10)
    mailings.begin_mailing(draft(), operator)
    run_due_tasks()
    send_letter(MessageKind.TRANSACTIONAL, "now@elsewhere.example", "Your password", "It was changed.")
    run_due_tasks()
    assert sent()[4] == "now@elsewhere.example"


def test_the_operator_writes_looks_sends_and_stops(operator: Person, as_person: As) -> None:
    addresses = customers(3)
    refuse(at_address(addresses[0]), PROMOTIONAL, How.MAIL)
    client = as_person(operator)
    assert "No mailing yet" in client.get("/operator/mailings/").content.decode()
    form = {
        "audience": "customer",
        "topic": "events",
        "subject": "Come\nand see",
        "text": "On Monday.\n\n<b>x</b>",
    }
    page = client.post("/operator/mailings/new/", form, follow=True)
    shown = page.content.decode()
    path = page.redirect_chain[-1][0]
    assert '<strong class="text-2xl">2</strong> of 3 people' in shown
    assert "&lt;b&gt;x" in shown
    assert "No more of this kind:" in shown
    assert client.post(f"{path}edit/", form | {"subject": "See"}).status_code == 302
    assert "Send it to 2 people?" in client.get(f"{path}send/").content.decode()
    assert client.post(f"{path}send/").status_code == 302
    assert "0 of 2" in client.get(path).content.decode()
    assert client.post(f"{path}edit/", form).status_code == 409
    assert client.post(f"{path}delete/").status_code == 409
    work()
    assert {message.subject for message in mail.outbox} == {"See"}
    done = client.get(path).content.decode()
    assert "Left out" in done
    assert "hx-trigger" not in done
    assert client.post(f"{path}stop/").status_code == 409
    assert client.post(f"{path}send/").status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"audience": "prospect", "topic": "training"},
        {"audience": "everybody"},
        {"topic": "weather"},
        {"subject": ""},
        {"text": "x" * 20_001},
    ],
    ids=str,
)
def test_a_mailing_that_can_t_be_is_refused(operator: Person, as_person: As, wrong: dict[str, str]) -> None:
    form = {"audience": "prospect", "topic": "events", "subject": "See", "text": "On Monday."} | wrong
    assert as_person(operator).post("/operator/mailings/new/", form).status_code == 422
    assert not Mailing.objects.exists()


def test_nobody_is_no_audience_to_send_to(operator: Person, as_person: As) -> None:
    mailing = draft()
    assert (
        "nobody in this group"
        in as_person(operator).get(f"/operator/mailings/{mailing.pk}/").content.decode()
    )
    assert as_person(operator).post(f"/operator/mailings/{mailing.pk}/send/").status_code == 409


def test_USE_8_a_mailing_over_real_SMTP(operator: Person, settings: Settings, post: Post) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", post.port
    addresses = customers(5)
    person("Not asked", "member@demo.example")
    mailings.begin_mailing(draft(), operator)
    with patch.object(smtplib.SMTP, "connect", autospec=True, side_effect=smtplib.SMTP.connect) as connect:
        work()
    assert connect.call_count == 1, "a batch goes by one connection"
    arrived = until(lambda: found if len(found := post.mails()) == 5 else [], "all five arrive")
    assert sorted(str(one["To"]) for one in arrived) == addresses
    assert len({str(one["List-Unsubscribe"]) for one in arrived}) == 5, "each has its own way out"
