"""What a model says about the personal data in it.

A declaration sits on the model class as `privacy` and names every field of
the table once: in `personal`, with everything the law asks about it, or in
`other`, as not being about a person. For a table that somebody else wrote it
stands in `TABLES` in the `declarations.py` of the room that brings it in.

    class Note(models.Model):
        privacy = Declaration(
            about=_("Notes"),
            controller=Controller.ORGANIZATION,
            owners={"author": Subject.MEMBER},
            purposes={Purpose.SERVE: Basis.CONTRACT},
            keep=Keep(start="written_at", days=365),
            personal={
                "author": Personal("user.unique_id", Source.USE),
                "text": Personal("user.content.private", seen_by=(Recipient.COLLEAGUES,)),
            },
            other=("id", "written_at"),
        )
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from django.utils.functional import Promise

from troth.privacy.vocabulary import Basis, Controller, Purpose, Recipient, Region, Source, Subject, Then

SELF = "self"
"""The path to a person that ends where it starts: the row is the person."""


class Whole(Enum):
    """Stands where names of fields may stand, and means all of the row."""

    ROW = "row"


ROW = Whole.ROW


@dataclass(frozen=True)
class Path:
    """What a path to a person means, where the kind of person at its end does not say it all.

    `kinds` may be left out where the path ends at a row that is no person
    itself: it then leads on to that row's own people.

    `forget` says what happens to a row that stays for others when the person
    who reached it by this path is erased: these fields are blanked, or the
    `ROW` goes although others own it. `get` says what a person who reaches the
    row by this path is not given: these fields, or the `ROW`. `sees` narrows
    what a reader is given to fields seen by this recipient. `where` are the
    rows that the path counts for, as filter() takes it.
    """

    kinds: Subject | tuple[Subject, ...] = ()
    forget: tuple[str, ...] | Whole = ()
    get: tuple[str, ...] | Whole = ()
    sees: Recipient | None = None
    where: Mapping[str, object] = field(default_factory=dict)


End = Subject | tuple[Subject, ...] | Path


@dataclass(frozen=True)
class Counts:
    """What is left of rows whose time is over: how many there were, and sums (RET-5).

    They are counted by the month of the date at the path `when`, by the
    values of `by` (words of a few, about nobody), and `sums` names numbers to
    add up. Groups of fewer than five are counted together with others. With
    `daily` each day (in UTC) is counted by itself, and days that are too small
    go together into their month.
    """

    when: str
    by: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    daily: bool = False


@dataclass(frozen=True)
class Nameless:
    """A row that outlives its last owner: `stays` is kept, every other personal field is blanked.

    A name becomes a pseudonym of that row alone, so that two rows are never
    linked by it.
    """

    stays: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keep:
    """How long a value stays.

    `start` is a path of field names to the date the clock starts at; while
    that is empty the clock stands. `days` is the default period. `rule` names
    the organization's setting (`vocabulary.RULES`) that replaces `days` where
    the administrator decides (RET-4). `since` says the start in plain words,
    to go on after “365 days after”.
    """

    start: str
    days: int
    then: Then = Then.DELETE
    rule: str = ""
    since: str | Promise = ""


@dataclass(frozen=True)
class KeepWhileOwned:
    """Stays as long as one of its owners uses the service (RET-1), then goes with them."""

    then: Then = Then.DELETE


Retention = Keep | KeepWhileOwned


@dataclass(frozen=True)
class Personal:
    """One field that is about a person.

    `category` is a Fideslang data category. `label` is what its person reads
    beside the value, where the field's own name would not tell them. What is
    left out is taken from the declaration of the row.
    """

    category: str
    source: Source = Source.PERSON
    seen_by: tuple[Recipient, ...] = (Recipient.NOBODY_ELSE,)
    purposes: Mapping[Purpose, Basis] | None = None
    keep: Retention | None = None
    region: Region = Region.HOME
    label: str | Promise = ""


@dataclass(frozen=True)
class Declaration:
    """Everything about the personal data of one table.

    `about` names the table for a reader of the notice. `owners` and `readers`
    map a path of relation names that ends at a person (or `SELF`, where the
    row is the person) to the kind of person found there, or kinds where the
    row does not tell; a `Path` says more. A row lives as long as one owner
    does, whatever its period; a reader may see it and does not keep it alive.
    When the last owner is erased the row goes, or stays `nameless`.

    `proof` names the field with the address whose control proves that one is
    the person of the row. `scope` is the path to the organization that the
    row belongs to (`SELF` where it is the organization). `counts` says what is
    left where a period ends in `Then.OBFUSCATE`.
    """

    about: str | Promise = ""
    controller: Controller | None = None
    owners: Mapping[str, End] = field(default_factory=dict)
    readers: Mapping[str, End] = field(default_factory=dict)
    purposes: Mapping[Purpose, Basis] = field(default_factory=dict)
    keep: Retention | None = None
    personal: Mapping[str, Personal] = field(default_factory=dict)
    other: tuple[str, ...] = ()
    proof: str = ""
    scope: str = ""
    counts: Counts | None = None
    nameless: Nameless | None = None

    @property
    def is_subject(self) -> bool:
        """Whether a row of the table is a person."""
        return SELF in self.owners

    def purposes_of(self, name: str) -> Mapping[Purpose, Basis]:
        """What the personal field `name` may be used for: its own, else the row's."""
        own = self.personal[name].purposes
        return self.purposes if own is None else own

    def keep_of(self, name: str) -> Retention | None:
        """How long the personal field `name` stays: its own period, else the row's."""
        return self.personal[name].keep or self.keep


def path_of(value: End) -> Path:
    """What stands at a path, in full."""
    return value if isinstance(value, Path) else Path(value)


def kinds_of(value: End) -> tuple[Subject, ...]:
    """One kind of person, or several, as several; none where the path leads on to another row's people."""
    kinds = path_of(value).kinds
    return kinds if isinstance(kinds, tuple) else (kinds,)


def nothing_personal(*fields: str) -> Declaration:
    """The declaration of a table that holds nothing about a person: all its fields, named once."""
    return Declaration(other=fields)
