"""A guest's real token in a client that does what our own never does. The media server holds each line itself."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import httpx
import jwt
import pytest
from django.conf import settings
from django.test import Client
from livekit import rtc
from livekit.api import AccessToken, VideoGrants
from livekit.protocol import models
from livekit.protocol.room import RoomParticipantIdentity
from livekit.protocol.webhook import WebhookEvent

from tests.conftest import Media
from tests.gatherings import Visit, come
from tests.media_client import MediaClient
from tests.waiting import until
from troth.accounts.models import Person
from troth.media import rooms
from troth.media.connection import call
from troth.meetings.actions import attendance as keeping
from troth.meetings.models import Meeting, Presence, Session
from troth.web.webhooks import EVENTS

Make = Callable[..., Meeting]
As = Callable[[Person], Client]


class Hostile(MediaClient):
    """Tries what it may not."""

    def try_to(self, what: Coroutine[Any, Any, Any]) -> None:
        """Whether the client's own library refuses or the server ignores it, the test sees by its effect."""
        try:
            self.do(asyncio.wait_for(what, 1))
        except Exception:  # noqa: S110
            pass

    def refused(self) -> bool:
        """Whether the media server does not let the token in."""
        try:
            self.connect()
        except rtc.ConnectError:
            return True
        return False


@pytest.fixture
def hostile() -> Iterator[Callable[[str], Hostile]]:
    """Makes clients: `hostile(token).connect()`."""
    made: list[Hostile] = []

    def make(token: str) -> Hostile:
        made.append(Hostile(settings.MEDIA_PUBLIC_URL, token))
        return made[-1]

    yield make
    for one in made:
        one.close()


With = Callable[[str], Hostile]


@pytest.fixture
def meeting(media: Media, alice: Person, make_meeting: Make) -> Meeting:
    return make_meeting(alice)


@pytest.fixture
def guest(meeting: Meeting) -> Visit:
    return come(Client(), meeting.code)


def token_of(visit: Visit) -> str:
    return str(visit.answer["media"]["token"])


def the_room() -> str:
    return Session.objects.get().room


def seen(visit: Visit) -> models.ParticipantInfo:
    """The participant as the media server knows them."""
    who = RoomParticipantIdentity(room=the_room(), identity=visit.identity)
    return call(lambda server: server.room.get_participant(who))


def present() -> set[str]:
    return {one.identity for one in rooms.participants(the_room())}


def test_a_guest_sends_no_data(
    guest: Visit, meeting: Meeting, alice: Person, as_person: As, hostile: With
) -> None:
    host = hostile(token_of(come(as_person(alice), meeting.code))).connect()
    bad = hostile(token_of(guest)).connect()
    forged = json.dumps({"kind": "chat", "message": {"text": "forged"}})
    bad.try_to(bad.me.publish_data(forged, topic=rooms.TOPIC))
    bad.try_to(bad.me.send_text(forged, topic=rooms.TOPIC))
    # Somebody who may: what they say afterwards arrives, so what the guest said would have.
    grants = VideoGrants(room_join=True, room=the_room(), can_publish_data=True)
    token = (
        AccessToken(settings.MEDIA_KEY, settings.MEDIA_SECRET).with_identity("control").with_grants(grants)
    )
    control = hostile(token.to_jwt()).connect()
    control.do(control.me.publish_data("control", topic=rooms.TOPIC))
    until(lambda: host.told, "the host hears who may send")
    assert host.told == ["control"]


def test_a_guest_changes_nothing_about_themselves(guest: Visit, hostile: With) -> None:
    bad = hostile(token_of(guest)).connect()
    before = seen(guest)
    bad.try_to(bad.me.set_name("Alice Adams"))
    bad.try_to(bad.me.set_metadata('{"role": "host"}'))
    bad.try_to(bad.me.set_attributes({"role": "host"}))
    after = seen(guest)
    assert after.name == before.name == "Gus Guest"
    assert after.metadata == ""
    assert dict(after.attributes) == {"role": "guest"}
    assert not after.permission.can_publish_data
    assert not after.permission.can_update_metadata


def test_a_guest_publishes_only_camera_microphone_and_screen(guest: Visit, hostile: With) -> None:
    bad = hostile(token_of(guest)).connect()

    async def publish(source: "rtc.TrackSource.ValueType") -> None:
        track = rtc.LocalAudioTrack.create_audio_track("sound", rtc.AudioSource(48000, 1))
        await bad.me.publish_track(track, rtc.TrackPublishOptions(source=source))

    bad.try_to(publish(rtc.TrackSource.SOURCE_UNKNOWN))
    bad.do(publish(rtc.TrackSource.SOURCE_MICROPHONE))
    tracks = until(lambda: seen(guest).tracks, "the microphone is published")
    assert [track.source for track in tracks] == [models.TrackSource.MICROPHONE]


SERVICES = {
    "RoomService": (
        "CreateRoom ListRooms DeleteRoom ListParticipants GetParticipant RemoveParticipant MutePublishedTrack "
        "UpdateParticipant UpdateSubscriptions SendData UpdateRoomMetadata ForwardParticipant MoveParticipant"
    ),
    "Egress": "ListEgress StartRoomCompositeEgress StopEgress",
    "Ingress": "CreateIngress ListIngress DeleteIngress",
    "SIP": "ListSIPInboundTrunk CreateSIPParticipant",
    "AgentDispatchService": "CreateDispatch ListDispatch",
}


def test_a_guests_token_opens_no_service_of_the_media_server(
    guest: Visit, meeting: Meeting, alice: Person, as_person: As
) -> None:
    """Nor does the host's: what a host may do goes through us."""
    for visit in (guest, come(as_person(alice), meeting.code)):
        for service, methods in SERVICES.items():
            for method in methods.split():
                answer = httpx.post(
                    f"{settings.MEDIA_API_URL}/twirp/livekit.{service}/{method}",
                    json={
                        "room": the_room(),
                        "name": "mine",
                        "identity": guest.identity,
                        "roomName": the_room(),
                    },
                    headers={"Authorization": f"Bearer {token_of(visit)}"},
                )
                assert answer.status_code in {401, 403}, (service, method, answer.text)
    assert rooms.rooms() == {the_room()}


def test_a_token_is_for_its_room_and_its_person(
    guest: Visit, make_meeting: Make, alice: Person, hostile: With
) -> None:
    first = the_room()
    other = "another-room"
    rooms.make_room(other, 5)
    claims = jwt.decode(token_of(guest), options={"verify_signature": False})
    video = claims["video"]
    wide = claims | {"video": video | {"room": other, "roomAdmin": True, "canPublishData": True}}
    forged = [
        jwt.encode(wide, "", algorithm="none"),
        jwt.encode(wide, "a key of one's own, long enough for HS256", algorithm="HS256"),
        jwt.encode(wide, settings.MEDIA_KEY.ljust(32), algorithm="HS256"),
        jwt.encode(wide | {"iss": "nobody"}, settings.MEDIA_SECRET, algorithm="HS256"),
    ]
    head, _body, signature = token_of(guest).split(".")
    forged.append(".".join([head, forged[1].split(".")[1], signature]))
    for token in forged:
        assert hostile(token).refused()
        assert (
            httpx.get(f"{settings.MEDIA_API_URL}/rtc/validate", params={"access_token": token}).status_code
            == 401
        )
    for extra in (
        {"room": other},
        {"room_name": other},
        {"identity": "alice"},
        {"participant_name": "Alice"},
    ):
        query = {"access_token": token_of(guest)} | extra
        assert httpx.get(f"{settings.MEDIA_API_URL}/rtc/validate", params=query).status_code in {200, 401}
    assert rooms.participants(other) == []
    assert hostile(token_of(guest)).connect().room.name == first
    assert (video["room"], video.get("roomAdmin")) == (first, None)


def test_a_token_makes_no_room(guest: Visit, hostile: With) -> None:
    rooms.delete_room(the_room())
    assert hostile(token_of(guest)).refused()
    assert rooms.rooms() == set()


def test_who_waits_has_no_token_and_hears_nothing(meeting: Meeting, alice: Person, as_person: As) -> None:
    meeting.entry = "nobody"
    meeting.save()
    come(as_person(alice), meeting.code)
    waiting = come(Client(), meeting.code, "Wanda")
    assert waiting.answer["media"] is None
    for method, path in (
        ("POST", "/attendance/token"),
        ("GET", "/session"),
        ("GET", "/chat"),
        ("GET", "/lobby"),
    ):
        assert waiting.call(method, path).status_code == 403


def test_the_same_token_twice_is_one_participant(guest: Visit, hostile: With) -> None:
    one, two = hostile(token_of(guest)).connect(), hostile(token_of(guest)).connect()
    until(lambda: not one.room.isconnected(), "the first is put out")
    assert two.room.isconnected()
    assert present() == {guest.identity}


def put_out(client: Hostile) -> None:
    """The media server lets a live token in; we do not take the person in, and put them out."""
    assert client.connect().room.isconnected()
    (one,) = rooms.participants(the_room())
    assert not keeping.note_joined(the_room(), one.identity, one.media_id, one.joined_at)
    keeping.reconcile()
    until(lambda: not client.room.isconnected(), "who may not be there is put out")
    assert present() == set()


def test_who_left_does_not_come_back_with_the_old_token(guest: Visit, hostile: With) -> None:
    assert guest.call("POST", "/attendance/leave").status_code == 204
    assert guest.call("POST", "/attendance/token").status_code == 403
    put_out(hostile(token_of(guest)))


def test_who_was_removed_does_not_come_back_with_the_old_token(
    guest: Visit, meeting: Meeting, alice: Person, as_person: As, hostile: With
) -> None:
    host = come(as_person(alice), meeting.code)
    first = hostile(token_of(guest)).connect()
    assert host.call("POST", f"/participants/{guest.identity}/remove").status_code == 204
    until(lambda: not first.room.isconnected(), "the guest is put out")
    assert guest.call("POST", "/attendance/token").status_code == 403
    put_out(hostile(token_of(guest)))


def test_nobody_comes_back_to_a_meeting_that_was_ended(
    guest: Visit, meeting: Meeting, alice: Person, as_person: As, hostile: With
) -> None:
    host = come(as_person(alice), meeting.code)
    first = hostile(token_of(guest)).connect()
    assert host.call("POST", "/session/end").status_code == 204
    until(lambda: not first.room.isconnected(), "the guest is put out")
    assert guest.call("POST", "/attendance/token").status_code == 410
    assert hostile(token_of(guest)).refused()
    # Even where the room came to be again, as when two requests crossed.
    rooms.make_room(the_room(), 5)
    put_out_of_ended = hostile(token_of(guest)).connect()
    keeping.reconcile()
    until(lambda: not put_out_of_ended.room.isconnected(), "the room goes")
    assert rooms.rooms() == set()
    assert not Presence.objects.filter(left_at=None).exists()


def publishes(client: Hostile, source: "rtc.TrackSource.ValueType") -> None:
    """Tries to publish sound as `source`."""
    track = rtc.LocalAudioTrack.create_audio_track("sound", rtc.AudioSource(48000, 1))
    client.try_to(client.me.publish_track(track, rtc.TrackPublishOptions(source=source)))


def sends(visit: Visit) -> set[str]:
    """What the media server takes from somebody, unmuted."""
    return {models.TrackSource.Name(track.source) for track in seen(visit).tracks if not track.muted}


@pytest.fixture
def host(meeting: Meeting, alice: Person, as_person: As) -> Visit:
    return come(as_person(alice), meeting.code)


MIC, SHARE = rtc.TrackSource.SOURCE_MICROPHONE, rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO


def test_what_the_host_forbids_ends_and_stays_ended(host: Visit, guest: Visit, hostile: With) -> None:
    bad = hostile(token_of(guest)).connect()
    publishes(bad, MIC)
    publishes(bad, SHARE)
    until(lambda: sends(guest) == {"MICROPHONE", "SCREEN_SHARE_AUDIO"}, "both are published")
    assert host.call("PATCH", "/session/rules", {"share": False}).status_code == 204
    until(lambda: sends(guest) == {"MICROPHONE"}, "the share has ended")
    publishes(bad, SHARE)
    assert sends(guest) == {"MICROPHONE"}
    bars = {"may": {"microphone": False}}
    assert host.call("PATCH", f"/participants/{guest.identity}", bars).status_code == 204
    until(lambda: not sends(guest), "the microphone has ended")
    publishes(bad, MIC)
    assert not sends(guest)
    assert seen(guest).permission.can_subscribe
    assert not seen(guest).permission.can_publish_data


def test_an_older_token_does_not_get_round_a_rule(host: Visit, guest: Visit, hostile: With) -> None:
    """It was minted before; the media server takes it, and is put right when it says who came."""
    assert host.call("PATCH", "/session/rules", {"microphone": False}).status_code == 204
    bad = hostile(token_of(guest)).connect()
    publishes(bad, MIC)
    event = WebhookEvent(event="participant_joined", participant=seen(guest))
    event.room.name = the_room()
    EVENTS["participant_joined"](event)
    until(lambda: not sends(guest), "the microphone has ended")
    publishes(bad, MIC)
    assert not sends(guest)


def test_a_rule_that_the_media_server_missed_is_held_by_the_reconciler(
    host: Visit, guest: Visit, hostile: With
) -> None:
    bad = hostile(token_of(guest)).connect()
    publishes(bad, MIC)
    until(lambda: sends(guest), "the microphone is published")
    Session.objects.update(may_microphone=False)
    keeping.reconcile()
    until(lambda: not sends(guest), "the microphone has ended")


def test_muting_all_spares_who_leads(
    host: Visit, guest: Visit, meeting: Meeting, bob: Person, as_person: As, hostile: With
) -> None:
    member = come(as_person(bob), meeting.code)
    clients = [hostile(token_of(visit)).connect() for visit in (host, guest, member)]
    host.call("PATCH", f"/participants/{member.identity}", {"cohost": True})
    for client in clients:
        publishes(client, MIC)
    until(lambda: all(sends(visit) for visit in (host, guest, member)), "all are heard")
    assert host.call("POST", "/session/mute", {"source": "microphone"}).status_code == 204
    until(lambda: not sends(guest), "the guest is muted")
    assert sends(host)
    assert sends(member)


def test_a_name_is_changed_by_us_alone(host: Visit, guest: Visit, hostile: With) -> None:
    bad = hostile(token_of(guest)).connect()
    assert guest.call("PUT", "/attendance/name", {"name": "Gustav"}).status_code == 204
    until(lambda: seen(guest).name == "Gustav", "the room knows the name")
    host.call("PATCH", "/session/rules", {"rename": False})
    bad.try_to(bad.me.set_name("Alice Adams"))
    assert guest.call("PUT", "/attendance/name", {"name": "Alice Adams"}).status_code == 403
    assert seen(guest).name == "Gustav"


def test_forged_news_moves_nothing(host: Visit, guest: Visit, hostile: With) -> None:
    """Nobody raises another's hand, reacts for them, or lights the room up by a packet of their own."""
    heard = hostile(token_of(host)).connect()
    bad = hostile(token_of(guest)).connect()
    for kind in ("change", "reaction", "muted", "asked", "chat"):
        forged = json.dumps({"kind": kind, "identity": host.identity, "reaction": "clap", "version": 99})
        bad.try_to(bad.me.publish_data(forged, topic=rooms.TOPIC))
    assert guest.call("POST", "/reactions", {"reaction": "clap"}).status_code == 204
    until(lambda: heard.told, "what we say arrives")
    (one,) = (json.loads(said) for said in heard.told)
    assert one == {"kind": "reaction", "identity": guest.identity, "reaction": "clap"}
