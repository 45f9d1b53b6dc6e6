"""The sweep: what is past its period goes, table by table, those that point at others first (RET-5).

It may be killed anywhere and begun anew, and two may run at once: each batch
is one transaction, and what it did is in the database with it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from troth.lib.clock import now
from troth.privacy.declarations import SELF, Declaration, Keep
from troth.privacy.expiry import as_start
from troth.privacy.graph import Edge, graph
from troth.privacy.holds import held_among, holds_in_force
from troth.privacy.models import Period, SweepRun
from troth.privacy.pace import BATCH, Pace
from troth.privacy.paths import follow_to_field
from troth.privacy.purposes import for_the_engine
from troth.privacy.registry import ModelClass, Table, registry
from troth.privacy.sweeping import Outcome, Pass, freeze_rules, locked, remove, take
from troth.privacy.vocabulary import RULES, Then

EVERY = timedelta(hours=23)
"""A sweep that is not asked for by name follows the last that came to its end by no less.

The groups that it counts are those of a day: of an hour, most would be too small to be counted by themselves.
"""

KEPT = timedelta(days=400)
"""How long the record of a run stays."""


@for_the_engine()
def sweep_when_due() -> None:
    """Sweeps, unless that was done in the last hours; a sweep that was killed is due."""
    if not SweepRun.objects.filter(scope="", finished_at__gt=now() - EVERY).exists():
        sweep()


@for_the_engine()
def sweep() -> SweepRun:
    """Takes all that is past its period, as far as no hold forbids it."""
    SweepRun.objects.filter(started_at__lt=now() - KEPT).delete()
    run = SweepRun.objects.create(started_at=now())
    for model in in_order():
        declaration = graph().declared[model]
        for one in passes(model, declaration):
            _go_through(run, one)
        if edges := _may_lack_owners(model):
            take_all(run, model, declaration, _ownerless(model, edges))
    for table in registry():
        if table.model is None and isinstance(table.declaration, Declaration):
            _sweep_bare(run, table, table.declaration)
    run.finished_at = now()
    run.save(update_fields=["finished_at"])
    return run


def in_order() -> list[ModelClass]:
    """Every declared table, one that can't be without another before it."""
    pointing: TopologicalSorter[ModelClass] = TopologicalSorter()
    declared = graph().declared
    for model in sorted(declared, key=lambda one: one._meta.label):
        pointing.add(model)
        for one in model._meta.concrete_fields:
            target: Any = one.related_model
            if target in declared and target is not model and not one.null:
                pointing.add(target, model)
    try:
        return list(pointing.static_order())
    except CycleError:
        # What is in a ring of rows waits for the next run where it must.
        return sorted(declared, key=lambda one: one._meta.label)


def passes(model: ModelClass, declaration: Declaration) -> Iterator[Pass]:
    """What is to be looked for in a table: its rows, and fields with a period of their own."""
    keeps = {"": declaration.keep} | {
        name: personal.keep for name, personal in declaration.personal.items() if personal.keep
    }
    for name, keep in keeps.items():
        if not isinstance(keep, Keep) or not keep.start:
            continue
        yield Pass(model, declaration, keep, name)
        if keep.rule:
            for scope in Period.objects.filter(rule=keep.rule).values_list("scope", flat=True):
                yield Pass(model, declaration, keep, name, scope)


def _go_through(run: SweepRun, one: Pass) -> None:
    place, pace = None, Pace()
    while True:
        with pace.batch() as size, transaction.atomic():
            outcome = take(one, place, size)
            _note(run, one.model, outcome)
        place = outcome.place
        if place is None:
            return


def _note(run: SweepRun, model: ModelClass, outcome: Outcome) -> None:
    """Adds a batch to the record, in its transaction."""
    if not outcome.gone and not outcome.held:
        return
    for label, count in outcome.gone.items():
        run.counts[label] = run.counts.get(label, 0) + count
    if outcome.held:
        label = model._meta.label
        run.held[label] = run.held.get(label, 0) + outcome.held
    run.save(update_fields=["counts", "held"])


def _may_lack_owners(model: ModelClass) -> list[Edge]:
    """The paths to the owners of a table that goes with its owners, where a row may have none."""
    declaration = graph().declared[model]
    if not declaration.owners or SELF in declaration.owners or declaration.nameless:
        return []
    edges = graph().above.get(model, [])
    return [] if any(_is_sure(edge) for edge in edges) else edges


def _is_sure(edge: Edge) -> bool:
    if edge.rule.where or "__" in edge.path:
        return False
    relation: Any = edge.model._meta.get_field(edge.path)
    return relation.concrete and not relation.null


def _ownerless(model: ModelClass, edges: list[Edge]) -> QuerySet[Model]:
    """The rows that lost their last owner."""
    nobody: Any = Q()
    for edge in edges:
        if "__" not in edge.path and not edge.rule.where and model._meta.get_field(edge.path).concrete:
            nobody &= Q(**{f"{edge.path}__isnull": True})
        else:
            owned = model._base_manager.filter(pk=OuterRef("pk"), **edge.rule.where)
            nobody &= ~Exists(owned.filter(**{f"{edge.path}__isnull": False}))
    return model._base_manager.filter(nobody)


def take_all(run: SweepRun, model: ModelClass, declaration: Declaration, rows: QuerySet[Model]) -> None:
    """Takes these rows, batch by batch in order of their keys, as far as no hold forbids it and nothing needs them."""
    counted = declaration if _is_counted(declaration) else None
    after, pace = None, Pace()
    while True:
        with pace.batch() as size, transaction.atomic():
            freeze_rules()
            ahead = rows.order_by("pk")
            keys = [
                row.pk for row in locked(ahead.filter(pk__gt=after) if after is not None else ahead, size)
            ]
            held = held_among(model, keys, holds_in_force())
            outcome = Outcome(held=len(held))
            remove(model, set(keys) - held, outcome.gone, counted)
            _note(run, model, outcome)
        if len(keys) < size:
            return
        after = keys[-1]


def _is_counted(declaration: Declaration) -> bool:
    return declaration.keep is not None and declaration.keep.then == Then.OBFUSCATE


def _sweep_bare(run: SweepRun, table: Table, declaration: Declaration) -> None:
    """Takes old rows of a table that has no model, such as the cache's, where there is one."""
    keep = declaration.keep
    if not isinstance(keep, Keep) or table.name not in connection.introspection.table_names():
        return
    quote = connection.ops.quote_name
    row = "rowid" if connection.vendor == "sqlite" else "ctid"
    name, start = quote(table.name), quote(keep.start)
    old = f"SELECT {row} FROM {name} WHERE {start} <= %s LIMIT {BATCH}"  # noqa: S608  # names, quoted
    limit = connection.ops.adapt_datetimefield_value(now() - timedelta(days=keep.days))
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {name} WHERE {row} IN ({old})", [limit])  # noqa: S608
            count = cursor.rowcount
            if count:
                run.counts[table.label] = run.counts.get(table.label, 0) + count
                run.save(update_fields=["counts"])
        if count < BATCH:
            return


def days_of(scope: str, rule: str) -> int:
    """The period that holds in a scope."""
    own = Period.objects.filter(scope=scope, rule=rule).values_list("days", flat=True).first()
    return RULES[rule].default if own is None else own


def set_period(scope: str, rule: str, days: int) -> None:
    """Makes it so many days in a scope, from now on. Raises ValueError outside the rule's bounds."""
    bounds = RULES[rule]
    if not bounds.least <= days <= bounds.most:
        raise ValueError(f"{rule} is from {bounds.least} to {bounds.most} days, not {days}")
    Period.objects.update_or_create(scope=scope, rule=rule, defaults={"days": days})


@for_the_engine()
def would_remove(scope: str, rule: str, days: int) -> dict[str, int]:
    """How many rows, by table's label, can be read now and could not under so many days."""
    found: dict[str, int] = {}
    moment, current = now(), days_of(scope, rule)
    for model in in_order():
        declaration = graph().declared[model]
        keep = declaration.keep
        if isinstance(keep, Keep) and keep.rule == rule and days < current:
            found[model._meta.label] = _between(model, declaration, keep, scope, moment, days, current)
    return found


def _between(
    model: ModelClass,
    declaration: Declaration,
    keep: Keep,
    scope: str,
    moment: datetime,
    days: int,
    current: int,
) -> int:
    start = follow_to_field(model, keep.start)
    path = "pk" if declaration.scope == SELF else declaration.scope
    return model._base_manager.filter(
        **{
            path: scope,
            f"{keep.start}__lte": as_start(start, moment - timedelta(days=days)),
            f"{keep.start}__gt": as_start(start, moment - timedelta(days=current)),
        }
    ).count()
