"""Across which border data may go, and under what (XFR-1, XFR-2).

People in the EU and EEA, the United Kingdom and Switzerland are each under a
law that lets data leave only to a country found adequate, or under a
mechanism: GDPR chapter V, UK GDPR chapter V, FADP art. 16 and 17. What was
found adequate stands here with its source; what was agreed with a recipient
the operator declares.

A table of law grows old. A decision that has a last day stands with it, and
no longer covers anything afterwards.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Regime(TextChoices):
    """The laws that bind data to a place, each by the people it protects."""

    EU = "eu", _("people in the EU and EEA")
    UK = "uk", _("people in the United Kingdom")
    CH = "ch", _("people in Switzerland")


class Mechanism(TextChoices):
    """What covers a transfer. The first two follow from the country; the rest is agreed or certified."""

    NONE_NEEDED = "none_needed", _("no border is crossed")
    ADEQUACY = "adequacy", _("an adequacy decision")
    SCC = "scc", _("standard contractual clauses, Decision (EU) 2021/914")
    UK_ADDENDUM = "uk_addendum", _("the UK addendum to the standard contractual clauses")
    UK_IDTA = "uk_idta", _("the UK international data transfer agreement")
    DPF = "dpf", _("certification under the Data Privacy Framework")
    DEROGATION = "derogation", _("a derogation for the single case, GDPR art. 49")


AGREED = (
    Mechanism.SCC,
    Mechanism.UK_ADDENDUM,
    Mechanism.UK_IDTA,
    Mechanism.DPF,
    Mechanism.DEROGATION,
)
"""What an operator may declare of a recipient."""

COVERING: Mapping[Regime, Mapping[Mechanism, str | Promise]] = MappingProxyType(
    {
        Regime.EU: {
            Mechanism.DPF: _("Decision (EU) 2023/1795, for certified companies"),
            Mechanism.SCC: _("GDPR art. 46(2)(c)"),
            Mechanism.DEROGATION: _("GDPR art. 49"),
        },
        # Without the addendum the clauses of the EU bind nobody under UK law.
        Regime.UK: {
            Mechanism.DPF: _("SI 2023/1028, for companies certified with the UK extension"),
            Mechanism.UK_IDTA: _("DPA 2018 s. 119A"),
            Mechanism.UK_ADDENDUM: _("DPA 2018 s. 119A"),
            Mechanism.DEROGATION: _("UK GDPR art. 49"),
        },
        Regime.CH: {
            Mechanism.DPF: _("DPO annex 1, for companies certified under the Swiss framework"),
            Mechanism.SCC: _("FADP art. 16(2)(d), as recognised by the FDPIC on 27 August 2021"),
            Mechanism.DEROGATION: _("FADP art. 17"),
        },
    }
)
"""What covers a transfer to a country that was not found adequate, the strongest first, with its source."""

EEA: frozenset[str] = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()  # noqa: SIM905
)
HOME: Mapping[Regime, frozenset[str]] = MappingProxyType(
    {Regime.EU: EEA, Regime.UK: frozenset({"GB"}), Regime.CH: frozenset({"CH"})}
)
CERTIFYING = frozenset({"US"})
"""Where a company can be certified under the Data Privacy Framework."""


@dataclass(frozen=True)
class Adequacy:
    """A finding that a country protects data well enough: where it stands, and its last day if it has one."""

    source: str
    until: date | None = None


def _all_of(source: str, codes: str) -> dict[str, Adequacy]:
    return {code: Adequacy(source) for code in codes.split()}


ADEQUATE: Mapping[Regime, Mapping[str, Adequacy]] = MappingProxyType(
    {
        # GDPR art. 45(3) and (9).
        Regime.EU: {
            "AD": Adequacy("Decision 2010/625/EU"),
            "AR": Adequacy("Decision 2003/490/EC"),
            "CA": Adequacy("Decision 2002/2/EC, commercial organisations"),
            "CH": Adequacy("Decision 2000/518/EC"),
            "FO": Adequacy("Decision 2010/146/EU"),
            "GB": Adequacy("Decision (EU) 2021/1772, renewed on 19 December 2025", until=date(2031, 12, 27)),
            "GG": Adequacy("Decision 2003/821/EC"),
            "IL": Adequacy("Decision 2011/61/EU"),
            "IM": Adequacy("Decision 2004/411/EC"),
            "JE": Adequacy("Decision 2008/393/EC"),
            "JP": Adequacy("Decision (EU) 2019/419, private sector"),
            "KR": Adequacy("Decision (EU) 2022/254"),
            "NZ": Adequacy("Decision 2013/65/EU"),
            "UY": Adequacy("Decision 2012/484/EU"),
        },
        # DPA 2018, schedule 21 paragraph 5; for Korea its own regulations.
        Regime.UK: {
            **_all_of("DPA 2018 sch. 21 para. 5", " ".join(sorted(EEA))),
            **_all_of("DPA 2018 sch. 21 para. 5", "AD AR CA CH FO GG GI IL IM JE JP NZ UY"),
            "KR": Adequacy("SI 2022/1213"),
        },
        # FADP art. 16(1); the Data Protection Ordinance of 31 August 2022, annex 1.
        Regime.CH: {
            **_all_of("DPO annex 1", " ".join(sorted(EEA))),
            **_all_of("DPO annex 1", "AD AR CA FO GB GG GI IL IM JE MC NZ UY"),
        },
    }
)


@dataclass(frozen=True)
class Cover:
    """What lets data about people under a regime go to a country, and where that stands."""

    regime: Regime
    mechanism: Mechanism
    source: str | Promise


def regimes_of(country: str) -> tuple[Regime, ...]:
    """Under which law somebody in a country is; of an unknown country, "", under each of them."""
    return tuple(regime for regime in Regime if not country or country in HOME[regime])


def cover_of(regime: Regime, country: str, agreed: Collection[str], on: date) -> Cover | None:
    """What covers a transfer of data about people under a regime to a country on a day, or None."""
    if country in HOME[regime]:
        return Cover(regime, Mechanism.NONE_NEEDED, "")
    found = ADEQUATE[regime].get(country)
    if found is not None and (found.until is None or on <= found.until):
        return Cover(regime, Mechanism.ADEQUACY, found.source)
    for mechanism, source in COVERING[regime].items():
        if mechanism in agreed and (mechanism != Mechanism.DPF or country in CERTIFYING):
            return Cover(regime, mechanism, source)
    return None


def covers_of(country: str, agreed: Collection[str], on: date) -> dict[Regime, Cover | None]:
    """What covers a transfer to a country, under each law."""
    return {regime: cover_of(regime, country, agreed, on) for regime in Regime}
