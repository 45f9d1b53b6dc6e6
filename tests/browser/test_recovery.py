"""Processes die, lids close: people are back by themselves, and attendance is right."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.installation import Installation
from tests.waiting import until

People = Callable[..., Person]
STAYS = """
    select a.name, a.how_left, a.seconds, a.left_at is null, count(p.id)
    from meetings_attendance a join meetings_presence p on p.attendance_id = a.id
    join meetings_session s on a.session_id = s.id join meetings_meeting m on s.meeting_id = m.id
    where m.code = ? group by a.id order by a.name
"""


@pytest.fixture
def two(person: People) -> tuple[Person, Person, str]:
    """Alice and Gus, who see each other."""
    alice, gus = person("red", 440), person("blue", 880)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    alice.sees("Gus Guest", "blue")
    gus.sees("Alice", "red")
    return alice, gus, path


def attendance(installation: Installation, path: str) -> dict[str, tuple[str, int, bool, int]]:
    """By name: how they left, seconds, whether they are there, and number of presences."""
    rows = installation.rows(STAYS, path.removeprefix("/m/"))
    assert len({row[0] for row in rows}) == len(rows), "somebody is counted twice"
    return {row[0]: (row[1], row[2], bool(row[3]), row[4]) for row in rows}


def leave(alice: Person, gus: Person) -> None:
    gus.leaves()
    expect(alice.tile("Gus Guest")).to_have_count(0)
    alice.leaves()


def test_a_killed_media_server_is_back_and_so_are_they(
    two: tuple[Person, Person, str], installation: Installation
) -> None:
    alice, gus, path = two
    installation.kill("media")
    until(
        lambda: all(row[2:] == (True, 2) for row in attendance(installation, path).values()),
        "both are back in the room by themselves",
        30,
    )
    back = time.monotonic()
    alice.sees("Gus Guest", "blue")
    gus.sees("Alice", "red")
    alice.hears(880)
    # Whole seconds are counted, and all of this may take less than one.
    until(lambda: time.monotonic() - back > 1.5, "they have been back for a second")
    leave(alice, gus)

    def both_left() -> bool:
        return all(row[0] == "left" for row in attendance(installation, path).values())

    until(both_left, "both are on record as having left")
    for how, seconds, there, presences in attendance(installation, path).values():
        assert (how, there) == ("left", False)
        assert 1 <= seconds < 120
        assert presences == 2


def test_a_killed_web_server_loses_nothing(
    two: tuple[Person, Person, str], installation: Installation
) -> None:
    alice, gus, path = two
    alice.open_panel("Chat")
    installation.kill("web")
    alice.writes("written while the web server was away")
    alice.page.get_by_role("alert").wait_for()
    until(installation._answers, "the web server is back", 60)
    alice.press("Try again")
    gus.open_panel("Chat")
    gus.reads("written while the web server was away")
    alice.sees("Gus Guest", "blue")
    leave(alice, gus)
    until(lambda: not any(row[2] for row in attendance(installation, path).values()), "both left")
    lines = installation.rows(
        "select text from meetings_message join meetings_meeting m on meeting_id = m.id where m.code = ?",
        path.removeprefix("/m/"),
    )
    assert lines == [("written while the web server was away",)]


def browser_of(person: Person) -> int:
    """The process of somebody's browser."""
    connection = person.page.context.browser
    assert connection is not None
    session = connection.new_browser_cdp_session()
    for process in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        if process["type"] == "browser":
            return int(process["id"])
    raise AssertionError(json.dumps("no browser process"))


def test_a_killed_browser_is_counted_until_it_was_seen(person: People, installation: Installation) -> None:
    alice, gus = person(), person("green", 660)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    entered = time.monotonic()
    gus.enters(path, "Gus Guest")
    alice.sees("Gus Guest", "green")
    os.kill(browser_of(gus), signal.SIGKILL)
    there_for = time.monotonic() - entered
    until(
        lambda: attendance(installation, path)["Gus Guest"][0] == "lost",
        "the killed browser is on record as lost",
        60,
    )
    how, seconds, there, presences = attendance(installation, path)["Gus Guest"]
    assert (how, there, presences) == ("lost", False, 1)
    assert attendance(installation, path)["Alice Adams"][2]
    assert seconds < there_for + 30, "the server sees a browser's end in so long"


def test_a_closed_lid_opens_again(person: People, installation: Installation) -> None:
    """The whole browser stands still until the server gave it up, and goes on: as a laptop does."""
    alice, gus = person(), person("green", 661)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    alice.sees("Gus Guest", "green")
    family = [browser_of(gus), *_children(browser_of(gus))]
    for pid in family:
        os.kill(pid, signal.SIGSTOP)
    try:
        until(
            lambda: attendance(installation, path)["Gus Guest"][0] == "lost",
            "the closed laptop is on record as lost",
            60,
        )
    finally:
        for pid in reversed(family):
            os.kill(pid, signal.SIGCONT)
    alice.sees("Gus Guest", "green")
    gus.leaves()
    until(lambda: attendance(installation, path)["Gus Guest"][0] == "left", "the guest left")
    assert attendance(installation, path)["Gus Guest"][3] == 2


def _children(pid: int) -> list[int]:
    lines = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in lines.splitlines()]
    found = [pid]
    for child, parent in sorted(pairs):
        if parent in found:
            found.append(child)
    return found[1:]
