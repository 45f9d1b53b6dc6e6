"""What a person gets, in plain words: for their page and for the index of their archive."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any

from django.db.models import DateField, DateTimeField, Field, ForeignKey, Model
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.timezone import get_current_timezone, is_aware, localtime, make_aware
from django.utils.translation import gettext as _

from troth.privacy.declarations import SELF, Declaration, Keep
from troth.privacy.document import Topic, topic_of
from troth.privacy.gathering import Gathered, Gathering
from troth.privacy.graph import Rows
from troth.privacy.models import AuditEntry
from troth.privacy.purposes import for_the_engine
from troth.privacy.recorded import add_record, in_words
from troth.privacy.registry import ModelClass
from troth.privacy.retention import days_of
from troth.privacy.statements import CHUNK, Key, chunks
from troth.privacy.vocabulary import Recipient

SHORT = 400
"""Letters of a value on a page; all of it is in the archive."""


@dataclass(frozen=True)
class Entry:
    """One row: labels and words, whether it is the person's own, and when it goes, where that is known."""

    lines: list[tuple[str, str]]
    yours: bool
    until: datetime | None


@dataclass(frozen=True)
class Section:
    """One table: what its declaration says, some rows, and how many there are."""

    label: str
    topic: Topic
    count: int
    entries: list[Entry] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """An id for links."""
        return self.label.replace(".", "-").lower()

    @property
    def more(self) -> int:
        """How many rows are not among the entries."""
        return self.count - len(self.entries)

    @property
    def sources(self) -> list[str]:
        """Where its values came from."""
        return _each(fact["source"] for fact in self.topic["facts"])

    @property
    def recipients(self) -> list[str]:
        """Who sees any of it; nobody else, where nobody does."""
        nobody = str(Recipient.NOBODY_ELSE.label)
        found = _each(fact["seen_by"] for fact in self.topic["facts"])
        return [one for one in found if one != nobody] or [nobody]

    @property
    def until(self) -> datetime | None:
        """When all entries go, where that is one day."""
        days = {entry.until and entry.until.date() for entry in self.entries}
        return self.entries[0].until if len(days) == 1 else None


def _each(lists: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys(one for words in lists for one in words))


def sections_of(found: Gathering) -> dict[ModelClass, Section]:
    """The tables that hold something about the person, those that are the person first; without entries."""
    roots = set(found.roots)
    sections: dict[ModelClass, Section] = {}
    for model in sorted(found.keys, key=lambda model: model not in roots):
        declaration = found.house.declared[model]
        if declaration.personal and declaration.controller:
            topic = topic_of(declaration, declaration.controller)
            sections[model] = Section(model._meta.label, topic, len(found.keys[model]))
    return sections


@for_the_engine()
def overview(roots: Rows, most: int) -> list[Section]:
    """What is known about these people: each table with its newest rows, so many at most."""
    found = Gathering(roots)
    add_record(found)
    return [
        replace(section, entries=latest(found, model, most)) for model, section in sections_of(found).items()
    ]


def latest(found: Gathering, model: ModelClass, most: int, *, long: bool = False) -> list[Entry]:
    """The newest rows of a table, by its first moment, the newest first; long values in short, or all of them."""
    moment = _moment_of(model)
    newest: list[tuple[Any, Key]] = []
    for chunk in chunks(found.keys[model]):
        rows = model._base_manager.filter(pk__in=chunk)
        if moment:
            rows = rows.filter(**{f"{moment}__isnull": False}).order_by(f"-{moment}", "-pk")
        newest += rows.values_list(moment or "pk", "pk")[:most]
    newest.sort(reverse=True)
    keys = [key for _moment, key in newest[:most]]
    if len(keys) < most:  # Rows without their moment come last.
        keys += sorted(found.keys[model] - set(keys))[: most - len(keys)]
    entries = {
        row.key: entry
        for batch in batches(found, model, keys)
        for row, entry in zip(batch.rows, batch.entries(0 if long else SHORT), strict=True)
    }
    return [entries[key] for key in keys if key in entries]


def _moment_of(model: ModelClass) -> str:
    moments = (one.name for one in model._meta.local_concrete_fields if isinstance(one, DateTimeField))
    return next(moments, "")


@dataclass(frozen=True)
class Batch:
    """Some rows of one table, with when each goes and what stands for what they point at."""

    declaration: Declaration
    rows: list[Gathered]
    ends: Mapping[Key, datetime]
    names: Mapping[tuple[str, Key], str]
    shown: Sequence["Field[Any, Any]"]

    def entries(self, most: int = 0) -> list[Entry]:
        """The rows in words; of a long value `most` letters, where that is given."""
        return [Entry(list(self._lines(row, most)), row.owned, self.ends.get(row.key)) for row in self.rows]

    def _lines(self, row: Gathered, most: int) -> Iterator[tuple[str, str]]:
        values = row.values
        if row.model is AuditEntry:
            yield _("At"), _in_words(AuditEntry._meta.get_field("at"), values["at"])
            yield _("What happened"), in_words(values)
            return
        for one in self.shown:
            value = values.get(one.name)
            if isinstance(one, ForeignKey):
                text = self.names.get((one.name, value), "")
            else:
                text = _in_words(one, value)
            if text:
                yield capfirst(self._label(one)), Truncator(text).chars(most) if most else text

    def _label(self, one: "Field[Any, Any]") -> str:
        personal = self.declaration.personal.get(one.name)
        return str(personal.label if personal and personal.label else one.verbose_name)


def batches(found: Gathering, model: ModelClass, keys: Sequence[Key] | None = None) -> Iterator[Batch]:
    """The rows of a table, a query's worth at a time."""
    declaration = found.house.declared[model]
    columns = {one.name: one for one in model._meta.local_concrete_fields}
    shown = [columns[name] for name in declaration.personal if not columns[name].primary_key]
    shown += [columns[name] for name in declaration.other if isinstance(columns[name], DateField)]
    rows: list[Gathered] = []

    def batch() -> Batch:
        return Batch(declaration, rows, _ends(found, model, rows), _names(found, shown, rows), shown)

    for row in found.rows(model, keys):
        rows.append(row)
        if len(rows) == CHUNK:
            yield batch()
            rows = []
    if rows:
        yield batch()


def _ends(found: Gathering, model: ModelClass, rows: Sequence[Gathered]) -> dict[Key, datetime]:
    """When the rows' time is over, where the clock runs: by the period of each row's own organization."""
    declaration = found.house.declared[model]
    keep = declaration.keep
    if not isinstance(keep, Keep):
        return {}
    scope = declaration.scope if keep.rule and declaration.scope != SELF else ""
    starts = model._base_manager.filter(
        pk__in=[row.key for row in rows], **{f"{keep.start}__isnull": False}
    ).values_list("pk", keep.start, scope or "pk")
    days: dict[object, int] = {}
    ends = {}
    for key, start, place in starts:
        owner = place if scope else None
        if owner not in days:
            days[owner] = days_of(str(owner), keep.rule) if owner else keep.days
        ends[key] = _moment(start) + timedelta(days=days[owner])
    return ends


def _moment(value: date) -> datetime:
    if isinstance(value, datetime):
        return value if is_aware(value) else make_aware(value)
    return make_aware(datetime.combine(value, time_of_day.min), get_current_timezone())


def _names(
    found: Gathering, shown: Sequence["Field[Any, Any]"], rows: Sequence[Gathered]
) -> dict[tuple[str, Key], str]:
    """What rows are called that these point at, where they are about nobody: an organization, a notice."""
    names: dict[tuple[str, Key], str] = {}
    for one in shown:
        target = one.related_model
        if isinstance(target, type) and issubclass(target, Model):
            declared = found.house.declared.get(target._meta.concrete_model or target)
            keys = {row.values.get(one.name) for row in rows} - {None}
            if keys and declared and not declared.personal:
                rows_there = target._base_manager.in_bulk(list(keys))
                names |= {(one.name, key): str(row) for key, row in rows_there.items()}
    return names


def _in_words(column: "Field[Any, Any]", value: object) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if column.flatchoices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return date_format(localtime(value) if is_aware(value) else value, "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {one}" for key, one in value.items())
    return str(value)
