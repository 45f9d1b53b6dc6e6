"""Your data: seen and taken along, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_pages import check_access, sign_in
from tests.installation import Installation
from tests.waiting import until

New = Callable[..., Person]


def show(somebody: Person) -> None:
    """Asserts that the page is accessible, as wide as the screen, and allowed all it wants."""
    check_access(somebody.page)
    assert somebody.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not somebody.errors


def link_to(installation: Installation, address: str) -> str:
    """The link in the mail that was sent to an address last, as a path."""
    found: list[str] = []

    def arrived() -> bool:
        for path in sorted((installation.data / "outbox").glob("*.log")):
            text = path.read_text()
            if f"To: {address}" in text:
                found.extend(re.findall(r"https?://[^/\s\"]+(/your-data/open/[^\s\"<]+)", text))
        return bool(found)

    until(arrived, "the mail with the link arrives")
    return found[-1]


@pytest.mark.parametrize(
    ("phone", "dark"), [(False, False), (True, True)], ids=["desk, light", "phone, dark"]
)
def test_a_copy_is_made_while_one_looks_on(person: New, phone: bool, dark: bool) -> None:
    bob = person(phone=phone, dark=dark)
    sign_in(bob, "bob")
    page = bob.page
    page.goto("/your-data/")
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    show(bob)
    page.get_by_role("button", name="Make a copy").click()
    expect(page.get_by_role("link", name="Download")).to_be_visible()
    show(bob)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.startswith("your-data-")
    page.get_by_role("button", name=re.compile("Delete the copy")).click()
    expect(page.get_by_text("The copy is deleted.")).to_be_visible()
    expect(page.get_by_role("link", name="Download")).to_have_count(0)
    show(bob)


def test_who_is_not_signed_in_opens_theirs_by_a_link(person: New, installation: Installation) -> None:
    stranger = person(phone=True)
    page = stranger.page
    page.goto("/your-data/")
    show(stranger)
    page.get_by_role("button", name="Send the link").click()
    show(stranger)
    page.get_by_label("Your address").fill("admin@demo.example")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Check your mail")).to_be_visible()
    show(stranger)
    link = link_to(installation, "admin@demo.example")
    page.goto(link)
    show(stranger)
    page.get_by_role("button", name="Open my data").click()
    expect(page.get_by_text("You opened this by a link in a mail.")).to_be_visible()
    assert link not in page.url
    assert link not in page.evaluate("document.referrer")
    show(stranger)
    page.get_by_role("button", name="Close now").click()
    expect(page.get_by_role("button", name="Send the link")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("This link does not work any more.")).to_be_visible()
    show(stranger)
