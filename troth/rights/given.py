"""What was given to others about somebody, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from troth.lib.countries import country_name
from troth.privacy.facts import words_of
from troth.privacy.models import Disclosure
from troth.privacy.transfers import Mechanism, Regime
from troth.privacy.vocabulary import Basis, Purpose
from troth.rights.asker import Asker

SHOWN = 20
"""Moments of one recipient on the page; all of them are in a copy."""


@dataclass
class Given:
    """What one recipient got for one reason, however often. `moments` are the latest, of `count`."""

    name: str
    function: str
    country: str
    covers: list[str]
    categories: list[str]
    purpose: str
    basis: str
    why: str
    count: int = 0
    moments: list[datetime] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many moments are not shown."""
        return self.count - len(self.moments)


def given_about(asker: Asker) -> list[Given]:
    """What was given about who asks, together where it differs in nothing but the moment, the latest first."""
    found: dict[tuple[object, ...], Given] = {}
    for row in Disclosure.objects.filter(asker.owned).order_by("-at").iterator():
        key = (
            row.recipient,
            row.name,
            row.function,
            row.country,
            tuple(row.categories),
            row.purpose,
            row.basis,
            row.why,
            tuple(sorted(row.covers.items())),
        )
        one = found.setdefault(key, _in_words(row))
        one.count += 1
        if len(one.moments) < SHOWN:
            one.moments.append(row.at)
    return list(found.values())


def _in_words(row: Disclosure) -> Given:
    return Given(
        name=row.name,
        function=row.get_function_display(),
        country=country_name(row.country),
        covers=list(_covers(row.covers)),
        categories=[words_of(one) for one in row.categories],
        purpose=str(Purpose(row.purpose).label),
        basis=str(Basis(row.basis).label),
        why=row.why,
    )


def _covers(covers: dict[str, str]) -> Iterable[str]:
    """What covered the transfer; nothing where no border was crossed."""
    borders = {mechanism for mechanism in covers.values() if mechanism != Mechanism.NONE_NEEDED}
    for mechanism in Mechanism:
        if mechanism in borders:
            laws = [str(Regime(law).label) for law, one in covers.items() if one == mechanism]
            yield f"{mechanism.label} ({', '.join(laws)})"
