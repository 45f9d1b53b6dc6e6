"""The captioner in a real room: what people say comes to the others as text, and only theirs who agreed."""

import json
import threading
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, cast

import numpy as np
import pytest
from livekit import rtc

from tests.captions.conftest import reply, turn_on
from tests.gatherings import Visit
from tests.lib.test_speech import say as spoken
from tests.media_client import MediaClient
from tests.waiting import until
from troth.captions import actions, captioner
from troth.captions.captioner import BEHIND, Captioner, Sitting
from troth.captions.ear import Ear, Piece
from troth.captions.models import Captions
from troth.lib.speech import RATE, Sound
from troth.media import rooms
from troth.meetings.models import Session
from troth.privacy import Purpose
from troth.privacy.purposes import under

pytestmark = pytest.mark.django_db(transaction=True)


class Talker(MediaClient):
    """A participant with a person's token, who can speak."""

    def __init__(self, visit: Visit) -> None:
        media = visit.answer["media"]
        super().__init__(media["url"], media["token"])
        self.connect()
        self.do(self._unmute())

    async def _unmute(self) -> None:
        self.source = rtc.AudioSource(RATE, 1, loop=self.loop)
        track = rtc.LocalAudioTrack.create_audio_track("voice", self.source)
        options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_MICROPHONE)
        await self.me.publish_track(track, options)

    def says(self, sound: Sound) -> None:
        """At the speed of speech."""
        whole = (np.concatenate([sound, np.zeros(RATE, np.float32)]) * 32767).astype(np.int16)

        async def speak() -> None:
            step = RATE // 100
            for at in range(0, len(whole) - step, step):
                await self.source.capture_frame(
                    rtc.AudioFrame(whole[at : at + step].tobytes(), RATE, 1, step)
                )

        self.do(speak(), 40)

    def captions(self) -> list[dict[str, Any]]:
        return [one for one in map(json.loads, self.told) if one["kind"] == "caption"]

    def reads(self, word: str) -> bool:
        return any(word in one["text"].lower() and one["done"] for one in self.captions())


@pytest.fixture
def talker() -> Iterator[Callable[[Visit], Talker]]:
    made: list[Talker] = []

    def make(visit: Visit) -> Talker:
        made.append(Talker(visit))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def at_work() -> Iterator[threading.Event]:
    """A captioner in a thread, until the test ends or clears the event."""
    going = threading.Event()
    going.set()

    @under(Purpose.SERVE)
    def work() -> None:
        from django.db import connection

        captioner.caption(None, 1, going.is_set)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield going
    going.clear()
    thread.join()


def looks_again() -> None:
    """A captioner is there, and has looked at the room since."""
    seen = [until(lambda: Captions.objects.get().seen_at, "a captioner came")]
    for _ in range(2):
        # It says that it lives and looks then: at the second time one look is over.
        seen.append(
            until(
                lambda: next(iter({Captions.objects.get().seen_at} - set(seen)), None), "it has looked again"
            )
        )


def test_use_11_words_of_who_agreed_are_shown_to_all_and_nobody_elses(
    host: Visit, guest: Visit, talker: Callable[[Visit], Talker], at_work: threading.Event
) -> None:
    alice, gus = talker(host), talker(guest)
    turn_on(host)
    looks_again()
    gus.says(spoken("My telephone number is a secret."))
    alice.says(spoken("Let us begin with the budget for next year."))
    until(lambda: gus.reads("budget"), "Gus reads what Alice says", 30)
    until(lambda: alice.reads("budget"), "Alice reads it too")
    assert {one["identity"] for one in gus.captions()} == {host.identity}

    reply(guest, "agreed")
    looks_again()
    gus.says(spoken("We should buy four new computers."))
    until(lambda: alice.reads("computers"), "Alice reads what Gus says", 30)
    reply(guest, "refused")
    before = len(alice.captions())
    gus.says(spoken("And what I say now is private."))
    alice.says(spoken("That is the end of the meeting."))
    until(lambda: gus.reads("end"), "Gus reads what Alice says then", 30)
    assert all(one["identity"] == host.identity for one in alice.captions()[before:])
    # Each phrase has one line, which is told as it grows; after it is over there is no more of it.
    for line in {one["line"] for one in alice.captions()}:
        told = [one["done"] for one in alice.captions() if one["line"] == line]
        assert not any(told[:-1])


def test_nobody_sees_the_captioner_and_it_leaves_when_they_are_off(
    host: Visit, talker: Callable[[Visit], Talker], at_work: threading.Event
) -> None:
    alice = talker(host)
    turn_on(host)
    looks_again()
    assert not alice.room.remote_participants
    assert {one.identity for one in rooms.participants(Session.objects.get().room)} == {host.identity}
    host.call("POST", "/session/captions/stop")
    until(lambda: not _listeners(), "the captioner left the room")


def test_one_that_is_stopped_leaves_them_to_another_at_once(host: Visit, at_work: threading.Event) -> None:
    turn_on(host)
    first = until(lambda: Captions.objects.get().claim, "a captioner came")
    at_work.clear()
    until(lambda: Captions.objects.get().claim is None, "it gave them back")
    second = actions.claim()
    assert second is not None
    assert second[1] != first


@under(Purpose.SERVE)
def test_what_was_heard_is_not_shown_to_anybody_once_it_was_taken_back(
    host: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between hearing and showing lies a second, in which a person may change their mind."""
    turn_on(host)
    claimed = actions.claim()
    assert claimed is not None
    told: list[dict[str, Any]] = []
    monkeypatch.setattr("troth.captions.captioner.say", lambda session, message: told.append(message))
    sitting = Sitting(*claimed)
    try:
        assert sitting.tend()
        piece = Piece(1, np.zeros(RATE, np.float32), done=True)
        sitting.show(host.identity, piece, "before")
        reply(host, "refused")
        sitting.show(host.identity, piece, "after")
    finally:
        sitting.close()
    assert [one["text"] for one in told] == ["before"]


def _listeners() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name == "listener"]


class Meeting:
    """A sitting whose people are ears alone, and that notes what is shown."""

    def __init__(self, **ears: Ear) -> None:
        self.ears = list(ears.items())
        self.shown: list[tuple[str, bool, str]] = []

    def show(self, identity: str, piece: Piece, text: str) -> None:
        self.shown.append((identity, piece.done, text))


def test_what_is_over_is_heard_before_what_goes_on_and_each_gets_a_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("troth.captions.ear.STOPPED", 3600.0)
    numbers = count(1)
    over, growing, other = (Ear(numbers) for _ in range(3))
    over.take(np.concatenate([spoken("Good morning everybody."), np.zeros(RATE, np.float32)]))
    for ear in (growing, other):
        ear.take(spoken("Let us begin with the budget."))
    meeting = Meeting(growing=growing, other=other, over=over)
    captioner = Captioner(None, 1)
    captioner._sittings.append(cast(Sitting, meeting))
    assert captioner.hear()
    assert captioner.hear()
    assert captioner.hear()
    assert [shown[:2] for shown in meeting.shown if shown[1]] == [("over", True)]
    assert {identity for identity, done, _ in meeting.shown if not done} == {"growing", "other"}
    assert not captioner.hear()


def test_who_is_far_behind_gives_the_oldest_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.captions.captioner.hear", lambda sound, model: [])
    captioner = Captioner(None, 1)
    meeting = cast(Sitting, Meeting())
    for number in range(BEHIND + 5):
        captioner._over.append((meeting, "somebody", Piece(number, np.zeros(1, np.float32), done=True)))
    while captioner.hear():
        pass
    assert len(cast(Meeting, meeting).shown) == BEHIND
