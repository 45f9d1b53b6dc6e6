"""To whom mailings go. Rooms above offer audiences; what may reach them is decided here.

    register(Audience("members", _("People with an account"), rows, kinds=…, person="pk", address="email"))

once, when the room starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from troth.outreach.kinds import MessageKind, Topic
from troth.outreach.preferences import count_refusing
from troth.privacy.consents import only_standing
from troth.privacy.purposes import under


@dataclass(frozen=True)
class Reach:
    """Of so many people of an audience, how many a mailing goes to, and why not to the others.

    `not_standing` object, or did not agree where it takes that; `not_wanting`
    refuse the topic.
    """

    total: int
    not_standing: int
    not_wanting: int

    @property
    def left_out(self) -> int:
        return self.not_standing + self.not_wanting

    @property
    def going(self) -> int:
        return self.total - self.left_out


@dataclass(frozen=True)
class Audience:
    """Rows that are people, of one table, and the kinds of message it makes sense to write them.

    `address` is the path to a row's address, `person` that to its account, if
    rows have one. The rows are read for the purpose of the message and no
    other, so the table has to declare it.
    """

    key: str
    label: str | Promise
    rows: Callable[[], QuerySet[Any]]
    kinds: tuple[MessageKind, ...]
    address: str
    person: str = ""

    def standing(self, kind: MessageKind) -> QuerySet[Any]:
        """The people for whom the purpose of a kind stands. To be read for that purpose."""
        return only_standing(self.rows(), kind.purpose, person=self.person, address=self.address)

    def after(self, kind: MessageKind, key: str, most: int) -> list[tuple[str, str]]:
        """The next people by key, as text, with their addresses; from the beginning where `key` is empty."""
        with under(kind.purpose):
            rows = self.standing(kind)
            rows = rows.filter(pk__gt=key) if key else rows
            found = rows.order_by("pk").values_list("pk", self.address)[:most]
            return [(str(one), address) for one, address in found]

    def reach(self, topic: Topic) -> Reach:
        """Whom a mailing about this would go to now, in numbers."""
        with under(topic.kind.purpose):
            total = self.rows().count()
            standing = self.standing(topic.kind)
            not_standing = total - standing.count()
            addresses = standing.order_by().values_list(self.address, flat=True).iterator(chunk_size=2000)
            return Reach(total, not_standing, count_refusing(topic, addresses))


_AUDIENCES: dict[str, Audience] = {}


def register(audience: Audience) -> None:
    """Adds an audience, once a process."""
    _AUDIENCES[audience.key] = audience


def audiences() -> list[Audience]:
    """Every audience there is."""
    return list(_AUDIENCES.values())


def audience(key: str) -> Audience:
    """The audience of this key. Raises KeyError."""
    return _AUDIENCES[key]
