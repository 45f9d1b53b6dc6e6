"""A meeting is recorded by a real recorder: who agreed is seen and heard in the film, who did not is not (COL-2, USE-11)."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_recovery import attendance
from tests.installation import Installation
from tests.waiting import until

People = Callable[..., Person]
STATE = "select state from recordings_recording order by asked_at desc limit 1"
CHUNKS = "select coalesce(sum(chunks), 0) from recordings_part where recording_id = (select id from recordings_recording order by asked_at desc limit 1)"
HEARD = (
    "select distinct attendance.name from recordings_voice voice join meetings_attendance attendance "
    "on attendance.id = voice.attendance_id join recordings_part part on part.id = voice.part_id where part.recording_id = "
    "(select id from recordings_recording order by asked_at desc limit 1) order by 1"
)
FILM = "select film from recordings_recording order by asked_at desc limit 1"


def starts(person: Person, layout: str = "Everybody alike") -> None:
    """A host has the meeting recorded, from the menu."""
    person.press("More")
    person.page.get_by_role("menuitem", name="Record the meeting").click()
    asked = person.page.get_by_role("dialog", name="Record this meeting?")
    asked.get_by_label(layout).check()
    asked.get_by_role("button", name="Start recording").click()


def stops(person: Person) -> None:
    person.press("More")
    person.page.get_by_role("menuitem", name="Stop recording").click()
    person.page.get_by_role("dialog").get_by_role("button", name="Stop recording").click()


def says(person: Person, words: str) -> None:
    """Answers the question that stands on the screen."""
    asked = person.page.get_by_role("dialog", name="This meeting is being recorded")
    asked.get_by_role("button", name=words).click()
    expect(asked).to_have_count(0)


def chunks(installation: Installation) -> int:
    return int(installation.rows(CHUNKS)[0][0])


def films(installation: Installation, seconds: int) -> None:
    """So many more seconds are on disk."""
    wanted = chunks(installation) + seconds
    until(lambda: chunks(installation) >= wanted, f"{seconds} more seconds are on disk", 60 + seconds)


def film(installation: Installation) -> Path:
    until(lambda: installation.rows(STATE) == [("ready",)], "the film is there", 60)
    return installation.data / "regions" / "NL" / installation.rows(FILM)[0][0]


def colours(path: Path, every: int = 1) -> list[set[str]]:
    """Which of red, green and blue are seen, second by second."""
    seen: list[set[str]] = []
    with av.open(str(path)) as source:
        due = 0.5
        for frame in source.decode(video=0):
            if frame.time is None or frame.time < due:
                continue
            due += every
            small = frame.to_image().resize((64, 36))
            found = set()
            for red, green, blue in small.get_flattened_data():
                strongest = max(red, green, blue)
                rest = sorted((red, green, blue))[1]
                if strongest > 60 and strongest - rest > 40:
                    found.add({red: "red", green: "green", blue: "blue"}[strongest])
            seen.append(found)
    return seen


def loudness(path: Path, hertz: int, start: float = 0, seconds: float = 600) -> float:
    """How loud a tone is in the film, in decibels."""
    done = subprocess.run(
        ["ffmpeg", "-hide_banner", "-ss", str(start), "-t", str(seconds), "-i", str(path),
         "-af", f"bandpass=f={hertz}:width_type=h:w=30,bandpass=f={hertz}:width_type=h:w=30,volumedetect",
         "-f", "null", "-"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return float(re.search(r"mean_volume: (-?[\d.]+)", done.stderr)[1])


def test_USE_11_who_refuses_is_neither_seen_nor_heard(person: People, installation: Installation) -> None:
    alice, bob, gus = person("red", 440), person("blue", 880), person("green", 660)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    bob.enters(path, "Bob")
    gus.enters(path, "Gus Guest")
    alice.sees("Gus Guest", "green")
    alice.sees("Bob", "blue")

    starts(alice)
    gus.reads("Alice Adams started it")
    says(gus, "Stay without being recorded")
    says(bob, "Agree")
    expect(gus.page.locator("[data-recording]")).to_contain_text("Recording, without you")
    expect(alice.page.locator("[data-recording='running']")).to_have_text("Recording")
    films(installation, 6)
    # The recorder is in the room and nobody sees it.
    expect(alice.page.locator("[data-identity]")).to_have_count(3)
    stops(alice)
    expect(alice.page.locator("[data-recording]")).to_have_count(0)
    gus.reads("The recording has ended")

    made = film(installation)
    seen = colours(made)
    assert {"red", "blue"} in seen
    assert not any("green" in one for one in seen), seen
    heard = {hertz: loudness(made, hertz) for hertz in (440, 880, 660)}
    assert heard[440] > heard[660] + 15, heard
    assert heard[880] > heard[660] + 15, heard
    # Whose words would be written down.
    assert installation.rows(HEARD) == [("Alice Adams",), ("Bob",)]
    assert alice.errors == bob.errors == gus.errors == []


@pytest.mark.parametrize("part", ["recorder", "browser", "web", "media", "worker"])
def test_what_is_killed_costs_no_film(person: People, installation: Installation, part: str) -> None:
    """COL-2: the recording goes on by itself, and its parts become one film."""
    alice = person("red", 440)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    starts(alice)
    expect(alice.page.locator("[data-recording='running']")).to_be_visible()
    films(installation, 2)
    installation.kill(part)
    if part == "media":
        until(lambda: attendance(installation, path)["Alice Adams"][2:] == (True, 2), "she is back", 30)
    films(installation, 10)
    stops(alice)
    made = film(installation)
    seen = colours(made)
    # At its end too, when what was killed had come back.
    assert {"red"} in seen[-3:], seen
    parts = installation.rows(
        "select number from recordings_part where recording_id = "
        "(select id from recordings_recording order by asked_at desc limit 1)"
    )
    # A web server that needs long to be back finds a part that was silent for too long.
    assert len(parts) in {"browser": (2,), "web": (1, 2)}.get(part, (1,))
    until(lambda: not installation.pids("browser"), "no browser is left")
    folder = installation.data / "regions" / "NL" / "browsers"
    until(lambda: not list(folder.glob("*")), "its profile is gone")


def test_LAW_3_taken_back_it_holds_within_two_seconds(person: People, installation: Installation) -> None:
    alice, gus = person("red", 440), person("green", 660)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    starts(alice)
    says(gus, "Agree")
    expect(gus.page.locator("[data-recording='running']")).to_be_visible()
    films(installation, 4)
    before = chunks(installation)
    gus.page.locator("[data-recording]").click()
    taken = chunks(installation)
    says(gus, "Take me out")
    expect(gus.page.locator("[data-recording]")).to_contain_text("without you")
    films(installation, 5)
    stops(alice)
    seen = colours(film(installation))
    assert any("green" in one for one in seen[:before]), seen
    assert not any("green" in one for one in seen[taken + 3 :]), seen
    assert any("red" in one for one in seen[taken + 3 :]), seen
