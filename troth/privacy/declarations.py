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

from django.utils.functional import Promise

from troth.privacy.vocabulary import Basis, Controller, Purpose, Recipient, Region, Source, Subject, Then

SELF = "self"
"""The path to a person that ends where it starts: the row is the person."""


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

    `category` is a Fideslang data category. What is left out is taken from
    the declaration of the row.
    """

    category: str
    source: Source = Source.PERSON
    seen_by: tuple[Recipient, ...] = (Recipient.NOBODY_ELSE,)
    purposes: Mapping[Purpose, Basis] | None = None
    keep: Retention | None = None
    region: Region = Region.HOME


@dataclass(frozen=True)
class Declaration:
    """Everything about the personal data of one table.

    `about` names the table for a reader of the notice. `owners` and `readers`
    map a path of relation names that ends at a person (or `SELF`, where the
    row is the person) to the kind of person found there, or kinds where the
    row does not tell. An owner's data lives as long as one owner does; a
    reader may see it and does not keep it alive.
    """

    about: str | Promise = ""
    controller: Controller | None = None
    owners: Mapping[str, Subject | tuple[Subject, ...]] = field(default_factory=dict)
    readers: Mapping[str, Subject | tuple[Subject, ...]] = field(default_factory=dict)
    purposes: Mapping[Purpose, Basis] = field(default_factory=dict)
    keep: Retention | None = None
    personal: Mapping[str, Personal] = field(default_factory=dict)
    other: tuple[str, ...] = ()

    @property
    def is_subject(self) -> bool:
        """Whether a row of the table is a person."""
        return SELF in self.owners

    @property
    def kinds(self) -> tuple[Subject, ...]:
        """The kinds of people the table is about, each once, as declared."""
        found = [kind for value in self.owners.values() for kind in kinds_of(value)]
        return tuple(dict.fromkeys(found))

    def purposes_of(self, name: str) -> Mapping[Purpose, Basis]:
        """What the personal field `name` may be used for: its own, else the row's."""
        own = self.personal[name].purposes
        return self.purposes if own is None else own

    def keep_of(self, name: str) -> Retention | None:
        """How long the personal field `name` stays: its own period, else the row's."""
        return self.personal[name].keep or self.keep


def kinds_of(value: Subject | tuple[Subject, ...]) -> tuple[Subject, ...]:
    """One kind of person, or several, as several."""
    return value if isinstance(value, tuple) else (value,)


def nothing_personal(*fields: str) -> Declaration:
    """The declaration of a table that holds nothing about a person: all its fields, named once."""
    return Declaration(other=fields)
