"""A recipient outside exists only as a declared and vetted one (SHR-1, SHR-4, SHR-10); transfers are covered (XFR-2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from pytest_django import Settings

from tests.outside import FACTS, declare, declare_vetted
from troth.lib.countries import countries
from troth.lib.problems import Problem
from troth.privacy.declaring import change_recipient, declare_recipient, end_recipient, vet_recipient
from troth.privacy.facts import WrongFact, facts_of
from troth.privacy.models import AuditEntry, Function, OutsideRecipient
from troth.privacy.recipients import (
    Door,
    HandOverRefused,
    behind,
    declared,
    is_own,
    recipients_in_force,
    versions_of,
)
from troth.privacy.transfers import ADEQUATE, AGREED, EEA, Mechanism, Regime, cover_of, regimes_of
from troth.privacy.vocabulary import Purpose

START = datetime(2027, 3, 1, 12, tzinfo=UTC)
TODAY = START.date()


def door(host: str) -> Door:
    return Door("mail", "Mail", Function.MESSAGES, ("user.contact.email",), (Purpose.SERVE,), lambda: host)


@pytest.mark.django_db
def test_nobody_undeclared_unvetted_expired_or_ended_may_be_given_anything() -> None:
    """SHR-1."""
    with pytest.raises(HandOverRefused, match="example-mail"):
        declared("example-mail")
    with time_machine.travel(START, tick=False) as clock:
        found = declare()
        with pytest.raises(HandOverRefused, match="not vetted"):
            declared("example-mail")
        vet_recipient(found, TODAY + timedelta(days=1), "Contract.", None)
        assert declared("example-mail") == found
        clock.shift(timedelta(days=1))
        assert declared("example-mail") == found, "the last day counts"
        clock.shift(timedelta(days=1))
        with pytest.raises(HandOverRefused, match="run out"):
            declared("example-mail")
        vet_recipient(found, TODAY + timedelta(days=30), "Looked again.", None)
        assert declared("example-mail") == found
        end_recipient(found, None)
        with pytest.raises(HandOverRefused, match="No recipient"):
            declared("example-mail")


@pytest.mark.django_db
def test_a_change_is_a_new_version_that_is_vetted_anew_and_the_old_one_stays() -> None:
    """SHR-1: the history is kept with its dates."""
    with time_machine.travel(START, tick=False) as clock:
        first = declare_vetted()
        clock.shift(timedelta(days=10))
        assert change_recipient(first, FACTS, None) == first, "nothing differs"
        second = change_recipient(first, FACTS | {"country": "US"}, None)
        with pytest.raises(HandOverRefused):
            declared("example-mail")
        newest, before = versions_of("example-mail")
    assert (newest, before) == (second, first)
    assert (before.country, before.since, before.until) == ("DE", START, START + timedelta(days=10))
    assert (newest.country, newest.since, newest.until) == ("US", START + timedelta(days=10), None)
    assert recipients_in_force() == [second]
    with pytest.raises(Problem) as gone:
        change_recipient(first, FACTS | {"name": "Another"}, None)
    assert gone.value.status == 404
    assert [entry.action for entry in AuditEntry.objects.filter(scope="").order_by("number")] == [
        "recipient.declared",
        "recipient.vetted",
        "recipient.changed",
    ]


@pytest.mark.django_db
def test_key_and_door_have_one_recipient_at_a_time() -> None:
    declare(door="mail", host="smtp.example.com")
    for key, door_key in (("example-mail", ""), ("other-mail", "mail")):
        with pytest.raises(Problem) as refused:
            declare(key, door=door_key)
        assert refused.value.status == 409
    assert OutsideRecipient.objects.count() == 1


@pytest.mark.django_db
def test_a_vetting_does_not_reach_into_the_past_or_far_away() -> None:
    found = declare()
    with time_machine.travel(START, tick=False):
        for until in (TODAY - timedelta(days=1), TODAY + timedelta(days=3 * 365 + 1)):
            with pytest.raises(ValueError, match="three years"):
                vet_recipient(found, until, "Contract.", None)


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("", True),
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("[::1]", True),
        ("meet.example.com", True),
        ("meet.example.com.", True),
        ("smtp.example.com", False),
        ("evil-meet.example.com", False),
        ("10.0.0.5", False),
        ("2001:db8::1", False),
        ("127.0.0.1.example.com", False),
        ("mail.own.example", True),
        ("evil.mail.own.example", False),
    ],
)
def test_only_the_machine_itself_is_ones_own(settings: Settings, host: str, own: bool) -> None:
    settings.PUBLIC_URL = "https://meet.example.com"
    settings.OWN_HOSTS = frozenset({"mail.own.example"})
    assert is_own(host) is own


@pytest.mark.django_db
def test_behind_a_door_is_who_is_declared_at_the_host_it_leads_to() -> None:
    """SHR-1: another host is another recipient."""
    assert behind(door("127.0.0.1")) is None
    with pytest.raises(HandOverRefused, match=r"smtp\.example\.com"):
        behind(door("smtp.example.com"))
    found = declare_vetted(door="mail", host="smtp.example.com")
    assert behind(door("SMTP.example.com")) == found
    with pytest.raises(HandOverRefused, match=r"smtp\.elsewhere\.example"):
        behind(door("smtp.elsewhere.example"))


def test_nobody_can_be_declared_who_buys() -> None:
    """SHR-10: the functions are those of SHR-4 to SHR-9, and no sale is among them."""
    assert not {"sale", "sales", "broker", "buyer"} & set(Function.values)
    with pytest.raises(WrongFact, match="function"):
        facts_of("data-broker", **_given(function="sale"))
    assert {one for one in Function if one.needs_consent} == {
        Function.ANALYTICS,
        Function.SEARCH_ENGINE,
        Function.OTHER,
    }, "SHR-6 and SHR-7"


def test_the_functions_are_those_that_are_promised() -> None:
    """SHR-4 vendors by function, SHR-5 resellers, SHR-6 analytics, SHR-8 law and fraud, SHR-9 affiliates and a sale."""
    assert {str(one) for one in Function} == {
        *("hosting", "analytics", "support", "orders", "messages", "payment", "auditors", "advisers"),
        *("credit_reference", "reseller", "search_engine", "authority", "fraud_prevention", "affiliate"),
        *("successor", "other"),
    }


def _given(**facts: object) -> dict[str, object]:
    return {name: one for name, one in FACTS.items() if name != "host"} | facts


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("name", "a\0b"),
        ("function", "SALE"),
        ("country", "XX"),
        ("country", "../"),
        ("door", "window"),
        ("categories", ["user.nonsense"]),
        ("categories", []),
        ("categories", ["user.authorization.password"]),
        ("purposes", ["sell"]),
        ("purposes", []),
        ("mechanisms", ["adequacy"]),
        ("address", "nowhere"),
        ("address", "a@b.example\nBcc: c@d.example"),
    ],
)
def test_what_can_not_be_is_refused_with_a_sentence(fact: str, value: object) -> None:
    with pytest.raises(WrongFact) as wrong:
        facts_of("example-mail", **_given(**{fact: value}))
    assert wrong.value.name == fact
    assert str(wrong.value).endswith(".")


@pytest.mark.parametrize("key", ["", "Ä", "a b", "-a", "a-", "a--b", "x" * 41, "a/b"])
def test_a_key_is_a_short_word(key: str) -> None:
    with pytest.raises(WrongFact, match="key"):
        facts_of(key, **_given())


@pytest.mark.django_db
def test_a_wrong_function_never_reaches_the_table() -> None:
    with pytest.raises(ValueError, match="fact of the record"):
        declare_recipient("x", FACTS | {"function": "Not A Word"}, None)


@pytest.mark.parametrize(
    ("regime", "country", "agreed", "covered"),
    [
        (Regime.EU, "FR", [], Mechanism.NONE_NEEDED),
        (Regime.UK, "GB", [], Mechanism.NONE_NEEDED),
        (Regime.CH, "CH", [], Mechanism.NONE_NEEDED),
        (Regime.EU, "JP", [], Mechanism.ADEQUACY),
        (Regime.CH, "JP", [], None),
        (Regime.UK, "GI", [], Mechanism.ADEQUACY),
        (Regime.EU, "GI", [], None),
        (Regime.EU, "US", [], None),
        (Regime.EU, "US", ["dpf"], Mechanism.DPF),
        (Regime.EU, "IN", ["dpf"], None),
        (Regime.EU, "IN", ["scc"], Mechanism.SCC),
        (Regime.CH, "IN", ["scc"], Mechanism.SCC),
        (Regime.UK, "IN", ["scc"], None),
        (Regime.UK, "IN", ["scc", "uk_addendum"], Mechanism.UK_ADDENDUM),
        (Regime.UK, "AU", ["uk_idta"], Mechanism.UK_IDTA),
        (Regime.EU, "AU", ["uk_idta"], None),
        (Regime.EU, "SG", ["derogation"], Mechanism.DEROGATION),
    ],
)
def test_what_covers_a_transfer(
    regime: Regime, country: str, agreed: list[str], covered: Mechanism | None
) -> None:
    """XFR-2."""
    found = cover_of(regime, country, agreed, TODAY)
    assert (found.mechanism if found else None) == covered


def test_a_decision_covers_nothing_after_its_last_day() -> None:
    """XFR-2."""
    last = date(2031, 12, 27)
    assert cover_of(Regime.EU, "GB", [], last)
    assert cover_of(Regime.EU, "GB", [], last + timedelta(days=1)) is None
    assert cover_of(Regime.EU, "GB", ["scc"], last + timedelta(days=1))


def test_whose_country_is_unknown_is_under_each_law() -> None:
    """XFR-2."""
    assert regimes_of("") == tuple(Regime)
    assert regimes_of("IS") == (Regime.EU,)
    assert regimes_of("GB") == (Regime.UK,)
    assert regimes_of("BR") == ()


def test_the_tables_name_countries_that_exist_and_their_sources() -> None:
    """XFR-1: each country with what covers it."""
    assert len(EEA) == 30
    for regime in Regime:
        for country, found in ADEQUATE[regime].items():
            assert country in countries(), country
            assert found.source
    assert set(AGREED) == set(Mechanism) - {Mechanism.NONE_NEEDED, Mechanism.ADEQUACY}
    assert countries()["GB"] == "United Kingdom"
