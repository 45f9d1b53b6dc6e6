"""What hosts decide about meetings for others stands in the organization's record; who comes and what is said does not."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.conftest import Media
from tests.gatherings import Visit, come
from tests.meetings.test_rules import arrive
from troth.accounts.models import Person
from troth.meetings.models import Meeting
from troth.organizations.models import Organization
from troth.privacy.audit import pseudonym, verify_chain
from troth.privacy.models import AuditEntry

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


@pytest.fixture
def meeting(media: Media, alice: Person, make_meeting: Make) -> Meeting:
    return make_meeting(alice)


@pytest.fixture
def host(meeting: Meeting, alice: Person, as_person: As) -> Visit:
    return arrive(come(as_person(alice), meeting.code))


def recorded(organization: Organization) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(scope=str(organization.pk)).order_by("number"))


def test_what_a_host_does_to_others_in_the_room_is_recorded(
    host: Visit,
    meeting: Meeting,
    alice: Person,
    bob: Person,
    admin: Person,
    demo: Organization,
    as_person: As,
) -> None:
    member = arrive(come(as_person(bob), meeting.code))
    guest = arrive(come(Client(), meeting.code, "Gus"))
    for locked in (True, True, False):
        host.call("PUT", "/session/lock", {"locked": locked})
    for visit in (member, guest):
        host.call("POST", f"/participants/{visit.identity}/remove")
    host.say("Now we are alone")
    host.call("POST", "/session/end")
    entries = recorded(demo)
    assert [entry.action for entry in entries] == [
        "meeting.locked",
        "meeting.unlocked",
        "meeting.person_removed",
        "meeting.person_removed",
        "meeting.ended",
    ]
    assert {entry.actor for entry in entries} == {pseudonym(alice)}
    assert entries[2].object == pseudonym(bob)
    assert entries[3].object_kind == "meetings.Attendance"
    assert verify_chain(demo.pk).number == 5
    page = as_person(admin).get("/organization/record/").content.decode()
    assert "Alice Adams put Bob Brown out of a meeting." in page
    assert "Alice Adams put a guest out of a meeting." in page
    assert "Gus" not in page


def form_of(meeting: Meeting, **changes: str) -> dict[str, str]:
    form = {"title": meeting.title, "minutes": "60", "time_zone": "UTC", "entry": meeting.entry}
    return form | {"passcode": meeting.passcode} | changes


def test_what_a_host_changes_for_those_who_come_is_recorded(
    meeting: Meeting, alice: Person, demo: Organization, as_person: As
) -> None:
    client, page = as_person(alice), f"/meetings/{meeting.id}/"
    for changes in (
        {"title": "Monthly"},
        {"entry": "nobody"},
        {"entry": "nobody", "passcode": "blue"},
        {"entry": "nobody", "passcode": "green"},
        {"entry": "nobody", "passcode": ""},
    ):
        assert client.post(f"{page}edit/", form_of(meeting, **changes)).status_code == 302
    client.post(f"{page}link/")
    client.post(f"{page}delete/")
    entries = recorded(demo)
    assert [entry.action for entry in entries] == [
        "meeting.entry_changed",
        "meeting.passcode_set",
        "meeting.passcode_set",
        "meeting.passcode_removed",
        "meeting.link_renewed",
        "meeting.deleted",
    ]
    assert entries[0].facts == {"entry": "nobody"}
    assert {entry.object for entry in entries} == {pseudonym(meeting)}
    assert not Meeting.objects.exists()


def test_a_meeting_that_is_on_and_deleted_is_recorded_once(
    host: Visit, meeting: Meeting, alice: Person, demo: Organization, as_person: As
) -> None:
    as_person(alice).post(f"/meetings/{meeting.id}/delete/")
    assert [entry.action for entry in recorded(demo)] == ["meeting.deleted"]


def test_coming_speaking_and_going_is_not_recorded(
    host: Visit, meeting: Meeting, bob: Person, demo: Organization, as_person: As
) -> None:
    member = arrive(come(as_person(bob), meeting.code))
    member.say("Hello")
    member.call("POST", "/attendance/leave")
    assert recorded(demo) == []
