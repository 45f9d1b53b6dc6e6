"""One batch of rows whose time is over: taken in one transaction, looked at for holds, counted, deleted.

A row goes only when nothing that stays can't be without it; what may be
without it lets go, and what is about nobody goes along. What lies beside the
database goes once the transaction is over (`beside.py`).
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Model, Q, QuerySet

from troth.lib.clock import now
from troth.privacy.beside import take_along, things_of
from troth.privacy.blanks import blank
from troth.privacy.declarations import SELF, Declaration, Keep
from troth.privacy.erasing import let_go_of
from troth.privacy.expiry import as_start
from troth.privacy.graph import Link, Rows, graph
from troth.privacy.holds import freeze, held_among, holds_in_force
from troth.privacy.models import Hold, Period
from troth.privacy.parting import links_to, referring
from troth.privacy.paths import follow_to_field
from troth.privacy.registry import ModelClass
from troth.privacy.statements import Key, chunks
from troth.privacy.tallies import tally
from troth.privacy.vocabulary import Then

Place = tuple[Any, Key]
"""Where a pass has got to: the start of a period, and the row."""

Needing = dict[ModelClass, dict[ModelClass, set[Link]]]
"""Rows that can't be without others: by the table of those, and by their own, each with the one that it needs."""


@dataclass(frozen=True)
class Pass:
    """Rows of one table whose time is over.

    `name` is the field that has a period of its own; "" stands for the rows
    themselves. `scope` is the organization whose own period it is; "" stands
    for all that have none. Only rows that have been over for `grace` count.
    """

    model: ModelClass
    declaration: Declaration
    keep: Keep
    name: str = ""
    scope: str = ""
    grace: timedelta = timedelta()

    def rows(self) -> QuerySet[Model]:
        """The rows that are over now, by the period as it stands now."""
        rows = self.model._base_manager.all()
        days = self.keep.days
        if self.keep.rule:
            path = "pk" if self.declaration.scope == SELF else self.declaration.scope
            own = Period.objects.filter(rule=self.keep.rule)
            if self.scope:
                rows = rows.filter(**{path: self.scope})
                days = own.filter(scope=self.scope).values_list("days", flat=True).first() or days
            elif scopes := list(own.values_list("scope", flat=True)):
                rows = rows.exclude(**{f"{path}__in": scopes})
        start = follow_to_field(self.model, self.keep.start)
        rows = rows.filter(
            **{f"{self.keep.start}__lte": as_start(start, now() - timedelta(days=days) - self.grace)}
        )
        if self.name:
            column: Any = self.model._meta.get_field(self.name)
            empty = blank(column)
            rows = rows.exclude(**({f"{self.name}__isnull": True} if empty is None else {self.name: empty}))
        return rows


@dataclass
class Outcome:
    """What a batch did: `gone` are rows by table, `held` those that a hold kept. `place` is None after the last."""

    gone: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    held: int = 0
    place: Place | None = None


def take(one: Pass, after: Place | None, size: int) -> Outcome:
    """Deals with the next rows of a pass after a place, in the caller's transaction."""
    freeze_rules()
    start = one.keep.start
    rows = one.rows().order_by(start, "pk")
    if after is not None:
        begun, key = after
        rows = rows.filter(Q(**{f"{start}__gt": begun}) | Q(pk__gt=key), **{f"{start}__gte": begun})
    found = [(row.place_start, row.pk) for row in locked(rows.annotate(place_start=F(start)), size)]
    outcome = Outcome(place=found[-1] if len(found) == size else None)
    keys = {key for _, key in found}
    held = held_among(one.model, keys, holds_in_force())
    outcome.held = len(held)
    keys -= held
    if one.name:
        _fade(one, keys)
        if keys:
            outcome.gone[f"{one.model._meta.label}.{one.name}"] += len(keys)
        return outcome
    then = one.keep.then
    remove(one.model, keys, outcome.gone, counted=one.declaration if then == Then.OBFUSCATE else None)
    return outcome


def locked(rows: QuerySet[Any], size: int) -> list[Any]:
    """A batch of these, locked; what another sweep has in hand is left to it."""
    return list(rows.only("pk").select_for_update(skip_locked=True, of=("self",))[:size])


def freeze_rules() -> None:
    """Nobody places a hold or changes a period until the transaction ends."""
    freeze(Hold, Period)


def remove(
    model: ModelClass, keys: Collection[Key], gone: dict[str, int], counted: Declaration | None = None
) -> None:
    """Deletes those of these rows that nothing which stays needs, and adds to `gone` what went.

    The order is no matter: a database that Django made looks at references when the transaction ends.
    """
    needing: Needing = defaultdict(lambda: defaultdict(set))
    free = _free(model, set(keys), {model: set(keys)}, needing)
    if not free:
        return
    if counted is not None:
        tally(model, counted, free)
    going: Rows = defaultdict(set)
    _gather(model, free, needing, going)
    things = things_of(going, expired=True)
    for table, these in going.items():
        let_go_of(table, these)
        for chunk in chunks(these):
            table._base_manager.filter(pk__in=chunk)._raw_delete(connection.alias)
        gone[table._meta.label] = gone.get(table._meta.label, 0) + len(these)
    take_along(things)


def _free(model: ModelClass, keys: set[Key], asked: Rows, needing: Needing) -> set[Key]:
    """Those that nothing needs which has a time or owners of its own. Adds to `needing` what needs the others."""
    for relation in referring(model):
        links = set() if relation.field.null else set(links_to(relation, keys))
        if not links:
            continue
        child = relation.related_model
        needing[model][child] |= links
        rows = {row for row, _ in links}
        going: set[Key] = set()
        if not _stays(child):
            known = asked.setdefault(child, set())
            fresh = rows - known
            going = rows & known
            known |= fresh
            going |= _free(child, fresh, asked, needing)
        keys = keys - {end for row, end in links if row not in going}
    return keys


def _gather(model: ModelClass, keys: set[Key], needing: Needing, going: Rows) -> None:
    """Adds rows, and those that can't be without them, to what goes."""
    fresh = keys - going[model]
    going[model] |= fresh
    for child, links in needing[model].items() if fresh else ():
        _gather(child, {row for row, end in links if end in fresh}, needing, going)


def _stays(model: ModelClass) -> bool:
    """Whether rows of the table have a time or owners of their own."""
    declaration = graph().declared.get(model)
    return declaration is None or bool(declaration.keep or declaration.owners or declaration.personal)


def _fade(one: Pass, keys: Collection[Key]) -> None:
    column: Any = one.model._meta.get_field(one.name)
    for chunk in chunks(keys):
        one.model._base_manager.filter(pk__in=chunk).update(**{one.name: blank(column)})
