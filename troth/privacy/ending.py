"""The end of an organization: every row whose scope it is goes, whatever its period (RET-6).

The same batches as the sweep's: counted where they are obfuscated, held where
a hold says so, in the order in which rows need each other.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from troth.lib.clock import now
from troth.privacy.declarations import SELF
from troth.privacy.graph import graph
from troth.privacy.holds import held_among, holds_in_force
from troth.privacy.models import Period, SweepRun
from troth.privacy.purposes import for_the_engine
from troth.privacy.registry import ModelClass
from troth.privacy.retention import in_order, take_all
from troth.privacy.sweeping import freeze_rules, remove


@for_the_engine()
def clear_scope(key: Any, spare: Collection[ModelClass] = ()) -> SweepRun:
    """Takes everything that belongs to one organization, but for the tables to `spare`, and the row itself."""
    # What waits for a release is tried each hour: of runs that did nothing the last is enough.
    SweepRun.objects.filter(scope=str(key), counts={}).delete()
    run = SweepRun.objects.create(scope=str(key), started_at=now())
    for table in in_order():
        declaration = graph().declared[table]
        if declaration.scope and declaration.scope != SELF and table not in spare:
            rows = table._base_manager.filter(**{declaration.scope: key})
            take_all(run, table, declaration, rows)
    Period.objects.filter(scope=str(key)).delete()
    run.finished_at = now()
    run.save(update_fields=["finished_at"])
    return run


@for_the_engine()
def take_scope_itself(model: ModelClass, key: Any) -> bool:
    """Deletes the organization's own row with what is about nobody and hangs on it; False where it must wait."""
    with transaction.atomic():
        freeze_rules()
        gone: dict[str, int] = {}
        if not held_among(model, {key}, holds_in_force()):
            remove(model, {key}, gone)
    return bool(gone)
