"""Recipients outside of the installation, in the words of the notice (SHR-1, SHR-4, XFR-1)."""

from collections.abc import Iterable
from typing import TypedDict

from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.countries import country_name
from troth.privacy.models.recipients import Function, OutsideRecipient
from troth.privacy.policy import Recorded, Section, Sentence, in_a_row
from troth.privacy.recipients import recipients_in_force
from troth.privacy.taxonomy import CATEGORIES
from troth.privacy.transfers import Cover, Mechanism, Regime
from troth.privacy.vocabulary import Purpose


class Outside(TypedDict):
    """One declared recipient: `country` is its code, `place` the name of it; the rest is in words."""

    key: str
    name: str
    function: str
    country: str
    place: str
    categories: list[str]
    purposes: list[str]


def outside_now() -> list[Outside]:
    """Who is declared now, vetted or not, in the language in force."""
    return [in_words(one) for one in recipients_in_force()]


def in_words(one: OutsideRecipient) -> Outside:
    """A recipient as the notice tells of it."""
    return Outside(
        key=one.key,
        name=one.name,
        function=str(dict(Function.choices).get(one.function, one.function)),
        country=one.country,
        place=country_name(one.country),
        categories=[str(CATEGORIES[category]) for category in CATEGORIES if category in one.categories],
        purposes=[str(purpose.label) for purpose in Purpose if purpose in one.purposes],
    )


def sentences_about(outside: Iterable[Outside]) -> list[Sentence]:
    """A sentence for each, or that there is none."""
    found = [
        Sentence(
            f"outside.{one['key']}",
            Section.OTHERS,
            _("%(name)s (%(function)s), %(place)s, gets %(purposes)s: %(categories)s.")
            % {**one, "purposes": "; ".join(one["purposes"]), "categories": in_a_row(one["categories"])},
            ("SHR-1", "SHR-4"),
            Recorded(f"declared recipient: {one['key']}"),
            route="public_recipients",
        )
        for one in outside
    ]
    return found or [
        Sentence(
            "outside.none",
            Section.OTHERS,
            _("Nobody outside of this installation is given any of it."),
            ("SHR-1", "SHR-4"),
            Recorded("no declared recipient"),
            route="public_recipients",
        )
    ]


class Transfer(TypedDict):
    """A transfer to a recipient, and what covers it under each law that asks; empty where nothing does."""

    recipient: str
    function: str
    country: str
    covered_by: str


def transfers_now() -> list[Transfer]:
    """Each recipient with what covers data going there today (XFR-1, XFR-2)."""
    today = now().date()
    return [
        Transfer(
            recipient=words["name"],
            function=words["function"],
            country=words["place"],
            covered_by="; ".join(covers_in_words(one.covers(today))),
        )
        for one, words in ((one, in_words(one)) for one in recipients_in_force())
    ]


def covers_in_words(covers: dict[Regime, Cover | None]) -> list[str]:
    """Under each law, what covers a transfer, or that nothing does and nothing goes."""
    return [_cover(regime, cover) for regime, cover in covers.items()]


def _cover(regime: Regime, cover: Cover | None) -> str:
    if cover is None:
        return _("for %(people)s nothing covers it, so nothing about them goes there") % {
            "people": regime.label
        }
    if cover.mechanism == Mechanism.NONE_NEEDED:
        return _("for %(people)s no border is crossed") % {"people": regime.label}
    return _("for %(people)s: %(mechanism)s (%(source)s)") % {
        "people": regime.label,
        "mechanism": cover.mechanism.label,
        "source": cover.source,
    }
