"""A mailing in a real installation: written, sent by its worker, and refused by who got it (USE-8)."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_pages import sign_in
from tests.browser.test_your_data import show
from tests.installation import Installation
from tests.waiting import until
from troth.outreach.queries import read_mails

New = Callable[..., Person]
ADDRESSES = ("dora@customer.example", "erin@customer.example")


def add_contact(operator: Person, address: str) -> None:
    page = operator.page
    page.goto("/operator/contacts/new/")
    page.get_by_label("Kind").select_option("customer")
    page.get_by_label("Email").fill(address)
    page.get_by_label("Came from").select_option("person")
    page.get_by_role("main").get_by_role("button", name="Save").click()
    expect(page.get_by_text("The contact is saved.")).to_be_visible()


def write(operator: Person, subject: str) -> None:
    page = operator.page
    page.goto("/operator/mailings/new/")
    page.get_by_label("To", exact=True).select_option("customer")
    page.get_by_label("About").select_option("events")
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("Text").fill("On Monday.\n\nhttps://example.com/")
    page.get_by_role("button", name="Save and look at it").click()
    expect(page.get_by_role("heading", name="Whom it reaches")).to_be_visible()
    show(operator)


def send(operator: Person) -> None:
    page = operator.page
    page.get_by_role("link", name="Send").click()
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    # The page says so by itself: the worker is at it.
    expect(page.get_by_role("heading", name="Sent", exact=True)).to_be_visible()
    show(operator)


def mails_about(folder: Path, subject: str) -> dict[str, tuple[str, str]]:
    """By recipient, the one-click link and the text of what arrived."""
    found = {}
    for path in folder.glob("*.log"):
        for _, mail in read_mails(path):
            if mail["Subject"] == subject:
                [link] = re.findall(r"<http[^>/]+//[^/]+(/[^>]+)>", str(mail["List-Unsubscribe"]))
                body = mail.get_body(("plain",))
                found[str(mail["To"])] = (link, str(body.get_content()) if body else "")
    return found


def test_USE_8_a_mailing_is_sent_and_who_refuses_gets_no_other(
    person: New, installation: Installation
) -> None:
    operator = person()
    sign_in(operator, "operator")
    for address in ADDRESSES:
        add_contact(operator, address)
    write(operator, "Come and see")
    send(operator)
    outbox = installation.data / "outbox"
    arrived = until(lambda: mails_about(outbox, "Come and see"), "the mail is there")
    assert set(arrived) == set(ADDRESSES)
    dora, erin = (arrived[address] for address in ADDRESSES)

    # A mail provider, and a person on a phone.
    body = {"List-Unsubscribe": "One-Click"}
    answer = httpx.post(installation.url + dora[0], data=body, follow_redirects=False)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    reader = person(phone=True, dark=True)
    page = reader.page
    page.goto(erin[0])
    show(reader)
    page.get_by_role("link", name="Choose instead").click()
    expect(page.get_by_label("Events")).to_be_checked()
    show(reader)
    page.get_by_label("Events").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Events")).not_to_be_checked()
    page.goto(erin[0])
    page.get_by_role("button", name="Send me no more of these").click()
    expect(page.get_by_role("heading", name="You get no more of these")).to_be_visible()
    show(reader)
    assert not page.context.cookies()

    write(operator, "Come and see again")
    expect(operator.page.get_by_text("of 2 people")).to_be_visible()
    expect(operator.page.get_by_role("link", name="Send")).to_have_count(0)
    assert not mails_about(outbox, "Come and see again")
