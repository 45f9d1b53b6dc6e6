"""Cookies are declared or stopped, optional ones wait, and signals are honoured (CKI-1, CKI-2, CKI-3, CKI-4)."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import troth
from tests.people import PASSWORD
from troth.accounts.models import Person
from troth.privacy import Purpose, cookies
from troth.privacy.choices import COOKIE
from troth.privacy.consents import end_objection, give, stands
from troth.privacy.cookies import Cookie, Place
from troth.privacy.models import CookieAnswers, How, Objection, StoppedCookie

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
ROOM = Path(troth.__file__).parent.parent / "room" / "src"
GPC, DNT = {"Sec-GPC": "1"}, {"DNT": "1"}


@pytest.fixture
def browser(settings: Any) -> Client:
    """Somebody without an account, where pages set any cookie that is asked for."""
    settings.ROOT_URLCONF = "tests.privacy.cookie_urls"
    return Client(headers={"Accept": "text/html"})


@pytest.fixture
def optional(monkeypatch: pytest.MonkeyPatch) -> Cookie:
    """One more declared cookie, which is optional and lasts a day."""
    cookie = Cookie(
        "visits",
        Purpose.IMPROVE,
        "Counts how often you came.",
        lasts=timedelta(days=1),
        off="Refuse it.",
        optional=True,
    )
    declared = (*cookies.cookies(), cookie)
    monkeypatch.setattr(cookies, "cookies", lambda: declared)
    return cookie


def answer(browser: Client, word: str, **more: str) -> Any:
    return browser.post("/privacy/cookies/choice/", {"answer": word} | more)


def test_CKI_2_a_cookie_that_is_not_declared_does_not_leave(browser: Client, caplog: Any) -> None:
    response = browser.get("/set/?spy=60&csrftoken=60")
    assert set(response.cookies) == {"csrftoken"}
    assert "spy" in caplog.text
    browser.get("/set/?spy=60")
    assert [(one.name, one.times) for one in StoppedCookie.objects.all()] == [("spy", 2)]


def test_CKI_2_nor_one_that_is_written_as_a_header(browser: Client) -> None:
    response = browser.get("/header/")
    assert "smuggled" not in str(response.headers)
    assert not response.cookies
    assert StoppedCookie.objects.get().name == "smuggled"


def test_CKI_2_nor_one_for_longer_than_declared(browser: Client) -> None:
    year = 364 * 24 * 3600
    assert set(browser.get(f"/set/?csrftoken={year}").cookies) == {"csrftoken"}
    assert not Client().get(f"/set/?csrftoken={year + 1}").cookies
    assert StoppedCookie.objects.get().name == "csrftoken"


def test_taking_a_cookie_away_is_not_setting_one(browser: Client) -> None:
    assert set(browser.get("/set/?spy=0").cookies) == {"spy"}
    assert not StoppedCookie.objects.exists()


def test_CKI_1_a_signed_in_browser_is_remembered(bob: Person) -> None:
    browser = Client(headers={"Accept": "text/html"})
    browser.post("/account/login/", {"login": bob.email, "password": PASSWORD})
    assert browser.cookies["session"]["max-age"] == 14 * 24 * 3600
    assert browser.get("/account/profile/").status_code == 200
    assert not StoppedCookie.objects.exists()


def test_CKI_2_the_page_names_each_with_purpose_lifetime_and_who_sets_it(
    client: Client, optional: Cookie
) -> None:
    page = client.get("/privacy/cookies/").content.decode()
    for one in cookies.cookies():
        start = page.index(f">{one.name}</code>")
        entry = page[start : page.index("</li>", start)]
        for words in (str(one.words), str(one.purpose.label), one.lifetime, str(one.by), str(one.off)):
            assert words.lower() in entry.lower(), (one.name, words)
        assert ("Optional" in entry) == one.optional
    assert "In the settings of your browser" in page


def test_CKI_2_the_page_changes_with_the_declarations(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "csrftoken" in client.get("/privacy/cookies/").content.decode()
    fewer = tuple(one for one in cookies.cookies() if one.name != "csrftoken")
    monkeypatch.setattr(cookies, "cookies", lambda: fewer)
    caches["process"].clear()  # What is finished is believed for two seconds.
    page = client.get("/privacy/cookies/")
    assert "csrftoken" not in page.content.decode()


def _kept_by_the_browser() -> Iterator[tuple[str, str]]:
    """Each name under which the browser code keeps something, and where."""
    scripts = [*ROOM.rglob("*.ts"), *ROOM.rglob("*.tsx"), *Path(troth.__file__).parent.rglob("static/*/*.js")]
    for path in scripts:
        text = path.read_text()
        if ".test." in path.name or "static/built" in str(path):
            continue
        assert "document.cookie" not in text, path
        assert "indexedDB" not in text, path
        for place, key in re.findall(r"(localStorage|sessionStorage)\.setItem\(\s*([^,]+),", text):
            named = re.search(rf'const {key} = "([^"]+)"', text) if key.isidentifier() else None
            yield place, named[1] if named else re.sub(r"\$\{.*\}", "*", key.strip("`\"'"))


def test_CKI_2_what_scripts_keep_is_declared_too() -> None:
    kept = set(_kept_by_the_browser())
    assert len(kept) == 3
    declared = {(one.place.value, one.name) for one in cookies.cookies() if one.place != Place.COOKIE}
    assert kept == declared


def test_there_is_no_question_where_nothing_is_optional(client: Client) -> None:
    home = client.get("/")
    assert "optional cookies" not in home.content.decode()
    assert "DNT" not in home.get("Vary", "")
    assert "There is nothing to choose" in client.get("/privacy/cookies/").content.decode()


def test_CKI_3_an_optional_cookie_waits_for_the_answer(browser: Client, optional: Cookie) -> None:
    assert not browser.get("/set/?visits=60").cookies
    answer(browser, "no")
    assert not browser.get("/set/?visits=60").cookies
    answer(browser, "yes")
    assert set(browser.get("/set/?visits=60").cookies) == {"visits"}


def test_CKI_3_it_is_asked_once_and_refusing_is_one_press_as_agreeing_is(
    browser: Client, optional: Cookie
) -> None:
    page = browser.get("/").content.decode()
    assert "May this site set optional cookies?" in page
    buttons = re.findall(r'<button class="([^"]+)" name="answer" value="(\w+)">', page)
    assert [value for _, value in buttons] == ["no", "yes"]
    assert len({look for look, _ in buttons}) == 1
    back = answer(browser, "no", next="/?a=b")
    assert back["Location"] == "/?a=b"
    assert "May this site" not in browser.get("/").content.decode()
    assert 'href="/privacy/cookies/"' in browser.get("/").content.decode()


def test_CKI_3_the_choice_can_be_changed_and_takes_away_what_was_set(
    browser: Client, optional: Cookie
) -> None:
    answer(browser, "yes")
    browser.get("/set/?visits=60")
    assert "You agreed" in browser.get("/privacy/cookies/").content.decode()
    answer(browser, "no")
    gone = browser.get("/")
    assert gone.cookies["visits"]["max-age"] == 0
    assert "You refused" in browser.get("/privacy/cookies/").content.decode()


def test_CKI_3_a_yes_holds_for_the_cookies_it_was_said_to(
    browser: Client, optional: Cookie, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(browser, "yes")
    more = Cookie(
        "ads", Purpose.PROMOTE, "Shows offers.", lasts=timedelta(days=1), off="Refuse it.", optional=True
    )
    declared = (*cookies.cookies(), more)
    monkeypatch.setattr(cookies, "cookies", lambda: declared)
    assert "May this site" in browser.get("/").content.decode()
    assert not browser.get("/set/?ads=60").cookies


def test_CKI_3_answers_are_counted_without_who_gave_them(browser: Client, optional: Cookie) -> None:
    assert set(answer(browser, "yes").cookies) == {COOKIE}
    answer(Client(), "no")
    assert set(answer(Client(), "no").cookies) == {COOKIE}, (
        "no session, by which one could be told from another"
    )
    counted = CookieAnswers.objects.get()
    assert (counted.accepted, counted.refused, counted.cookies) == (1, 2, ["visits"])
    value = browser.cookies[COOKIE].value
    assert value == f"yes.{cookies.wording()}", "the cookie is the same for everybody"
    assert browser.cookies[COOKIE]["httponly"]


@pytest.mark.parametrize("word", ["", "maybe", "YES"])
def test_another_answer_is_none(browser: Client, optional: Cookie, word: str) -> None:
    assert answer(browser, word).status_code == 400
    assert not CookieAnswers.objects.exists()


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_an_answer_leads_to_no_other_site(browser: Client, optional: Cookie, page: str) -> None:
    assert answer(browser, "no", next=page)["Location"] == "/privacy/cookies/"


@pytest.mark.parametrize("value", ["yes", "yes.00000000", "no.x.y", "yes." + "9" * 4000, "\xff"])
def test_a_cookie_that_was_made_up_is_no_agreement(browser: Client, optional: Cookie, value: str) -> None:
    browser.cookies[COOKIE] = value
    assert not browser.get("/set/?visits=60").cookies


@pytest.mark.parametrize("signal", [GPC, DNT])
def test_CKI_4_a_signal_is_a_refusal_from_the_first_request(
    browser: Client, optional: Cookie, signal: dict[str, str]
) -> None:
    assert "May this site" not in browser.get("/", headers=signal).content.decode()
    assert not browser.get("/set/?visits=60", headers=signal).cookies
    page = browser.get("/privacy/cookies/", headers=signal).content.decode()
    assert "that is honoured" in page
    assert 'name="answer"' not in page


@pytest.mark.parametrize("signal", [GPC, DNT])
def test_CKI_4_it_goes_before_an_answer(browser: Client, optional: Cookie, signal: dict[str, str]) -> None:
    answer(browser, "yes")
    browser.get("/set/?visits=60")
    response = browser.get("/set/?visits=60", headers=signal)
    assert response.cookies["visits"]["max-age"] == 0
    browser.post("/privacy/cookies/choice/", {"answer": "yes"}, headers=signal)
    assert CookieAnswers.objects.get().refused == 1


@pytest.mark.parametrize("name", ["Sec-GPC", "DNT"])
@pytest.mark.parametrize("value", ["0", "", "true", "01", "1.0", "1, 1", "1,1", "yes", " 1 1", "１"])
def test_CKI_4_nothing_else_than_1_is_a_signal(
    browser: Client, optional: Cookie, name: str, value: str
) -> None:
    page = browser.get("/", headers={name: value}).content.decode()
    assert "May this site" in page
    assert "honoured" not in browser.get("/privacy/cookies/", headers={name: value}).content.decode()


def test_CKI_4_caches_do_not_mix_answers(browser: Client, optional: Cookie) -> None:
    for page in ("/", "/privacy/cookies/", "/set/?visits=60"):
        for signal in ({}, GPC, DNT):
            varies = browser.get(page, headers=signal)["Vary"]
            assert {"Sec-GPC", "DNT"} <= set(varies.split(", ")), (page, varies)
    assert "Cookie" in browser.get("/")["Vary"].split(", ")


def test_CKI_4_programs_can_read_that_it_is_honoured(client: Client) -> None:
    response = client.get("/.well-known/gpc.json")
    assert response["Content-Type"] == "application/json"
    told = json.loads(response.content)
    assert told["gpc"] is True
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["lastUpdate"])


@pytest.mark.parametrize("signal", [GPC, DNT])
def test_CKI_4_a_signal_of_who_is_signed_in_is_an_objection_on_record_once(
    alice: Person, as_person: As, signal: dict[str, str]
) -> None:
    give(Purpose.PROMOTE, person=alice, how=How.PAGE)
    browser = as_person(alice)
    with CaptureQueriesContext(connection) as quiet:
        browser.get("/account/profile/")
    browser.get("/account/profile/", headers=signal)
    made = Objection.objects.filter(person=alice, made_how="signal")
    assert {one.purpose for one in made} == {"promote", "improve"}
    assert not stands(Purpose.PROMOTE, person=alice)
    with CaptureQueriesContext(connection) as again:
        browser.get("/account/profile/", headers=signal)
    assert len(again) == len(quiet)
    as_person(alice).get("/account/profile/", headers=signal)
    assert Objection.objects.count() == 2
    page = browser.get("/your-data/choices/", headers=signal).content.decode()
    assert "It is honoured." in page


def test_CKI_4_what_they_agree_to_afterwards_stands(alice: Person, as_person: As) -> None:
    as_person(alice).get("/account/profile/", headers=GPC)
    end_objection(Purpose.IMPROVE, person=alice, how=How.PAGE)
    give(Purpose.PROMOTE, person=alice, how=How.PAGE)
    as_person(alice).get("/account/profile/", headers=GPC)
    assert stands(Purpose.PROMOTE, person=alice)
    assert stands(Purpose.IMPROVE, person=alice)


def test_CKI_4_without_a_signal_nothing_is_on_record(alice: Person, as_person: As) -> None:
    as_person(alice).get("/account/profile/", headers={"Sec-GPC": "0"})
    assert not Objection.objects.exists()
