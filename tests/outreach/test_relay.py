"""Mail that leaves by somebody else's server: only by a declared one, and each letter on record (SHR-1, SHR-11)."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from tests.outside import declare, declare_vetted
from tests.ports import free_ports
from troth.accounts.models import Person
from troth.organizations.models import Invitation
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.outreach.models import Letter
from troth.outreach.tasks import deliver, pick_up
from troth.privacy.declaring import end_recipient
from troth.privacy.models import Disclosure
from troth.privacy.people import people_at

pytestmark = pytest.mark.django_db

HOST = "smtp.mail.example"
START = datetime(2027, 3, 1, 12, tzinfo=UTC)


class Sink:
    """Takes whatever comes."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def sink(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A real mail server, which this machine knows as `smtp.mail.example`."""
    found = Sink()
    controller = Controller(found, hostname="127.0.0.1", port=free_ports(1), ready_timeout=60)
    controller.start()
    connect = socket.create_connection

    def by_name(address: tuple[str, int], *args: Any, **kwargs: Any) -> socket.socket:
        host, port = address
        return connect(("127.0.0.1" if host == HOST else host, port), *args, **kwargs)

    monkeypatch.setattr(socket, "create_connection", by_name)
    del settings.EMAIL_FILE_PATH
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, controller.port
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    yield found
    controller.stop()


def send(address: str) -> Letter:
    send_letter(MessageKind.TRANSACTIONAL, address, "Hello", "Text")
    DBTaskResult.objects.all().delete()
    letter = Letter.objects.latest("written_at")
    deliver.call(str(letter.id))
    return letter


def test_a_letter_to_a_declared_relay_is_on_record_by_its_message_id(sink: Sink, alice: Person) -> None:
    """SHR-11."""
    declare_vetted(door="mail", host=HOST)
    letter = send(alice.email)
    [envelope] = sink.taken
    [row] = Disclosure.objects.all()
    assert f"Message-ID: <{letter.id}@testserver>".encode() in bytes(envelope.content or b"")
    assert (row.person, row.address, row.recipient, row.reference) == (
        alice,
        "",
        "example-mail",
        str(letter.id),
    )
    assert not Letter.objects.exists()


@pytest.mark.parametrize("state", ["undeclared", "not vetted", "elsewhere", "ended", "not covered"])
def test_a_letter_waits_where_the_relay_may_not_have_it(
    sink: Sink, alice: Person, caplog: pytest.LogCaptureFixture, state: str
) -> None:
    """SHR-1: vetted before the first byte; and the letter is not lost, nor does it count as tried."""
    match state:
        case "not vetted":
            declare(door="mail", host=HOST)
        case "elsewhere":
            declare_vetted(door="mail", host="smtp.former.example")
        case "ended":
            end_recipient(declare_vetted(door="mail", host=HOST), None)
        case "not covered":
            declare_vetted(door="mail", host=HOST, country="IN", mechanisms=["scc"])
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(12):
            letter = send(alice.email) if not Letter.objects.exists() else Letter.objects.get()
            deliver.call(str(letter.id))
            clock.shift(timedelta(minutes=10))
        assert not sink.taken
        assert not Disclosure.objects.exists()
        assert Letter.objects.get().attempts == 0
        assert "troth recipients" in caplog.text
        assert alice.email not in caplog.text
        assert pick_up() == 1, "the clock tries it again"


def test_a_letter_that_waited_leaves_once_the_relay_is_vetted(sink: Sink, alice: Person) -> None:
    with time_machine.travel(START, tick=False) as clock:
        letter = send(alice.email)
        declare_vetted(door="mail", host=HOST)
        deliver.call(str(letter.id))
        assert not sink.taken, "not before it looks again"
        clock.shift(timedelta(minutes=5))
        deliver.call(str(letter.id))
    assert len(sink.taken) == 1


def test_a_letter_that_is_tried_again_is_one_hand_over(sink: Sink, settings: Settings, alice: Person) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with time_machine.travel(START, tick=False) as clock:
        declare_vetted(door="mail", host=HOST)
        letter = send(alice.email)
        assert Disclosure.objects.count() == 1, "it is on record before the first byte"
        settings.EMAIL_PORT = port
        clock.shift(timedelta(minutes=2))
        deliver.call(str(letter.id))
    assert len(sink.taken) == 1
    assert Disclosure.objects.count() == 1


def test_ones_own_mail_server_is_nobody_else(sink: Sink, settings: Settings, alice: Person) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    send(alice.email)
    assert len(sink.taken) == 1
    assert not Disclosure.objects.exists()


def test_an_address_is_not_kept_for_the_sake_of_the_record(
    sink: Sink, admin: Person, as_person: Callable[..., Any]
) -> None:
    """RET-8: a mail to somebody who was erased leaves no trace of them; an invited address is known anyway."""
    declare_vetted(door="mail", host=HOST)
    send("gone@elsewhere.example")
    assert not people_at("gone@elsewhere.example")
    row = Disclosure.objects.get()
    assert (row.person, row.address) == (None, "")
    as_person(admin).post("/organization/invite/", {"email": "new@elsewhere.example", "role": "member"})
    assert Invitation.objects.filter(email="new@elsewhere.example").exists()
    deliver.call(str(Letter.objects.get().id))
    assert Disclosure.objects.filter(address="new@elsewhere.example").count() == 1
