"""What everybody may see."""

from collections.abc import Callable

import pytest
from django.test import Client

from troth.accounts.models import Person

As = Callable[[Person], Client]


def test_the_first_page_says_what_this_is_and_lets_in(db: None, client: Client) -> None:
    page = client.get("/").content.decode()
    assert "business video on your own machine" in page
    for way_in in ('name="code"', 'href="/account/login/"', 'href="/account/signup/"', 'href="/privacy/"'):
        assert way_in in page


def test_a_signed_in_person_finds_their_meetings(alice: Person, as_person: As) -> None:
    page = as_person(alice).get("/").content.decode()
    assert 'href="/meetings/"' in page
    assert 'href="/account/signup/"' not in page


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("bcdf-ghjk-mnpq", "bcdf-ghjk-mnpq"),
        ("  BCDF GHJK MNPQ ", "bcdf-ghjk-mnpq"),
        ("bcdfghjkmnpq", "bcdf-ghjk-mnpq"),
        ("http://testserver/m/bcdf-ghjk-mnpq", "bcdf-ghjk-mnpq"),
        ("https://meet.example.com/m/bcdf-ghjk-mnpq/?x=1#y", "bcdf-ghjk-mnpq"),
    ],
)
def test_a_visitor_joins_by_code_or_link(db: None, client: Client, typed: str, code: str) -> None:
    answer = client.post("/", {"code": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/m/{code}")


@pytest.mark.parametrize("typed", ["", "   ", "what is this?", "http://evil.example//", "ü" * 12, "x" * 301])
def test_what_is_no_code_is_answered_with_a_sentence(db: None, client: Client, typed: str) -> None:
    answer = client.post("/", {"code": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in page
    assert "id_code_error" in page


def test_pages_load_nothing_from_elsewhere_and_have_no_inline_style_or_script(
    db: None, client: Client
) -> None:
    for path in ("/", "/account/login/", "/account/signup/", "/no/such/page"):
        page = client.get(path, headers={"Accept": "text/html"}).content.decode()
        assert "//" not in page.replace("<!doctype html>", "")
        assert "style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert "onclick" not in page


def test_robots_are_told_what_to_leave(db: None, client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /m/" in answer.content.decode()


def test_the_first_page_takes_no_other_method(db: None, client: Client) -> None:
    assert client.put("/").status_code == 405


def test_an_unknown_address_has_a_page_in_our_look(db: None, client: Client) -> None:
    answer = client.get("/no/such/page", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "There is nothing here." in page
    assert '<main id="main"' in page


def test_the_demo_can_be_signed_in_to(db: None, client: Client) -> None:
    from troth.web.demo import seed_demo

    first = seed_demo()
    assert seed_demo() == first, "seeding twice changes nothing"
    assert Person.objects.count() == len(first)
    for _, email, password in first:
        answer = Client().post("/account/login/", {"login": email, "password": password})
        assert answer.status_code == 302, email
