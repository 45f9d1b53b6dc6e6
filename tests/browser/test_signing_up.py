"""A business signs up and invites a colleague; the mail goes over real SMTP."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Launch
from tests.browser.person import Person
from tests.installation import Installation
from tests.post import Post


@pytest.fixture
def mailing(post: Post, tmp_path: Path) -> Iterator[Installation]:
    """An installation of a company, not a demo: nobody there yet, mail by SMTP."""
    installation = Installation(tmp_path / "data", TROTH_SMTP_URL=post.url, TROTH_DEVELOPMENT="false")
    installation.start()
    yield installation
    installation.stop()


def link_in(text: str, installation: Installation) -> str:
    found = re.search(rf"{re.escape(installation.url)}(/\S+)", text)
    assert found, text
    return found[1]


def test_WHO_2_a_business_signs_up_and_invites_a_colleague(
    launch: Launch, mailing: Installation, post: Post
) -> None:
    browser = launch()
    people = []
    for _ in range(2):
        context = browser.new_context(base_url=mailing.url, permissions=["camera", "microphone"])
        people.append(Person(context.new_page(), mailing))
    dana, erik = people

    dana.go_to("/account/signup/")
    dana.page.get_by_label("Organization").fill("Dana & Sons")
    dana.page.get_by_label("Your name").fill("Dana Dorn")
    dana.page.get_by_label("Work email").fill("dana@sons.example")
    dana.page.get_by_label("Password").fill("a-good-long-password")
    dana.page.get_by_role("main").get_by_role("button", name="Sign up").click()
    dana.page.wait_for_url("**/account/confirm-email/")
    dana.go_to("/meetings/")
    expect(dana.page).to_have_url(re.compile("/account/login/"))  # nobody hosts before the address is proven

    dana.go_to(link_in(post.letter_to("dana@sons.example"), mailing))
    dana.page.get_by_role("main").get_by_role("button").first.click()
    dana.page.wait_for_url("**/meetings/")
    path = dana.meet_now()
    dana.join()
    dana.is_inside()

    dana.go_to("/organization/invite/")
    dana.page.get_by_label("Work email").fill("erik@sons.example")
    dana.page.get_by_role("main").get_by_role("button", name=re.compile("nvit")).click()
    invitation = link_in(post.letter_to("erik@sons.example"), mailing)
    erik.go_to(invitation)
    erik.page.get_by_label("Your name").fill("Erik Dorn")
    erik.page.get_by_label("Password").fill("another-good-password")
    erik.page.get_by_role("main").get_by_role("button").first.click()
    expect(erik.page.get_by_role("navigation", name="Main")).to_be_visible()
    erik.go_to(path)
    erik.join()
    erik.is_inside()

    third = Person(browser.new_context(base_url=mailing.url).new_page(), mailing)
    third.go_to(invitation)
    third.reads("This invitation doesn't work any more")
    log = (mailing.data / "run.log").read_text()
    assert "sons.example" not in log
    assert not (mailing.data / "outbox").exists()
