"""How long an answer to a request may take, by the law that applies (RET-3).

| who | first | at most, told with a reason | source |
| --- | --- | --- | --- |
| EU, EEA | one month | three months | GDPR art. 12(3); counted as Regulation (EEC, Euratom) 1182/71 art. 3 says |
| UK | one month | three months | UK GDPR art. 12(3) |
| Switzerland | 30 days | 90 days, our own limit | Data Protection Ordinance art. 18 |
| California | 45 days | 90 days | Civil Code 1798.130(a)(2)(A), 11 CCR 7021(b) |
| California, opting out or limiting use | 15 business days | never | 11 CCR 7026(f), 7027(g) |
| elsewhere | as in the EU | | our own promise |

The day of receipt does not count. A longer time is counted from receipt too.
Where identity is in doubt and more was asked for, the clock of the EU and the
UK stands from that day to the day of the answer (GDPR art. 12(6); EDPB
Guidelines 01/2022 on access, section 5.3); California's never stands.

Nobody here knows public holidays. Business days are Monday to Friday, so a
day told is never later than the law's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from troth.lib.dates import DAY, add_months, next_working_day
from troth.rights.words import Kind, Law


@dataclass(frozen=True)
class Span:
    """So many months, days or business days."""

    count: int
    unit: Literal["months", "days", "business days"]

    def after(self, day: date) -> date:
        """The last day of the span that begins with the day after `day`."""
        match self.unit:
            case "months":
                return add_months(day, self.count)
            case "business days":
                return add_business_days(day, self.count)
            case "days":
                return day + self.count * DAY


@dataclass(frozen=True)
class Clock:
    """A law's time: `first`, and `longest` where it may take longer, both from receipt.

    `stands` says whether it stands while identity is in doubt, `moves` whether
    a last day on a weekend moves to the next working day.
    """

    first: Span
    longest: Span | None
    stands: bool = False
    moves: bool = False


RECEIPT = Span(10, "business days")
"""In which receipt is confirmed: 11 CCR 7021(a), held to for everybody."""

MONTHS = Clock(Span(1, "months"), Span(3, "months"), stands=True, moves=True)
CLOCKS: Mapping[Law, Clock] = MappingProxyType(
    {
        Law.GDPR: MONTHS,
        Law.UK: MONTHS,
        Law.SWISS: Clock(Span(30, "days"), Span(90, "days")),
        Law.CCPA: Clock(Span(45, "days"), Span(90, "days")),
        Law.OTHER: MONTHS,
    }
)
OPTING_OUT = Clock(Span(15, "business days"), None)
LIMITING = frozenset({Kind.OPT_OUT, Kind.OBJECTION, Kind.RESTRICTION})
"""What California knows as opting out of sale and sharing, and as limiting use."""


def clock_of(law: Law, kind: Kind) -> Clock:
    """The clock that a request runs by."""
    return OPTING_OUT if law == Law.CCPA and kind in LIMITING else CLOCKS[law]


def due_on(clock: Clock, received_on: date, *, extended: bool = False, stood: int = 0) -> date:
    """The last day for the answer. `stood` are days in which the clock stood."""
    span = clock.longest if extended and clock.longest else clock.first
    last = span.after(received_on) + stood * DAY
    return next_working_day(last) if clock.moves else last


def add_business_days(day: date, count: int) -> date:
    """The last of so many days from Monday to Friday after `day`."""
    for _ in range(count):
        day = next_working_day(day + DAY)
    return day
