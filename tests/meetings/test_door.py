"""Who comes in, and who does not."""

import json
from collections.abc import Callable
from datetime import timedelta

import jwt
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from livekit.protocol.room import ListRoomsRequest

from tests.conftest import Media
from tests.gatherings import age, ask, come
from troth.accounts.models import Person
from troth.billing import models as billing
from troth.lib.problems import Problem
from troth.media import rooms
from troth.media.connection import call
from troth.meetings.actions import door
from troth.meetings.actions.attendance import note_joined
from troth.meetings.models import Admission, Attendance, Entry, Meeting, Session
from troth.privacy.notice import notice_in_force

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


def problem(answer: object) -> str:
    return str(json.loads(answer.content)["kind"])  # type: ignore[attr-defined]


def seats_at_the_media_server(session: Session) -> int:
    request = ListRoomsRequest(names=[session.room])
    (room,) = call(lambda server: server.room.list_rooms(request)).rooms
    return int(room.max_participants)


def test_a_guest_enters_an_open_meeting(media: Media, alice: Person, make_meeting: Make) -> None:
    meeting = make_meeting(alice)
    visit = come(Client(), meeting.code, "Gus  Guest\u202e")
    assert visit.answer["admission"] == "admitted"
    assert visit.answer["name"] == "Gus Guest"
    assert visit.answer["role"] == "guest"
    assert rooms.rooms() == {str(meeting.sessions.get().id)}


def test_POL_2_entering_records_the_notice_that_was_shown(
    media: Media, alice: Person, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    come(Client(), meeting.code)
    attendance = Attendance.objects.get()
    assert attendance.notice.number == 1
    assert attendance.acknowledged_at is not None
    answer = ask(Client(), meeting.code, notice=0)
    assert (answer.status_code, problem(answer)) == (409, "notice-changed")
    assert Attendance.objects.count() == 1


@pytest.mark.parametrize(
    ("entry", "guest", "member"),
    [
        (Entry.EVERYONE, "admitted", "admitted"),
        (Entry.ORGANIZATION, "waiting", "admitted"),
        (Entry.NOBODY, "waiting", "waiting"),
    ],
)
def test_the_meeting_says_who_waits(
    media: Media,
    alice: Person,
    bob: Person,
    carol: Person,
    as_person: As,
    make_meeting: Make,
    entry: Entry,
    guest: str,
    member: str,
) -> None:
    meeting = make_meeting(alice, entry=entry)
    assert come(Client(), meeting.code).answer["admission"] == guest
    assert come(as_person(carol), meeting.code).answer["admission"] == guest
    assert come(as_person(bob), meeting.code).answer["admission"] == member
    host = come(as_person(alice), meeting.code)
    assert (host.answer["admission"], host.answer["role"]) == ("admitted", "host")


def test_who_waits_sees_nothing_and_is_let_in(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice, entry=Entry.NOBODY)
    guest = come(Client(), meeting.code)
    assert guest.answer["media"] is None
    for method, path in [
        ("POST", "/attendance/token"),
        ("GET", "/session"),
        ("GET", "/chat"),
        ("GET", "/lobby"),
    ]:
        assert guest.call(method, path).status_code == 403, path
    assert guest.say("hello").status_code == 403
    host = come(as_person(alice), meeting.code)
    (waiting,) = host.get("/lobby")
    assert (waiting["name"], waiting["guest"]) == ("Gus Guest", True)
    assert host.call("POST", f"/lobby/{waiting['id']}/admit").status_code == 204
    assert guest.get("/attendance") == {"admission": "admitted", "ended": False, "again_in": 150, "told": ""}
    assert guest.call("POST", "/attendance/token").status_code == 200
    assert host.call("POST", f"/lobby/{waiting['id']}/admit").status_code == 404


def test_who_is_refused_stays_out(media: Media, alice: Person, as_person: As, make_meeting: Make) -> None:
    meeting = make_meeting(alice, entry=Entry.NOBODY)
    guest = come(Client(), meeting.code)
    host = come(as_person(alice), meeting.code)
    (waiting,) = host.get("/lobby")
    assert host.call("POST", f"/lobby/{waiting['id']}/refuse").status_code == 204
    assert guest.get("/attendance")["admission"] == "refused"
    assert guest.call("POST", "/attendance/token").status_code == 403
    again = ask(Client(), meeting.code, ticket=guest.ticket)
    assert (again.status_code, problem(again)) == (403, "refused")


def test_all_who_wait_are_let_in_with_one_call(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice, entry=Entry.NOBODY)
    guests = [come(Client(), meeting.code, f"Guest {n}") for n in range(3)]
    host = come(as_person(alice), meeting.code)
    assert host.get("/session")["waiting"] == 3
    assert host.call("POST", "/lobby/admit").status_code == 204
    assert [guest.get("/attendance")["admission"] for guest in guests] == ["admitted"] * 3


def test_USE_1_others_know_a_person_by_the_name_in_their_profile(
    media: Media, alice: Person, bob: Person, as_person: As, make_meeting: Make
) -> None:
    """USE-1: whatever name is given at the door."""
    browser = as_person(bob)
    browser.post("/account/profile/", {"name": "Robert Brown", "time_zone": "UTC", "language": "en"})
    meeting = make_meeting(alice, entry=Entry.NOBODY)
    host, member = come(as_person(alice), meeting.code), come(browser, meeting.code, "Alice Adams")
    (waiting,) = host.get("/lobby")
    assert (waiting["name"], waiting["guest"]) == ("Robert Brown", False)
    host.call("POST", "/lobby/admit")
    token = json.loads(member.call("POST", "/attendance/token").content)["token"]
    # The media server tells everybody in the room who came, by what is in the token.
    told = jwt.decode(token, options={"verify_signature": False})
    assert (told["sub"], told["name"]) == (member.identity, "Robert Brown")
    member.say("Good morning")
    (line,) = host.get("/chat")["messages"]
    assert (line["name"], line["identity"]) == ("Robert Brown", member.identity)


def test_a_passcode_is_asked_of_all_but_the_host(
    media: Media, alice: Person, bob: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice, passcode="blue horse")
    for client in (Client(), as_person(bob)):
        missing = ask(client, meeting.code)
        assert (missing.status_code, json.loads(missing.content)["asked"]) == (403, True)
        wrong = ask(client, meeting.code, passcode="red horse")
        assert (wrong.status_code, json.loads(wrong.content)["asked"]) == (403, False)
        assert come(client, meeting.code, passcode=" blue horse").answer["admission"] == "admitted"
    come(as_person(alice), meeting.code)


def test_guessing_passcodes_is_limited_also_for_the_right_one(
    media: Media, alice: Person, make_meeting: Make, still: None
) -> None:
    meeting = make_meeting(alice, passcode="blue")
    client = Client()
    for _ in range(10):
        assert ask(client, meeting.code, passcode="wrong").status_code == 403
    answer = ask(client, meeting.code, passcode="blue")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert ask(Client(REMOTE_ADDR="10.0.0.9"), meeting.code, passcode="blue").status_code == 200


def test_guessing_codes_is_limited(media: Media, alice: Person, make_meeting: Make, still: None) -> None:
    meeting = make_meeting(alice)
    client = Client()
    for _ in range(30):
        assert ask(client, "bbbb-bbbb-bbbb").status_code == 404
    assert ask(client, meeting.code).status_code == 429
    assert client.get(f"/m/{meeting.code}").status_code == 429


def test_the_title_is_hidden_until_the_passcode_is_known(
    alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice, passcode="blue", title="Merger with Initech")
    for path in (f"/api/v1/meetings/{meeting.code}", f"/m/{meeting.code}"):
        assert b"Initech" not in Client().get(path).content
    assert b"Initech" in as_person(alice).get(f"/m/{meeting.code}").content


def test_a_locked_meeting_lets_nobody_new_in(
    media: Media, alice: Person, bob: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    host, guest = come(as_person(alice), meeting.code), come(Client(), meeting.code)
    assert guest.call("PUT", "/session/lock", {"locked": True}).status_code == 403
    assert host.call("PUT", "/session/lock", {"locked": True}).status_code == 200
    for client in (Client(), as_person(bob)):
        answer = ask(client, meeting.code)
        assert (answer.status_code, problem(answer)) == (423, "locked")
    back = come(Client(), meeting.code, ticket=guest.ticket)
    assert back.answer["admission"] == "admitted"
    assert host.call("PUT", "/session/lock", {"locked": False}).status_code == 200
    assert ask(Client(), meeting.code).status_code == 200


def test_USE_3_the_plan_says_how_many_fit(
    media: Media, alice: Person, as_person: As, make_meeting: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(billing.PLANS, "team", billing.Plan("team", "Team", 2))
    meeting = make_meeting(alice)
    guest = come(Client(), meeting.code)
    come(as_person(alice), meeting.code)
    answer = ask(Client(), meeting.code)
    assert (answer.status_code, problem(answer)) == (409, "full")
    # Nobody of them arrives: after a minute their seats are free again.
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        come(Client(), meeting.code)
    assert guest.call("POST", "/attendance/leave").status_code == 204


def test_USE_3_each_organization_has_what_it_bought(
    media: Media, alice: Person, carol: Person, make_meeting: Make
) -> None:
    """USE-3: a meeting is as large as its host's licence says."""
    billing.Licence.objects.create(organization=alice.membership.organization, plan_key="company")
    for host, seats in ((alice, 500), (carol, 100)):
        meeting = make_meeting(host)
        come(Client(), meeting.code)
        session = meeting.sessions.get()
        assert (session.capacity, seats_at_the_media_server(session)) == (seats, seats)


def test_a_reload_goes_on_with_the_same_attendance(media: Media, alice: Person, make_meeting: Make) -> None:
    meeting = make_meeting(alice, entry=Entry.EVERYONE)
    first = come(Client(), meeting.code)
    second = come(Client(), meeting.code, ticket=first.ticket)
    assert second.identity == first.identity
    assert Attendance.objects.count() == 1
    # A beacon of the page before can not put the person out of the page after.
    assert first.call("POST", "/attendance/leave").status_code == 401
    assert second.get("/attendance")["admission"] == "admitted"


def test_a_page_that_is_reloaded_comes_back_however_late_its_beacon(
    media: Media, alice: Person, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    visit = come(Client(), meeting.code)
    session = meeting.sessions.get()
    beacon, late, reload, other_tab = (Attendance.objects.get() for _ in range(4))

    def come_back(as_read: Attendance) -> Attendance:
        visitor = door.Visitor(None, "Gus Guest", notice_in_force(), earlier=as_read)
        return door.enter(meeting, session, visitor)

    door.leave(beacon)
    assert come_back(reload).entries == 2

    door.leave(late)
    assert Attendance.objects.get().admission == Admission.ADMITTED
    with pytest.raises(Problem) as refused:
        come_back(other_tab)
    assert refused.value.kind == "elsewhere"
    assert visit.call("POST", "/attendance/leave").status_code == 401


def test_a_ticket_is_good_for_its_own_session_and_person_only(
    media: Media, alice: Person, bob: Person, as_person: As, make_meeting: Make
) -> None:
    meeting, other = make_meeting(alice, entry=Entry.NOBODY), make_meeting(alice, entry=Entry.NOBODY)
    host = come(as_person(alice), meeting.code)
    assert come(Client(), other.code, ticket=host.ticket).answer["admission"] == "waiting"
    assert come(as_person(bob), meeting.code, ticket=host.ticket).answer["role"] == "member"
    assert come(Client(), meeting.code, ticket=host.ticket).answer["role"] == "guest"
    forged = host.ticket.replace(".1:", ".2:")
    assert come(Client(), meeting.code, ticket=forged).identity != host.identity


def test_who_left_is_not_let_in_by_the_old_token_but_by_the_door(
    media: Media, alice: Person, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    guest = come(Client(), meeting.code)
    assert guest.call("POST", "/attendance/leave").status_code == 204
    assert guest.call("POST", "/attendance/token").status_code == 403
    back = come(Client(), meeting.code, ticket=guest.ticket)
    assert (back.identity, back.answer["admission"]) == (guest.identity, "admitted")


def test_the_more_wait_the_less_often_each_asks(media: Media, alice: Person, make_meeting: Make) -> None:
    meeting = make_meeting(alice, entry=Entry.NOBODY)
    guests = [come(Client(), meeting.code) for _ in range(10)]
    assert guests[0].get("/attendance")["again_in"] == 200
    Attendance.objects.exclude(identity=guests[0].identity).update(admission=Admission.GONE)
    assert guests[0].get("/attendance")["again_in"] == 150


def test_somebody_who_waits_and_goes_silent_is_gone(media: Media, alice: Person, make_meeting: Make) -> None:
    from troth.meetings.tasks import reconcile

    meeting = make_meeting(alice, entry=Entry.NOBODY)
    guest = come(Client(), meeting.code)
    age(timedelta(seconds=25))
    guest.get("/attendance")
    age(timedelta(seconds=25))
    reconcile()
    assert guest.get("/attendance")["admission"] == "waiting"
    age(timedelta(seconds=40))
    reconcile()
    assert Attendance.objects.get().admission == Admission.GONE
    assert Session.objects.get().ended_at is not None


def test_without_the_media_server_nothing_is_recorded(
    no_media: None, alice: Person, make_meeting: Make
) -> None:
    answer = ask(Client(), make_meeting(alice).code)
    assert (answer.status_code, problem(answer), answer["Retry-After"]) == (503, "media-down", "1")
    assert not Attendance.objects.exists()


def test_a_signed_in_person_joins_from_our_pages_only(
    media: Media, alice: Person, bob: Person, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob)
    answer = ask(client, meeting.code)
    assert (answer.status_code, problem(answer)) == (403, "csrf")
    assert not Attendance.objects.exists()


def test_the_join_of_a_guest_costs_few_queries(
    media: Media, alice: Person, make_meeting: Make, django_assert_num_queries: Callable[..., object]
) -> None:
    meeting = make_meeting(alice)
    come(Client(), meeting.code)
    notice = notice_in_force().number
    # The session with its meeting, the notice, the attendance, whether the door is open still, and the seats taken.
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        come(Client(), meeting.code, notice=notice)


def test_who_is_there_on_another_device_is_told_so(
    media: Media, alice: Person, as_person: As, make_meeting: Make
) -> None:
    meeting = make_meeting(alice)
    laptop = come(as_person(alice), meeting.code)
    assert laptop.answer["twice"] is False
    note_joined(Session.objects.get().room, laptop.identity, "PA_laptop", timezone.now())
    assert come(as_person(alice), meeting.code).answer["twice"] is True
    # The same device after a reload is no second one, and neither is another guest.
    assert come(laptop.client, meeting.code, ticket=laptop.ticket).answer["twice"] is False
    assert come(Client(), meeting.code).answer["twice"] is False
