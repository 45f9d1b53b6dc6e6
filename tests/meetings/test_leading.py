"""Who leads a session when the host shares it, leaves it, or drops out of it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client
from livekit.protocol import models
from livekit.protocol.webhook import WebhookEvent

from tests.conftest import Media
from tests.gatherings import Visit, come
from tests.meetings.test_rules import arrive
from troth.accounts.models import Person
from troth.meetings.models import CoHost, Meeting, Session
from troth.web.webhooks import EVENTS

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


@pytest.fixture
def meeting(media: Media, alice: Person, make_meeting: Make) -> Meeting:
    return make_meeting(alice)


@pytest.fixture
def host(meeting: Meeting, alice: Person, as_person: As) -> Visit:
    return arrive(come(as_person(alice), meeting.code))


@pytest.fixture
def member(meeting: Meeting, host: Visit, bob: Person, as_person: As) -> Visit:
    return arrive(come(as_person(bob), meeting.code))


def leads(visit: Visit) -> bool:
    return visit.call("GET", "/lobby").status_code == 200


def drop(visit: Visit) -> None:
    """The media server says that it lost somebody."""
    session = Session.objects.get(ended_at=None)
    event = WebhookEvent(event="participant_left", created_at=int(datetime.now(UTC).timestamp()))
    event.room.name = session.room
    event.participant.CopyFrom(
        models.ParticipantInfo(
            sid=f"PA_{visit.identity[:8]}",
            identity=visit.identity,
            joined_at=int(datetime.now(UTC).timestamp()),
            disconnect_reason=models.DisconnectReason.SIGNAL_CLOSE,
        )
    )
    EVENTS["participant_left"](event)


def test_a_cohost_has_the_hosts_rights_until_they_are_taken_back(
    meeting: Meeting, host: Visit, member: Visit
) -> None:
    guest = arrive(come(Client(), meeting.code))
    assert not leads(member)
    assert host.call("PATCH", f"/participants/{member.identity}", {"cohost": True}).status_code == 204
    assert leads(member)
    assert (
        member.call("POST", f"/participants/{guest.identity}/mute", {"source": "camera"}).status_code == 204
    )
    assert member.call("PATCH", f"/participants/{guest.identity}", {"cohost": True}).status_code == 204
    assert leads(guest)
    host.call("PATCH", f"/participants/{member.identity}", {"cohost": False})
    assert not leads(member)


def test_a_cohost_with_an_account_is_one_again_when_they_come_back(
    meeting: Meeting, host: Visit, member: Visit, bob: Person, as_person: As
) -> None:
    host.call("PATCH", f"/participants/{member.identity}", {"cohost": True})
    again = come(as_person(bob), meeting.code)
    assert again.identity != member.identity
    assert again.answer["leads"] is True


def test_a_guest_who_leads_still_reads_no_more_than_a_guest(
    meeting: Meeting, host: Visit, alice: Person, as_person: As
) -> None:
    host.say("before")
    guest = come(Client(), meeting.code)
    host.call("PATCH", f"/participants/{guest.identity}", {"cohost": True})
    assert guest.get("/chat")["messages"] == []


@pytest.mark.parametrize("goes", [lambda host: host.call("POST", "/attendance/leave"), drop])
def test_where_the_host_goes_a_member_stands_in_and_never_a_guest(
    meeting: Meeting,
    host: Visit,
    member: Visit,
    alice: Person,
    as_person: As,
    goes: Callable[[Visit], object],
) -> None:
    guest = arrive(come(Client(), meeting.code))
    goes(host)
    if goes is not drop:
        drop(host)
    assert leads(member)
    assert not leads(guest)
    come(as_person(alice), meeting.code)
    assert not leads(member)


def test_who_was_named_stays_cohost_when_the_host_comes_back(
    meeting: Meeting, host: Visit, member: Visit, alice: Person, as_person: As
) -> None:
    host.call("PATCH", f"/participants/{member.identity}", {"cohost": True})
    host.call("POST", "/attendance/leave")
    drop(host)
    come(as_person(alice), meeting.code)
    assert leads(member)
    assert not Session.objects.get().attendances.filter(cohost=CoHost.STANDS_IN).exists()


def test_nobody_stands_in_before_a_host_was_there(
    meeting: Meeting, media: Media, bob: Person, as_person: As
) -> None:
    member = arrive(come(as_person(bob), meeting.code))
    guest = arrive(come(Client(), meeting.code))
    drop(guest)
    assert not leads(member)


def test_nobody_stands_in_while_somebody_leads(
    meeting: Meeting, host: Visit, member: Visit, admin: Person, as_person: As
) -> None:
    other = arrive(come(as_person(admin), meeting.code))
    host.call("PATCH", f"/participants/{other.identity}", {"cohost": True})
    drop(host)
    assert not leads(member)
    assert leads(other)


def test_a_removed_cohost_leads_no_more(meeting: Meeting, host: Visit, member: Visit) -> None:
    host.call("PATCH", f"/participants/{member.identity}", {"cohost": True})
    assert host.call("POST", f"/participants/{member.identity}/remove").status_code == 204
    assert member.call("GET", "/lobby").status_code == 403
