"""Every route with every persona."""

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from tests.conftest import Media
from tests.connections.past import guest
from tests.gatherings import Visit, changed, come
from tests.outside import declare, demand, notify
from tests.recordings.films import SECRET, unmade
from tests.routes import HOLDERS, INSIDE, PAGES, PEOPLE
from troth.accounts.models import Person
from troth.meetings.actions.attendance import note_joined
from troth.meetings.models import Entry, Invitee, Meeting, Session
from troth.organizations.contacts import actions
from troth.organizations.contacts.provenance import Provenance, today
from troth.organizations.models import Contact, Invitation, Kind
from troth.outreach.models import Mailing
from troth.privacy import Source
from troth.privacy.consents import give
from troth.privacy.exports import make_export, open_export
from troth.privacy.models import How
from troth.privacy.notice import notice_in_force
from troth.recordings.models import Decision
from troth.rights.models import Channel, Law, Proven
from troth.rights.models import Kind as Asks
from troth.rights.requests.taking import Asked, take
from troth.transcripts.models import Line, Stage, Transcript

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


def routes(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every named route of the program."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from routes(pattern, prefix + namespace)
        else:
            yield f"{prefix}{pattern.name}", pattern


def test_every_route_stands_in_the_table() -> None:
    tabled = {name for name, _ in PAGES} | {name for name, _ in INSIDE}
    assert {name for name, _ in routes()} == tabled


RECORDING_ROUTES = (
    "recording",
    "recording_film",
    "recording_poster",
    "recording_download",
    "cut_recording",
    "share_recording",
    "link_recording",
    "end_recording_link",
    "trash_recording",
    "transcript",
    "transcript_captions",
    "transcript_vtt",
    "transcript_text",
    "write_transcript",
    "delete_transcript",
)
DECISION_ROUTES = ("left_picture", "delete_left_picture")
LINK_ROUTES = ("shared_captions", "shared_recording", "shared_film", "shared_poster", "shared_download")
CASE_ROUTES = ("case", "approve_case", "refuse_case", "export_case")


class World:
    """One meeting that is on, and what else the routes are about."""

    def __init__(self, people: dict[str, Person], meeting: Meeting, as_person: As) -> None:
        self.people, self.meeting, self.as_person = people, meeting, as_person
        # Alice holds it and Bob is in it, so that the two may see its page for different reasons.
        self.host = come(as_person(people["alice"]), meeting.code)
        self.session = Session.objects.get()
        self.member = come(as_person(people["admin"]), meeting.code)
        self.guest = self._inside("Gus")
        self.line = json.loads(self.guest.say("Hello from Gus").content)["id"]
        self.waiting = come(Client(), meeting.code, "Wanda")
        self.meeting.refresh_from_db()
        Session.objects.update(started_at=timezone.now())
        self.connection = guest(self.session)
        self.invitee = Invitee.objects.create(
            meeting=meeting,
            email="ines@elsewhere.example",
            invited_by=people["alice"],
            secret_digest="1" * 64,
        )
        self.browser = self._browser()
        self.export = open_export(people["alice"], "")
        make_export(self.export.id)
        self.consent = give("offers", person=people["alice"], how=How.PAGE)
        self.recipient = declare()
        self.notification = notify(self.recipient)
        self.case = demand(people["operator"], people["bob"])
        self.request = take(
            Asked(Asks.ACCESS, Law.GDPR, "Mine", Channel.FORM, person=people["alice"], proven=Proven.ACCOUNT)
        )
        self.request = take(
            Asked(Asks.ACCESS, Law.GDPR, "Mine", Channel.FORM, person=people["alice"], proven=Proven.ACCOUNT)
        )
        self.consent = give("offers", person=people["alice"], how=How.PAGE)
        self.contact = Contact.objects.create(kind=Kind.SUPPLIER, email="sam@supplier.example")
        self.contact_import = actions.record_upload(
            b"email\nnew@supplier.example\n", Kind.SUPPLIER, Provenance(Source.PERSON, today()), None
        )
        actions.read_upload(str(self.contact_import.pk))
        self.mailing = Mailing.objects.create(
            topic="events", audience="supplier", subject="Come and see", text="On Monday."
        )
        self.invitation = Invitation.objects.create(
            organization=meeting.organization,
            email="new@acme.example",
            invited_by=people["admin"],
            secret_digest="0" * 64,
            expires_at=timezone.now() + timezone.timedelta(days=7),
        )

        self.recording = unmade(meeting, people["alice"], passcode="1234", may_transcribe=True)
        Transcript.objects.create(recording=self.recording, stage=Stage.READY)
        self.said = Line.objects.create(
            recording=self.recording,
            attendance_id=self.recording.started_by_id,
            since=0,
            until=900,
            text="Good morning.",
        )
        self.decision = Decision.objects.create(
            organization=meeting.organization,
            recording=self.recording,
            recorded_on=timezone.now().date(),
            asked_at=timezone.now(),
            due_at=timezone.now() + timezone.timedelta(days=30),
        )
        self.thrown = unmade(meeting, people["alice"], trashed_at=timezone.now())

    def _inside(self, name: str) -> Visit:
        visit = come(Client(), self.meeting.code, name)
        self.host.call("POST", "/lobby/admit")
        return visit

    def _browser(self) -> int:
        from allauth.usersessions.models import UserSession

        return UserSession.objects.create(
            user=self.people["alice"], session_key="elsewhere", ip="127.0.0.1", user_agent="Elsewhere"
        ).pk

    def client(self, persona: str) -> Client:
        if persona == "stranger":
            return Client()
        if persona == "expired":
            client = Client()
            client.cookies[settings.SESSION_COOKIE_NAME] = "gone"
            return client
        return self.as_person(self.people[persona])

    def address(self, name: str) -> str:
        values: dict[str, dict[str, Any]] = {
            "room": {"code": self.meeting.code},
            **{name: {"recording_id": self.recording.id} for name in RECORDING_ROUTES},
            **{name: {"secret": SECRET} for name in LINK_ROUTES},
            "api:keep_chunk": {"number": 1},
            "correct_line": {"recording_id": self.recording.id, "line_id": self.said.id},
            **{name: {"decision_id": self.decision.id} for name in DECISION_ROUTES},
            "put_back_recording": {"recording_id": self.thrown.id},
            "delete_recording": {"recording_id": self.thrown.id},
            "your_data_meeting_receipt": {"answer_id": self.recording.answers.get().id},
            "your_data_meeting_receipt_json": {"answer_id": self.recording.answers.get().id},
            "api:show_door": {"code": self.meeting.code},
            "api:join": {"code": self.meeting.code},
            "meeting": {"meeting_id": self.meeting.id},
            "edit_meeting": {"meeting_id": self.meeting.id},
            "delete_meeting": {"meeting_id": self.meeting.id},
            "invite_to_meeting": {"meeting_id": self.meeting.id},
            "take_back_invitation": {"meeting_id": self.meeting.id, "invitee_id": self.invitee.id},
            "renew_link": {"meeting_id": self.meeting.id},
            "attendance_csv": {"meeting_id": self.meeting.id, "session_id": self.session.id},
            "connections_day": {"day": self.connection.day},
            "connections_colleague": {"person_id": self.people["bob"].id},
            "connection": {"connection_id": self.connection.pk},
            "session_connections": {"meeting_id": self.meeting.id, "session_id": self.session.id},
            "session_connections_csv": {"meeting_id": self.meeting.id, "session_id": self.session.id},
            "api:connection_session": {"session_id": self.session.id},
            "change_role": {"person_id": self.people["bob"].id},
            "remove_colleague": {"person_id": self.people["bob"].id},
            "resend_invitation": {"invitation_id": self.invitation.id},
            "revoke_invitation": {"invitation_id": self.invitation.id},
            "look": {"organization_id": self.meeting.organization_id},
            **{name: {"case_id": self.case.pk} for name in CASE_ROUTES},
            "told": {"notification_id": self.notification.pk},
            "recipient": {"key": self.recipient.key},
            "edit_recipient": {"key": self.recipient.key},
            "vet_recipient": {"key": self.recipient.key},
            "end_recipient": {"key": self.recipient.key},
            "contact": {"contact_id": self.contact.pk},
            "edit_contact": {"contact_id": self.contact.pk},
            "delete_contact": {"contact_id": self.contact.pk},
            "contact_import": {"import_id": self.contact_import.pk},
            "carry_out_import": {"import_id": self.contact_import.pk},
            "dismiss_import": {"import_id": self.contact_import.pk},
            "mailing": {"mailing_id": self.mailing.pk},
            "edit_mailing": {"mailing_id": self.mailing.pk},
            "send_mailing": {"mailing_id": self.mailing.pk},
            "end_mailing": {"mailing_id": self.mailing.pk},
            "delete_mailing": {"mailing_id": self.mailing.pk},
            "unsubscribe": {"token": "guessed"},
            "mail_choices": {"token": "guessed"},
            "invitation": {"token": "guessed"},
            "picture": {"name": "guessed.webp"},
            "sign_out_browser": {"browser_id": self.browser},
            "account_confirm_email": {"key": "guessed"},
            "account_reset_password_from_key": {"uidb36": "1", "key": "guessed"},
            "outbox_mail": {"name": "guessed.log"},
            "notice_version": {"number": 1},
            "notice_version_policy": {"number": 1},
            "notice_version_kind": {"number": 1, "kind": "guest"},
            "notice_kind": {"kind": "guest"},
            "notice_changes": {"number": 1},
            "read_notice": {"number": 1},
            "promise_group": {"group": "ret"},
            "your_data_open": {"token": "guessed"},
            "your_data_download": {"export_id": self.export.id},
            "your_data_delete_copy": {"export_id": self.export.id},
            "your_data_receipt": {"receipt": self.consent.receipt},
            "your_data_receipt_json": {"receipt": self.consent.receipt},
            "your_data_withdraw": {"receipt": self.consent.receipt},
            "return": {"token": "guessed"},
            "your_data_request": {"request_id": self.request.pk},
            "your_data_request_whose": {"request_id": self.request.pk},
            "your_data_request_take_back": {"request_id": self.request.pk},
            "your_data_request_open": {"token": "guessed"},
            "desk_request": {"request_id": self.request.pk},
            "desk_deed": {"request_id": self.request.pk, "deed": "write"},
            "end_hold": {"hold_id": uuid.uuid4()},
            "api:admit": {"attendance_id": self.waiting_id},
            "api:refuse": {"attendance_id": self.waiting_id},
            "api:rename_waiting": {"attendance_id": self.waiting_id},
            "api:put_back": {"identity": self.guest.identity},
            "api:mute": {"identity": self.guest.identity},
            "api:remove": {"identity": self.guest.identity},
            "api:ask": {"identity": self.guest.identity},
            "api:change_person": {"identity": self.guest.identity},
            "api:edit_chat": {"message_id": self.line},
            "api:delete_chat": {"message_id": self.line},
        }
        return reverse(name, kwargs=values.get(name, {}))

    @property
    def waiting_id(self) -> uuid.UUID:
        return self.session.attendances.get(name="Wanda").id

    def body(self, name: str) -> dict[str, Any] | None:
        return {
            "api:make_meeting": {"title": "Mine"},
            "api:join": {"name": "Somebody", "notice": notice_in_force().number},
            "api:lock": {"locked": True},
            "api:give_feedback": {"stars": 4},
            "api:mute": {"source": "microphone"},
            "api:mute_all": {"source": "microphone"},
            "api:ask": {"source": "microphone"},
            "api:change_rules": {"chat": False},
            "api:change_person": {"cohost": True, "hand": False, "may": {"share": False}, "name": "Augustus"},
            "api:raise_hand": {"raised": True},
            "api:rename": {"name": "Another"},
            "api:rename_waiting": {"name": "Wanda Waiting"},
            "api:write_to_waiting": {"text": "Five minutes, please."},
            "api:react": {"reaction": "clap"},
            "api:edit_chat": {"text": "Hello again"},
            "api:take_samples": {"number": 0, "seconds": [10], "readings": {"rtt": [40]}},
            "api:write_chat": {"text": "hello", "nonce": str(uuid.uuid4())},
            "api:begin_part": {"code": "guessed", "form": "mp4"},
            "api:start_recording": {"layout": "grid"},
            "api:answer_recording": {"recording": str(uuid.uuid4()), "choice": "agreed", "version": 1},
            "api:answer_captions": {"choice": "agreed", "version": 1},
            "livekit_webhook": {},
        }.get(name)


@pytest.fixture
def world(
    media: Media,
    alice: Person,
    bob: Person,
    admin: Person,
    owner: Person,
    carol: Person,
    operator: Person,
    as_person: As,
    make_meeting: Make,
) -> World:
    people = {
        "alice": alice,
        "bob": bob,
        "admin": admin,
        "owner": owner,
        "carol": carol,
        "operator": operator,
    }
    return World(people, make_meeting(alice, entry=Entry.ORGANIZATION), as_person)


def answer_of(world: World, persona: str, name: str, method: str) -> HttpResponse:
    body = world.body(name)
    return world.client(persona).generic(  # type: ignore[return-value]
        method,
        world.address(name),
        json.dumps(body) if body is not None else "",
        content_type="application/json" if body is not None else "application/x-www-form-urlencoded",
        headers={"Accept": "application/json"},
    )


@pytest.mark.parametrize(("name", "method"), PAGES, ids=" ".join)
def test_people_get_what_the_table_says(world: World, name: str, method: str) -> None:
    got = {}
    for persona in PEOPLE:
        with transaction.atomic():
            answer = answer_of(world, persona, name, method)
            b"".join(answer)  # A file that is not read to its end stays open.
            transaction.set_rollback(True)
        got[persona] = str(answer.status_code)
        check_refusal(answer)
    assert got == dict(zip(PEOPLE, PAGES[name, method].split(), strict=True))


def check_refusal(answer: HttpResponse) -> None:
    """A refusal is problem details with a sentence; a page with a wrong form is shown again."""
    if answer.status_code >= 400 and answer.status_code != 422:
        assert answer["Content-Type"] == "application/problem+json", answer.content
        assert json.loads(answer.content)["title"].endswith((".", "?"))


@pytest.mark.parametrize(("name", "method"), INSIDE, ids=" ".join)
def test_holders_of_tickets_get_what_the_table_says(
    world: World, make_meeting: Make, name: str, method: str
) -> None:
    elsewhere = make_meeting(world.people["alice"])
    there = come(world.client("alice"), elsewhere.code)
    for visit in (world.host, world.guest, world.member):
        note_joined(world.session.room, visit.identity, f"PA_{visit.identity[:6]}", timezone.now())
    tickets = {
        "no ticket": None,
        "forged": changed(world.guest.ticket),
        "waiting": world.waiting.ticket,
        "guest": world.guest.ticket,
        "member": world.member.ticket,
        "host": world.host.ticket,
        "host elsewhere": there.ticket,
    }
    got = {}
    for holder in HOLDERS:
        ticket, body = tickets[holder], world.body(name)
        with transaction.atomic():
            answer = Client().generic(
                method,
                world.address(name),
                json.dumps(body) if body is not None else "",
                content_type="application/json",
                headers={"Authorization": f"Bearer {ticket}"} if ticket else {},
            )
            transaction.set_rollback(True)
        got[holder] = str(answer.status_code)
        check_refusal(answer)  # type: ignore[arg-type]
    assert got == dict(zip(HOLDERS, INSIDE[name, method].split(), strict=True))


def test_a_session_cookie_opens_nothing_inside(world: World) -> None:
    for name, method in INSIDE:
        answer = world.client("alice").generic(method, world.address(name), content_type="application/json")
        assert answer.status_code == 401, name
