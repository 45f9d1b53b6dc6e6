"""How well people are connected is measured by their browsers, and told to whom it concerns (COL-7, RET-4)."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lossy import Lossy
from tests.browser.person import Person
from tests.browser.test_pages import check_access, look
from tests.installation import Installation
from tests.waiting import until
from troth.connections.score import GOOD

People = Callable[..., Person]
ROOT = Path(__file__).resolve().parents[2]

RECORD = """
    select c.score, c.first_frame, c.seconds, c.transport, c.browser, c.address, c.trouble, c.troubles, m.id, s.id
    from connections_connection c join meetings_attendance a on c.attendance_id = a.id
    join meetings_session s on a.session_id = s.id join meetings_meeting m on s.meeting_id = m.id
    where a.name = ? and m.code = ?
"""
MINUTES = """
    select n.score, n.trouble, n.figures, n.seconds from connections_minute n
    join connections_connection c on n.connection_id = c.id join meetings_attendance a on c.attendance_id = a.id
    join meetings_session s on a.session_id = s.id join meetings_meeting m on s.meeting_id = m.id
    where a.name = ? and m.code = ? order by n.at, n.id
"""


def record_of(installation: Installation, name: str, path: str) -> tuple[object, ...] | None:
    rows = installation.rows(RECORD, name, path.removeprefix("/m/"))
    return rows[0] if rows and rows[0][0] is not None else None


def dashed(key: str) -> str:
    return "-".join(re.findall(r"(.{8})(.{4})(.{4})(.{4})(.{12})", key)[0])


def test_col_7_a_meeting_is_on_record_with_how_well_each_was_connected(
    person: People, installation: Installation
) -> None:
    alice, gus = person("red", 440), person("blue", 880)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    alice.sees("Gus Guest", "blue")
    gus.sees("Alice", "red")
    first = until(lambda: record_of(installation, "Gus Guest", path), "the first reading is in")
    score, first_frame, _seconds, transport, browser, address, trouble, _troubles, meeting, session = first
    # How good it is on the machine of a test run nobody knows; that less than good has its reason is known.
    assert isinstance(score, int)
    assert 100 <= score <= 450
    assert trouble or score >= 100 * GOOD
    assert first_frame is None or 0 < int(str(first_frame)) < 60_000
    assert (transport, address) == ("udp", None)
    assert "Chrom" in str(browser)
    page = alice.page.context.new_page()
    page.goto(f"/meetings/{dashed(str(meeting))}/")
    page.get_by_role("link", name="How well people were connected").first.click()
    expect(page.get_by_role("heading", name=re.compile("Gus Guest"))).to_be_visible()
    expect(page.get_by_text("On now")).to_be_visible()
    assert page.url.endswith(f"/sessions/{dashed(str(session))}/connections/")
    # The last batch goes out with whoever leaves: no reading is lost.
    before = len(installation.rows(MINUTES, "Gus Guest", path.removeprefix("/m/")))
    gus.leaves()
    expect(alice.tile("Gus Guest")).to_have_count(0)
    alice.leaves()
    until(lambda: record_of(installation, "Alice Adams", path), "the host is on record too")
    assert len(installation.rows(MINUTES, "Gus Guest", path.removeprefix("/m/"))) >= before
    page.reload()
    expect(page.locator(".uplot canvas").first).to_be_visible()
    expect(page.locator(".attendee")).to_have_count(2)
    page.get_by_role("link", name=re.compile("All that was measured.*Gus Guest")).click()
    expect(page.get_by_role("heading", name="Round trip and jitter")).to_be_visible()
    page.get_by_text("As a table").nth(1).click()
    expect(page.get_by_role("table", name="Round trip and jitter")).to_be_visible()
    assert alice.errors == gus.errors == []


@pytest.mark.parametrize(
    ("way", "words"), [("up", "packet loss on the way up"), ("down", "packet loss on the way down")]
)
def test_a_line_that_loses_packets_is_told_with_its_reason(
    person: People, installation: Installation, way: str, words: str
) -> None:
    alice, gus = person("red", 440), person("blue", 880)
    line = Lossy(gus.page, installation.port + 2)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    alice.sees("Gus Guest", "blue")
    gus.sees("Alice", "red")
    code = path.removeprefix("/m/")

    def first_reading() -> tuple[object, ...] | None:
        gus.page.title()  # His line is carried only while the browser is asked something.
        return record_of(installation, "Gus Guest", path)

    def bad_minutes() -> list[tuple[Any, ...]]:
        gus.page.title()
        return [row for row in installation.rows(MINUTES, "Gus Guest", code)[1:] if row[3] >= 50]

    good = until(first_reading, "the first reading is in")
    assert isinstance(good[0], int)
    setattr(line, way, 0.25)
    bad = until(bad_minutes, "a bad minute is in", 90)
    gus.leaves()
    line.close()
    assert bad[0][0] < 310, bad
    assert bad[0][1] == way, bad
    first, *_rest, meeting, session = record_of(installation, "Gus Guest", path) or ()
    assert isinstance(first, int)
    assert first < good[0]
    alice.go_to(f"/meetings/{dashed(str(meeting))}/sessions/{dashed(str(session))}/connections/")
    alice.reads(words)


def _page_paths(page: Page) -> list[str]:
    page.goto("/organization/connections/?days=30")
    day = page.get_by_role("region", name="Days").get_by_role("link").first.get_attribute("href")
    meeting = (
        page.get_by_role("region", name="Worst meetings").get_by_role("link").first.get_attribute("href")
    )
    page.goto(str(meeting))
    one = page.locator(".attendee-more a").first.get_attribute("href")
    return ["/organization/connections/?days=30", str(day), str(meeting), str(one), "/account/connections/"]


@pytest.fixture(scope="module")
def history(installation: Installation) -> None:
    """Three weeks of meetings of the demo company."""
    words = "import django; django.setup(); from tests.connections.history import fill; fill('alice@demo.example')"
    environment = installation.environment | {"DJANGO_SETTINGS_MODULE": "troth.web.settings"}
    subprocess.run([sys.executable, "-c", words], env=environment, cwd=ROOT, check=True)


@pytest.mark.parametrize(
    ("phone", "dark"), [(False, False), (True, True)], ids=["desk, light", "phone, dark"]
)
def test_pages_of_connections_are_accessible_and_fit(
    person: People, history: None, phone: bool, dark: bool
) -> None:
    admin = person(phone=phone, dark=dark)
    admin.sign_in("admin")
    for path in _page_paths(admin.page):
        look(admin, path)
        for table in admin.page.locator("details.plot-table summary").all()[:1]:
            table.click()
            check_access(admin.page)
    empty = person(phone=phone, dark=dark)
    empty.sign_in("bob")
    look(empty, "/account/connections/")
