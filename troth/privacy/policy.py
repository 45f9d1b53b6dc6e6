"""What the notice says in sentences, each with what backs it (POL-4).

A room writes its sentences as `SENTENCES` in its `policy.py`:

    Sentence(
        "choices.copy",
        Section.CHOICES,
        _("Take a copy of everything that is about you."),
        ("RET-2",),
        Code("troth.privacy.exports.open_export"),
        route="your_data_copies",
    )

A sentence whose backing is not there is not in the notice: a room that is not
installed, a use that nothing declares, a setting that is not set. What backs
it may fill the text in, as `%(tables)s`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, TypedDict

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.privacy.declarations import Declaration, KeepWhileOwned, Personal
from troth.privacy.registry import Registry, Table
from troth.privacy.rooms import modules
from troth.privacy.taxonomy import CATEGORIES
from troth.privacy.vocabulary import Basis, Controller, Purpose, Recipient, Source, Subject

Facts = Mapping[str, str]


class Section(TextChoices):
    """The parts of the notice, in the order of reading."""

    MINUTE = "minute", _("In one minute")
    WHO = "who", _("Who we are, and whose data this is")
    WHAT = "what", _("What is collected, and from where")
    USE = "use", _("What it is used for, and on which basis")
    CHOICES = "choices", _("Your choices and rights")
    TIME = "time", _("How long it is kept")
    OTHERS = "others", _("Who gets it")
    TRAVEL = "travel", _("Where it travels")
    PROTECTION = "protection", _("How it is protected")
    COOKIES = "cookies", _("Cookies and signals")
    NOTICE = "notice", _("This notice")
    TERMS = "terms", _("What the service is for, and what not")


@dataclass(frozen=True)
class Code:
    """Something in the program that does what the sentence says, by its dotted path."""

    path: str

    def facts(self, registry: Registry) -> Facts | None:
        return None if find(self.path) is None else {}

    def __str__(self) -> str:
        return self.path


@dataclass(frozen=True)
class Fact:
    """A function of the program that knows, by its dotted path: given the registry it answers what to fill in.

    None where it is not so on this installation.
    """

    path: str

    def facts(self, registry: Registry) -> Facts | None:
        function: Callable[[Registry], Facts | None] | None = find(self.path)
        return None if function is None else function(registry)

    def __str__(self) -> str:
        return f"{self.path}()"


@dataclass(frozen=True)
class Law:
    """A right that the law gives, whatever the program does: the article."""

    article: str

    def facts(self, registry: Registry) -> Facts | None:
        return {}

    def __str__(self) -> str:
        return self.article


@dataclass(frozen=True)
class Recorded:
    """Something that is declared or on record beside the tables: what, and under which name."""

    what: str

    def facts(self, registry: Registry) -> Facts | None:
        return {}

    def __str__(self) -> str:
        return self.what


@dataclass(frozen=True)
class Declared:
    """Declarations that say all of this. Fills in `tables`, `categories`, `bases` and `kinds` in plain words.

    `category` is one of the taxonomy or the beginning of several, `app` the
    label of a room. Without `while_owned`, how long is not asked.
    """

    purpose: Purpose | None = None
    basis: Basis | None = None
    source: Source | None = None
    seen_by: Recipient | None = None
    controller: Controller | None = None
    subject: Subject | None = None
    category: str = ""
    app: str = ""
    while_owned: bool = False

    def facts(self, registry: Registry) -> Facts | None:
        tables: dict[str, None] = {}
        categories: dict[str, None] = {}
        kinds: set[Subject] = set()
        bases: set[Basis] = set()
        for table in registry:
            declaration = table.declaration
            if not isinstance(declaration, Declaration) or not self._concerns(table, declaration, registry):
                continue
            names = [
                name for name, one in declaration.personal.items() if self._matches(declaration, name, one)
            ]
            if names:
                tables[str(declaration.about)] = None
                categories |= dict.fromkeys(declaration.personal[name].category for name in names)
                kinds.update(registry.kinds(table))
                bases.update(self._bases(declaration, names))
        if not tables:
            return None
        return {
            "tables": in_a_row(_lower(one) for one in tables),
            "categories": in_a_row(str(word) for key, word in CATEGORIES.items() if key in categories),
            "bases": in_a_row(str(basis.label) for basis in Basis if basis in bases),
            "kinds": in_a_row(_lower(str(kind.label)) for kind in Subject if kind in kinds),
        }

    def _bases(self, declaration: Declaration, names: Iterable[str]) -> Iterator[Basis]:
        for name in names:
            for purpose, basis in declaration.purposes_of(name).items():
                if self.purpose in (None, purpose):
                    yield basis

    def _concerns(self, table: Table, declaration: Declaration, registry: Registry) -> bool:
        return (
            self.controller in (None, declaration.controller)
            and table.label.startswith(f"{self.app}." if self.app else "")
            and (self.subject is None or self.subject in registry.kinds(table))
        )

    def _matches(self, declaration: Declaration, name: str, one: Personal) -> bool:
        purposes = declaration.purposes_of(name)
        bases = {purposes.get(self.purpose)} if self.purpose else set(purposes.values())
        return (
            (self.purpose is None or self.purpose in purposes)
            and (self.basis is None or self.basis in bases)
            and self.source in (None, one.source)
            and (self.seen_by is None or self.seen_by in one.seen_by)
            and f"{one.category}.".startswith(f"{self.category}." if self.category else "")
            and (not self.while_owned or isinstance(declaration.keep_of(name), KeepWhileOwned))
        )

    def __str__(self) -> str:
        said = [f"{name}={value}" for name, value in vars(self).items() if value]
        return f"declared: {', '.join(said)}"


Backing = Code | Fact | Law | Recorded | Declared


@dataclass(frozen=True)
class Sentence:
    """A sentence of the notice, or two. `id` is stable; `route` names the page where one does what it says."""

    id: str
    section: Section
    text: str | Promise
    promises: tuple[str, ...]
    backing: Backing
    route: str = ""

    def facts(self, registry: Registry) -> Facts | None:
        """What fills the text in; None where nothing backs it."""
        return self.backing.facts(registry)


class SentenceEntry(TypedDict):
    """A sentence as it was published."""

    id: str
    text: str
    promises: list[str]
    backed_by: str
    route: str


class SectionEntry(TypedDict):
    """A part of the notice as it was published."""

    id: str
    title: str
    sentences: list[SentenceEntry]


def find(path: str) -> Any:
    """What stands at a dotted path of the program; None where its module is not there, or has no such name."""
    name, _dot, attribute = path.rpartition(".")
    try:
        module = import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            return None
        raise
    return getattr(module, attribute, None)


def sentences() -> Iterator[Sentence]:
    """What every room says."""
    for module in modules("policy"):
        yield from getattr(module, "SENTENCES", ())


def sections_of(registry: Registry, said: Iterable[Sentence]) -> list[SectionEntry]:
    """What is backed, by section, in the language in force. A section without a sentence is left out."""
    entries: dict[Section, list[SentenceEntry]] = {section: [] for section in Section}
    for one in said:
        facts = one.facts(registry)
        if facts is not None:
            text = str(one.text) % facts if facts else str(one.text)
            entries[one.section].append(
                SentenceEntry(
                    id=one.id,
                    text=text,
                    promises=list(one.promises),
                    backed_by=str(one.backing),
                    route=one.route,
                )
            )
    return [
        SectionEntry(id=section.value, title=str(section.label), sentences=entries[section])
        for section in Section
        if entries[section]
    ]


def in_a_row(words: Iterable[str]) -> str:
    """Words one after the other, with commas, or semicolons where they have commas themselves."""
    said = list(words)
    return ("; " if any("," in one for one in said) else ", ").join(said)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
