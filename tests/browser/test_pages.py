"""Every page, as a person sees it: on a desk and on a phone, by day and by night."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.person import Person
from tests.installation import PASSWORD

New = Callable[..., Person]

STRANGERS_PAGES = (
    "/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/confirm-email/",
    "/account/confirm-email/unknown/",
    "/invitations/unknown/",
    "/privacy/",
    "/privacy/cookies/",
    "/your-data/",
    "/no/such/page",
)
NOTICE_PAGES = (
    "/privacy/",
    "/privacy/policy/",
    "/privacy/people/",
    "/privacy/people/member/",
    "/privacy/versions/",
    "/privacy/versions/1/",
    "/privacy/security/",
    "/privacy/recipients/",
    "/privacy/transfers/",
    "/privacy/record/",
    "/terms/",
    "/promises/",
    "/promises/ret/",
)
OWNERS_PAGES = (
    "/",
    "/meetings/",
    "/meetings/new/",
    "/organization/",
    "/organization/invite/",
    "/organization/rename/",
    "/organization/record/",
    "/organization/leave/",
    "/account/profile/",
    "/account/email/",
    "/account/password/change/",
    "/account/sessions/",
    "/account/mail/",
    "/account/logout/",
    "/your-data/",
    "/your-data/choices/",
)
OPERATORS_PAGES = (
    "/outbox/",
    "/organization/",
    "/operator/contacts/",
    "/operator/contacts/new/",
    "/operator/contacts/import/",
    "/operator/mailings/",
    "/operator/mailings/new/",
)


# Nothing moves or fades any more, but for what goes on for ever.
STILL = """() => document.getAnimations().every(
  one => one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity)"""
# The one rule of WCAG 2.2 that axe leaves off unless asked.
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def check_access(page: Page) -> None:
    """Asserts that axe finds nothing wrong with what the page shows, once it stands still."""
    page.wait_for_load_state()
    page.wait_for_function(STILL)
    found = Axe().run(page, options=RULES).response["violations"]
    wrong = [
        f"{v['id']}: {node['html'][:200]} {node['failureSummary']}" for v in found for node in v["nodes"]
    ]
    assert not wrong, f"{page.url}: " + "; ".join(wrong)


def look(somebody: Person, path: str) -> None:
    """Opens a page and asserts that it is accessible, as wide as the screen, and allowed all it wants to load."""
    page = somebody.page
    page.goto(path)
    check_access(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"
    assert not somebody.errors, f"{path}: {somebody.errors}"


def sign_in(somebody: Person, who: str) -> None:
    """Signs in wherever that leads: the operator has no meetings to see."""
    somebody.page.goto("/account/login/")
    somebody.page.get_by_label("Work email").fill(f"{who}@demo.example")
    somebody.page.get_by_label("Password", exact=True).fill(PASSWORD)
    somebody.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(somebody.page.get_by_text("Welcome, ")).to_be_visible()


@pytest.mark.parametrize(
    ("phone", "dark"), [(False, False), (True, True)], ids=["desk, light", "phone, dark"]
)
def test_pages_are_accessible_and_fit(person: New, phone: bool, dark: bool) -> None:
    stranger = person(phone=phone, dark=dark)
    for path in (*STRANGERS_PAGES, *NOTICE_PAGES):
        look(stranger, path)
    for who, paths in (("owner", OWNERS_PAGES), ("operator", OPERATORS_PAGES)):
        somebody = person(phone=phone, dark=dark)
        sign_in(somebody, who)
        for path in paths:
            look(somebody, path)


def test_a_phone_of_360_pixels_shows_each_page_whole(person: New) -> None:
    owner = person(phone=True)
    owner.sign_in("owner")
    owner.page.set_viewport_size({"width": 360, "height": 740})
    for path in OWNERS_PAGES:
        owner.page.goto(path)
        assert owner.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_notice_fits_360_pixels_and_paper(person: New) -> None:
    """POL-1: a small phone shows each page whole, and paper has the words without the frame."""
    reader = person(dark=True)
    page = reader.page
    for path in NOTICE_PAGES:
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.emulate_media(media="print")
        expect(page.get_by_role("navigation", name="Privacy pages")).to_be_hidden()
        expect(page.locator(".topbar")).to_be_hidden()
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("getComputedStyle(document.body).color") in ("rgb(0, 0, 0)", "black"), path
        page.emulate_media(media="screen")


def test_a_question_opens_on_the_spot_and_changes_nothing_when_cancelled(person: New) -> None:
    owner = person()
    owner.sign_in("owner")
    page = owner.page
    page.goto("/organization/")
    page.get_by_role("link", name="Remove Bob Brown").click()
    question = page.get_by_role("dialog", name="Remove Bob Brown?")
    expect(question).to_be_visible()
    expect(page.locator("#dialog-box")).to_have_css("opacity", "1")
    check_access(page)
    question.get_by_role("link", name="Cancel").click()
    expect(question).to_be_hidden()
    expect(page.get_by_text("bob@demo.example")).to_be_visible()
    assert not owner.errors


def test_a_role_is_saved_when_it_is_chosen(person: New) -> None:
    owner = person()
    owner.sign_in("owner")
    page = owner.page
    page.goto("/organization/")
    role = page.get_by_label("Role of Bob Brown")
    role.select_option("Host")
    expect(page.get_by_text("Bob Brown has the role Host now.")).to_be_visible()
    role.select_option("Member")
    expect(page.get_by_text("Bob Brown has the role Member now.")).to_be_visible()


def test_the_chosen_theme_stays_and_can_be_the_systems_again(person: New) -> None:
    somebody = person()
    page = somebody.page
    page.goto("/")
    day = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("radio", name="Dark").check(force=True)
    night = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert night != day
    page.goto("/account/login/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == night
    page.get_by_role("radio", name="As the system").check(force=True)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == day
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == night


def test_sign_up_knows_the_browsers_time_zone(person: New) -> None:
    page = person().page
    page.goto("/account/signup/")
    zone = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    assert page.locator("input[name=time_zone]").input_value() == zone


def test_pages_work_before_the_script_arrives(person: New) -> None:
    owner = person()
    owner.sign_in("owner")
    page = owner.page
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/organization/")
    page.get_by_role("link", name="Remove Bob Brown").click()
    expect(page.get_by_role("heading", name="Remove Bob Brown?", level=1)).to_be_visible()
    page.get_by_role("link", name="Cancel").click()
    page.get_by_label("Role of Bob Brown").select_option("Host")
    page.locator("form", has=page.get_by_label("Role of Bob Brown")).get_by_role(
        "button", name="Save"
    ).click()
    expect(page.get_by_text("Bob Brown has the role Host now.")).to_be_visible()
    page.get_by_label("Role of Bob Brown").select_option("Member")
    page.locator("form", has=page.get_by_label("Role of Bob Brown")).get_by_role(
        "button", name="Save"
    ).click()
    expect(page.get_by_text("Bob Brown has the role Member now.")).to_be_visible()
