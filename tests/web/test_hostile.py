"""What somebody tries who means harm, over HTTP. Each of these once worked."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.test import Client, RequestFactory
from django.utils import timezone

from tests.conftest import Media
from tests.gatherings import Visit, ask, come
from tests.people import PASSWORD, person
from troth.accounts.models import Person
from troth.lib.limits import BELIEVED, Limit, address_of
from troth.lib.problems import Problem
from troth.media import rooms
from troth.meetings.actions import door
from troth.meetings.actions.attendance import note_joined
from troth.meetings.actions.planning import renew_link
from troth.meetings.models import Attendance, Meeting, Session
from troth.organizations import actions as organizations
from troth.organizations.models import Membership, Organization, Role
from troth.privacy import Path as DataPath
from troth.privacy.gathering import gather
from troth.privacy.graph import rows_of
from troth.privacy.leaving import come_back
from troth.privacy.leaving import leave as erase_person
from troth.privacy.models import AuditEntry
from troth.privacy.purposes import for_the_engine
from troth.recordings.models import Recording

Make = Callable[..., Meeting]
As = Callable[[Person], Client]
TRICK = "Troth\n\nhttps://evil.example/\n\n"


def enter_room(visit: Visit, stay: str = "PA_1") -> None:
    """As the media server says it."""
    assert note_joined(Session.objects.get().room, visit.identity, stay, timezone.now())


@pytest.mark.parametrize(
    "code", ["http://[/x", "http://[::1/m/abc", "//evil.example/..", "https://x/m/%2e%2e?a#b"]
)
def test_a_code_that_is_a_broken_address_is_taken_for_what_it_is(db: None, code: str) -> None:
    answer = Client().post("/", {"code": code})
    assert answer.status_code in {302, 422}
    assert answer.get("Location", "/m/").startswith("/m/")


@pytest.mark.parametrize(
    "field",
    [
        {"starts_at": "0001-01-01T00:00:00+14:00"},
        {"starts_at": "9999-12-31T23:59:00-12:00"},
        {"time_zone": "../../etc/passwd"},
        {"time_zone": "Nowhere/Land"},
        {"time_zone": "Europe/Berlin\0"},
        {"minutes": 10**30},
    ],
)
def test_a_meeting_in_no_time_is_refused(alice: Person, as_person: As, field: dict[str, object]) -> None:
    body = json.dumps({"title": "Weekly"} | field)
    answer = as_person(alice).post("/api/v1/meetings", body, content_type="application/json")
    assert answer.status_code == 422
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("date", "zone"), [("9999-12-31", "Pacific/Pago_Pago"), ("0001-01-01", "Pacific/Kiritimati")]
)
def test_a_date_at_the_end_of_time_is_refused(alice: Person, as_person: As, date: str, zone: str) -> None:
    form = {"title": "x", "date": date, "time": "23:59", "minutes": 60, "time_zone": zone, "entry": "nobody"}
    assert as_person(alice).post("/meetings/new/", form).status_code == 422


def test_a_passcode_is_the_same_however_it_was_set(media: Media, alice: Person, as_person: As) -> None:
    body = json.dumps({"title": "Weekly", "passcode": " blue\0 moon ", "entry": "everyone"})
    made = as_person(alice).post("/api/v1/meetings", body, content_type="application/json")
    assert made.status_code == 201
    code = made.json()["code"]
    assert ask(Client(), code, passcode="blue").status_code == 403
    assert ask(Client(), code, passcode="blue  moon").status_code == 200


NULS = ["/m/%00", "/api/v1/meetings/%00", "/invitations/%00/", "/account/confirm-email/%00/", "/outbox/%00/"]


@pytest.mark.parametrize("path", NULS)
def test_a_nul_in_an_address_leads_nowhere(db: None, path: str) -> None:
    assert Client().get(path).status_code == 404
    assert Client(headers={"Accept": "text/html"}).get(path).status_code == 404


@pytest.mark.parametrize("name", ["session", "csrftoken"])
def test_a_nul_in_a_cookie_leads_nowhere(db: None, name: str) -> None:
    for accept in ("text/html", "application/json"):
        client = Client(headers={"Accept": accept, "Cookie": f'{name}="\\000\\000aaaaaaaa"'})
        assert client.get("/meetings/").status_code == 404


@pytest.mark.parametrize(
    "next_", ["http://localhost/", "http://127.0.0.1/", "//evil.example", "https://evil.example"]
)
def test_signing_in_and_out_leads_nowhere_else(alice: Person, next_: str) -> None:
    client = Client()
    answer = client.post("/account/login/", {"login": alice.email, "password": PASSWORD, "next": next_})
    assert answer.status_code == 302
    assert answer["Location"] == "/meetings/"
    assert client.post("/account/logout/", {"next": next_})["Location"] == "/"


def test_names_put_no_links_into_mail(
    demo: Organization, as_person: As, mailoutbox: list[object], db: None
) -> None:
    """Mail of ours goes to addresses that a stranger chose: they do not choose its paragraphs too."""
    owner = person("Olive Owens", "owner@demo.example", demo, Role.OWNER)
    client = as_person(owner)
    assert client.post("/organization/rename/", {"name": TRICK}).status_code == 422
    assert client.post("/organization/rename/", {"name": "De\u202emo\n\nCompany"}).status_code == 302
    assert Organization.objects.get().name == "De mo Company"
    profile = {"name": TRICK, "time_zone": "UTC", "language": "en"}
    assert client.post("/account/profile/", profile).status_code == 422
    signup = {"organization": TRICK, "name": TRICK, "email": "victim@acme.example", "password1": PASSWORD}
    assert Client().post("/account/signup/", signup).status_code in {200, 422}
    assert mailoutbox == []
    profile |= {"name": "Olive\n\n\u202eOwens", "job_title": "a\nb"}
    assert client.post("/account/profile/", profile).status_code == 302
    owner.refresh_from_db()
    assert (owner.name, owner.job_title) == ("Olive Owens", "a b")


def test_pages_of_a_signed_in_person_are_not_kept(alice: Person, as_person: As) -> None:
    for page in ("/meetings/", "/organization/", "/account/profile/"):
        assert "no-store" in as_person(alice).get(page)["Cache-Control"]


def test_a_removed_guest_has_no_second_ticket(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    host, guest, innocent = (come(client, meeting.code) for client in (as_person(alice), Client(), Client()))
    spares = [come(Client(), meeting.code) for _ in range(2)]
    enter_room(guest)
    enter_room(innocent, "PA_2")
    assert host.call("POST", f"/participants/{guest.identity}/remove").status_code == 204
    for spare in spares:
        assert spare.call("POST", "/attendance/token").status_code == 403
        assert spare.say("me again").status_code == 403
        assert come(Client(), meeting.code, ticket=spare.ticket).answer["admission"] == "waiting"
    assert innocent.call("POST", "/attendance/token").status_code == 200


def test_a_removed_member_does_not_come_back_as_a_guest(
    media: Media, alice: Person, bob: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    host, member = come(as_person(alice), meeting.code), come(as_person(bob), meeting.code)
    assert host.call("POST", f"/participants/{member.identity}/remove").status_code == 204
    assert come(Client(), meeting.code, "Somebody").answer["admission"] == "waiting"


def test_a_deleted_meeting_leaves_no_room_behind(
    media: Media, alice: Person, as_person: As, make_meeting: Make, settings: object
) -> None:
    """Without its rows nobody would know whose the room is, and people would go on in it."""
    meeting = make_meeting(alice)
    client = as_person(alice)
    come(client, meeting.code)
    there = settings.MEDIA_API_URL  # type: ignore[attr-defined]
    settings.MEDIA_API_URL = "http://127.0.0.1:9"  # type: ignore[attr-defined]
    for _ in range(2):
        assert client.post(f"/meetings/{meeting.id}/delete/").status_code == 503
        assert Meeting.objects.exists()
    settings.MEDIA_API_URL = there  # type: ignore[attr-defined]
    assert client.post(f"/meetings/{meeting.id}/delete/").status_code == 302
    assert not rooms.rooms()
    assert not Meeting.objects.exists()


def test_a_count_of_guesses_lasts_as_long_as_its_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Django's counting up in a cache is no single step, and gives the entry a life of five minutes."""
    monkeypatch.setattr("troth.lib.limits.cache", FileBasedCache(tmp_path, {}))
    limit = Limit("guess", times=2, seconds=600)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(2):
            limit.refuse_when_reached("somebody")
            limit.count("somebody")
        for seconds in (0, 400, 599):
            clock.move_to(start + timedelta(seconds=seconds))
            with pytest.raises(Problem):
                limit.refuse_when_reached("somebody")
            limit.refuse_when_reached("somebody else")
        clock.move_to(start + timedelta(seconds=600))
        limit.refuse_when_reached("somebody")


def test_what_another_process_counted_is_known_in_a_moment() -> None:
    limit = Limit("guess", times=1, seconds=600)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        limit.count("somebody")
        with pytest.raises(Problem):
            limit.refuse_when_reached("somebody")
        # As in a process that had looked just before, and counted nothing itself.
        caches["process"].set(limit._name("somebody"), True, timeout=BELIEVED)
        limit.refuse_when_reached("somebody")
        clock.shift(timedelta(seconds=3))
        with pytest.raises(Problem):
            limit.refuse_when_reached("somebody")


def test_one_line_of_IPv6_is_one_client() -> None:
    def at(address: str) -> str:
        return address_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert at("2001:db8:1:2::1") == at("2001:db8:1:2:ffff::9") != at("2001:db8:1:3::1")
    assert at("::ffff:192.0.2.1") == at("192.0.2.1") != at("192.0.2.2")
    assert at("not an address") == "not an address"


def test_counts_of_guesses_are_not_crowded_out() -> None:
    """Django throws entries of a cache away beyond 300, unless told otherwise."""
    from troth.web.settings import CACHES

    options = CACHES["default"].get("OPTIONS", {})
    assert isinstance(options, dict)
    assert DatabaseCache("web_cache", {"OPTIONS": options})._max_entries >= 100_000


def test_a_copy_of_ones_data_does_not_tell_the_new_link(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    """Who was removed is kept out by it; what opens a recording's link is in no copy either."""
    meeting = make_meeting(alice, passcode="blue horse", entry="everyone")
    host, guest = come(as_person(alice), meeting.code), come(Client(), meeting.code, passcode="blue horse")
    enter_room(guest)
    host.call("POST", f"/participants/{guest.identity}/remove")
    renew_link(meeting)
    mine = Attendance.objects.get(identity=guest.identity)
    with for_the_engine():
        rows = {one.model: one.values for one in gather({Attendance: {mine.pk}})}
    assert str(rows[Meeting]["id"]) == str(meeting.pk)
    assert not {"code", "passcode"} & rows[Meeting].keys()
    for path in Recording.privacy.owners.values():
        assert isinstance(path, DataPath)
        assert path.get == ("link_digest", "link_passcode")


def test_who_was_erased_comes_back_to_the_door(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    """A guest who is removed has no spare entry under a seal."""
    meeting = make_meeting(alice, entry="everyone")
    host, guest, spare = (come(client, meeting.code) for client in (as_person(alice), Client(), Client()))
    enter_room(guest)
    _, token = erase_person(rows_of([Attendance.objects.get(identity=spare.identity)]), "person")
    assert host.call("POST", f"/participants/{guest.identity}/remove").status_code == 204
    come_back(token)
    assert spare.call("POST", "/attendance/token").status_code == 403
    assert come(Client(), meeting.code, ticket=spare.ticket).answer["admission"] == "waiting"


def test_a_join_under_way_does_not_get_past_a_door_that_is_shut_meanwhile(
    media: Media, alice: Person, make_meeting: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = make_meeting(alice, entry="everyone")
    come(Client(), meeting.code)
    decide = door._decide

    def slowly(*args: Any) -> Any:
        decided = decide(*args)
        Session.objects.update(guests_wait=True)
        return decided

    monkeypatch.setattr(door, "_decide", slowly)
    late = come(Client(), meeting.code)
    assert late.answer["admission"] == "waiting"
    assert late.answer["media"] is None
    assert late.call("POST", "/attendance/token").status_code == 403


def test_who_belongs_to_the_organization_no_more_is_out_of_its_meetings(
    media: Media, alice: Person, bob: Person, admin: Person, as_person: As, make_meeting: Make
) -> None:
    """The host too: nobody leads, records or reads on by a ticket from before."""
    meeting = make_meeting(alice, entry="organization")
    host, member = come(as_person(alice), meeting.code), come(as_person(bob), meeting.code)
    enter_room(host)
    enter_room(member, "PA_2")
    organizations.remove(admin.membership, alice.membership)
    assert host.call("POST", "/attendance/token").status_code == 403
    assert host.call("POST", f"/participants/{member.identity}/remove").status_code == 403
    assert member.call("POST", "/attendance/token").status_code == 200
    again = come(as_person(alice), meeting.code, ticket=host.ticket)
    assert again.answer["admission"] == "waiting"
    assert Attendance.objects.get(identity=host.identity).role == "guest"


def test_who_administered_comes_back_as_a_host(
    demo: Organization, alice: Person, admin: Person, owner: Person
) -> None:
    """Nobody could take the role from them while they were erased."""
    for somebody in (admin, alice):
        _, token = erase_person(rows_of([somebody]), "person")
        come_back(token)
        assert Membership.objects.get(person=somebody).role == Role.HOST
    entries = AuditEntry.objects.filter(scope=str(demo.pk), action="member.came_back")
    assert [one.facts for one in entries] == [{"role": "host"}] * 2
