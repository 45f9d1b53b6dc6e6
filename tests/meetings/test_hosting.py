"""What the host may do, and that nobody else may."""

from collections.abc import Callable

from django.test import Client

from tests.conftest import Media
from tests.gatherings import ask, come
from troth.accounts.models import Person
from troth.media import rooms
from troth.meetings.models import Meeting

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


def test_only_the_host_has_the_hosts_rights(
    media: Media, alice: Person, bob: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    host = come(as_person(alice), meeting.code)
    for other in (come(Client(), meeting.code), come(as_person(bob), meeting.code)):
        for method, path, body in [
            ("PUT", "/session/lock", {"locked": True}),
            ("POST", "/session/end", None),
            ("GET", "/lobby", None),
            ("POST", "/lobby/admit", None),
            ("POST", f"/participants/{host.identity}/mute", {"source": "microphone"}),
            ("POST", f"/participants/{host.identity}/remove", None),
        ]:
            assert other.call(method, path, body).status_code == 403, path


def test_a_host_of_one_meeting_has_no_rights_in_another(
    media: Media, alice: Person, bob: Person, as_person: As, make_meeting: Make
) -> None:
    one, other = make_meeting(alice), make_meeting(bob)
    host = come(as_person(alice), one.code)
    stranger = come(Client(), other.code)
    assert host.call("POST", f"/participants/{stranger.identity}/remove").status_code == 404
    assert stranger.get("/attendance")["admission"] == "admitted"


def test_a_removed_member_is_kept_out_of_this_session(
    media: Media, alice: Person, bob: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    host, member = come(as_person(alice), meeting.code), come(as_person(bob), meeting.code)
    assert host.call("POST", f"/participants/{member.identity}/remove").status_code == 204
    assert member.get("/attendance")["admission"] == "removed"
    for refused in (
        member.call("POST", "/attendance/token"),
        member.say("still here"),
        ask(as_person(bob), meeting.code),
        ask(as_person(bob), meeting.code, ticket=member.ticket),
    ):
        assert refused.status_code == 403
    host.call("POST", "/session/end")
    come(as_person(alice), meeting.code)
    assert ask(as_person(bob), meeting.code).status_code == 200


def test_after_a_guest_was_removed_guests_wait_for_the_host(
    media: Media, alice: Person, bob: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    host, guest = come(as_person(alice), meeting.code), come(Client(), meeting.code)
    assert host.call("POST", f"/participants/{guest.identity}/remove").status_code == 204
    assert ask(Client(), meeting.code, ticket=guest.ticket).status_code == 403
    assert come(Client(), meeting.code, "Somebody else").answer["admission"] == "waiting"
    assert come(as_person(bob), meeting.code).answer["admission"] == "admitted"


def test_the_host_is_not_removed(media: Media, alice: Person, as_person: As, make_meeting: Make) -> None:
    meeting = make_meeting(alice)
    host = come(as_person(alice), meeting.code)
    assert host.call("POST", f"/participants/{host.identity}/remove").status_code == 403


def test_ending_it_for_all_ends_it(media: Media, alice: Person, as_person: As, make_meeting: Make) -> None:
    meeting = make_meeting(alice)
    host, guest = come(as_person(alice), meeting.code), come(Client(), meeting.code)
    assert host.call("POST", "/session/end").status_code == 204
    assert not rooms.rooms()
    assert guest.get("/attendance")["ended"] is True
    assert guest.call("POST", "/attendance/token").status_code == 410
    assert guest.say("hello?").status_code == 410
    # Until a host comes back, nobody begins it again.
    waiting = come(Client(), meeting.code, ticket=guest.ticket)
    assert waiting.answer["admission"] == "waiting"
    come(as_person(alice), meeting.code)


def test_a_host_who_left_the_organization_hosts_no_more(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    alice.membership.delete()
    visit = come(as_person(alice), meeting.code)
    assert visit.answer["role"] == "guest"


def test_hosting_while_the_media_server_is_away_is_still_on_record(
    media: Media, alice: Person, as_person: As, make_meeting: Make, settings: object
) -> None:
    meeting = make_meeting(alice)
    host, guest = come(as_person(alice), meeting.code), come(Client(), meeting.code)
    settings.MEDIA_API_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    assert host.call("POST", f"/participants/{guest.identity}/mute", {"source": "camera"}).status_code == 503
    assert host.call("POST", f"/participants/{guest.identity}/remove").status_code == 204
    assert guest.get("/attendance")["admission"] == "removed"
    assert host.call("POST", "/session/end").status_code == 204
    assert guest.get("/attendance")["ended"] is True
