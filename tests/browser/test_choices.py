"""Your choices, in a real browser: one press each, and nothing needs the script (LAW-2, LAW-4)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.person import Person
from tests.browser.test_pages import sign_in
from tests.browser.test_your_data import show

New = Callable[..., Person]


@pytest.mark.parametrize(
    ("phone", "dark"), [(False, False), (True, True)], ids=["desk, light", "phone, dark"]
)
def test_one_agrees_withdraws_and_objects(person: New, phone: bool, dark: bool) -> None:
    bob = person(phone=phone, dark=dark)
    sign_in(bob, "bob")
    page = bob.page
    page.goto("/your-data/")
    page.get_by_role("link", name="Your choices").last.click()
    show(bob)
    page.get_by_role("button", name="I agree").click()
    expect(page.get_by_text("You agreed to version 1 on")).to_be_visible()
    show(bob)
    page.get_by_role("link", name="Receipt").first.click()
    show(bob)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download for programs (JSON)").click()
    assert re.fullmatch(r"receipt-[0-9a-f-]{36}\.json", download.value.suggested_filename)
    page.get_by_role("link", name="Your choices").last.click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("You have not agreed.")).to_be_visible()
    page.get_by_role("button", name="Object: to improve it").click()
    expect(page.get_by_text("your data is not used for this")).to_be_visible()
    show(bob)
    page.get_by_role("button", name="End the objection: to improve it").click()
    expect(page.get_by_text("Your objection has ended.")).to_be_visible()
