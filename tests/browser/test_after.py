"""From the mail to the room in two clicks, and what there is when one has left."""

import csv
import email
import email.policy
import io
import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_pages import check_access
from tests.browser.test_recovery import attendance
from tests.installation import Installation
from tests.waiting import until

People = Callable[..., Person]
FEEDBACK = """
    select f.stars, f.reasons, f.comment from meetings_feedback f
    join meetings_attendance a on f.attendance_id = a.id join meetings_session s on a.session_id = s.id
    join meetings_meeting m on s.meeting_id = m.id where m.code = ?
"""


def invitation_to(installation: Installation, address: str) -> str:
    """The link in the mail that somebody got, as a path."""

    def find() -> str:
        for path in (installation.data / "outbox").glob("*.log"):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            body = mail.get_body(("plain",))
            found = re.search(r"(/m/\S+invitation=\S+)", body.get_content() if body else "")
            if address in str(mail["To"]) and found:
                return found[1]
        return ""

    return until(find, f"mail to {address}", 20)


def test_from_the_mail_to_the_room_in_two_clicks(person: People, installation: Installation) -> None:
    alice, mia = person(), person("blue", 880)
    alice.sign_in("alice")
    path = alice.make_meeting(title="By invitation", entry="organization", passcode="blue")
    alice.page.goto("/meetings/")
    alice.page.get_by_role("link", name="By invitation", exact=True).first.click()
    alice.page.get_by_role("link", name="Invite people").click()
    alice.page.get_by_label("Email addresses").fill("mia@client.example")
    check_access(alice.page)
    alice.page.get_by_role("main").get_by_role("button", name=re.compile("nvit")).click()
    alice.reads("mia@client.example")
    alice.enters(path)

    # One click on the link, one on Join: no passcode and no waiting, though the meeting has both.
    mia.go_to(invitation_to(installation, "mia@client.example"))
    expect(mia.page.get_by_label("Passcode")).to_have_count(0)
    mia.join("Mia Muster")
    mia.is_inside()
    alice.sees("Mia Muster", "blue")
    assert alice.errors == mia.errors == []


def test_how_it_was_is_said_and_can_be_said_again(person: People, installation: Installation) -> None:
    alice, gus = person(), person("green", 660)
    alice.sign_in("alice")
    path = alice.make_meeting(title="To look back at")
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    gus.open_panel("Chat")
    gus.writes("for the record")
    expect(gus.page.get_by_role("log")).to_contain_text("for the record")
    gus.leaves()
    gus.reads("One message in the chat")
    expect(gus.page.get_by_role("link", name="Download as CSV")).to_have_count(0)

    gus.page.get_by_role("radio", name="2 of 5: poor").check(force=True)
    gus.page.get_by_role("checkbox", name="Sound").check(force=True)
    gus.page.get_by_label("Anything you would like to add").fill("It <b>crackled</b>.")
    gus.press("Send")
    gus.reads("Thank you")
    code = path.removeprefix("/m/")
    assert installation.rows(FEEDBACK, code) == [(2, '["sound"]', "It <b>crackled</b>.")]
    gus.press("Change it")
    gus.page.get_by_role("radio", name="5 of 5: excellent").check(force=True)
    gus.page.get_by_label("Anything you would like to add").fill("")
    gus.press("Send")
    gus.reads("Thank you")
    assert [row[0] for row in installation.rows(FEEDBACK, code)] == [5]
    gus.press("Rejoin")
    gus.is_inside()
    until(lambda: attendance(installation, path)["Gus Guest"][3] == 2, "he is back on record")

    # The host reads who was there and for how long, and takes it along.
    alice.ends_for_all()
    gus.reads("The meeting has ended")
    with alice.page.expect_download() as download:
        alice.page.get_by_role("link", name="Download as CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == {"Alice Adams", "Gus Guest"}
    alice.page.get_by_role("link", name="Who was there and for how long").click()
    expect(alice.page.get_by_role("heading", name="To look back at", level=1)).to_be_visible()
    expect(alice.page.get_by_role("row", name=re.compile("Gus Guest.*came 2 times"))).to_be_visible()
    assert alice.errors == gus.errors == []


def test_who_was_removed_is_not_asked_how_it_was(person: People) -> None:
    alice, gus = person(), person()
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    alice.open_panel("People")
    alice.does_to("Gus Guest", "Remove from meeting")
    alice.page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    gus.reads("You were removed")
    gus.reads("What is kept")
    for name in ("Rejoin", "Send"):
        expect(gus.page.get_by_role("button", name=name)).to_have_count(0)
    expect(gus.page.get_by_role("radio")).to_have_count(0)


def test_who_has_left_sees_what_is_known_and_takes_it_along_or_erases_it(person: People) -> None:
    """RET-2: a guest has no account; the ticket of the meeting proves who they are."""
    alice, gus = person(), person("green", 660)
    alice.sign_in("alice")
    path = alice.make_meeting()
    alice.enters(path)
    gus.enters(path, "Gus Guest")
    gus.leaves()
    with gus.page.context.expect_page() as opened:
        gus.press("Your data in this meeting")
    mine = opened.value
    expect(mine.get_by_role("heading", name="Your data in this meeting", level=1)).to_be_visible()
    expect(mine.get_by_role("main")).to_contain_text("Gus Guest")
    check_access(mine)
    mine.get_by_role("button", name="Erase it").click()
    check_access(mine)
    expect(mine.get_by_role("main")).to_contain_text("rase")
    assert alice.errors == gus.errors == []


SHIFT = """by => { const real = Date.now.bind(Date); Date.now = () => real() + by; }"""


def test_who_is_alone_for_long_is_asked_and_leaves(person: People) -> None:
    """room.md 11.5."""
    alice = person()
    alice.sign_in("alice")
    alice.enters(alice.make_meeting())
    alice.reads("You're the only one here")
    alice.page.evaluate(SHIFT, 15 * 60_000)
    question = alice.page.get_by_role("dialog", name="Are you still there?")
    question.wait_for()
    check_access(alice.page)
    question.get_by_role("button", name="Stay").click()
    expect(question).to_have_count(0)
    alice.page.evaluate(SHIFT, 15 * 60_000)
    question.wait_for()
    alice.page.evaluate(SHIFT, 2 * 60_000)
    alice.reads("You left the meeting")
    assert alice.errors == []
