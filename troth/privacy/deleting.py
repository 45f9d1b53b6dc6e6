"""Deleting rows while everybody stays: a meeting, a contact, whatever the product lets somebody delete.

By the rules of erasure, so that a hold is asked in the transaction that
deletes, and a row that is a person does not come back with a restored backup:

    refuse_if_held(contact, scope="", by=person)
    with transaction.atomic():
        erase_whole(Contact, {contact.pk})
        record("contact.deleted", …)

What lies beside the database goes once the transaction is over (`beside.py`).
"""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from troth.lib.problems import Problem
from troth.privacy import ledger
from troth.privacy.audit import record
from troth.privacy.beside import take_along, things_of
from troth.privacy.erasing import Plan, alone, carry_out, plan_erasure
from troth.privacy.graph import graph, rows_of
from troth.privacy.holds import holds_in_force
from troth.privacy.parting import referring
from troth.privacy.purposes import for_the_engine
from troth.privacy.registry import ModelClass
from troth.privacy.statements import Key


def refuse_if_held(row: Model, *, scope: str | UUID, by: Model | None) -> None:
    """Raises Problem 409 where a hold keeps the row or any of what goes with it, and records that it was refused.

    Call it before the transaction that deletes: what is recorded in that would be lost with it.
    """
    with for_the_engine():
        held = holds_in_force() and plan_erasure(rows_of([row])).rows_held
    if held:
        with transaction.atomic():
            record("hold.refused", scope=scope, actor=by, object=row)
        raise _held()


def erase_whole(model: ModelClass, keys: Collection[Key]) -> Plan:
    """As `erase_rows`, but all or nothing: raises Problem 409 where a hold keeps any of it, one that came meanwhile too."""
    plan = erase_rows(model, keys)
    if plan.rows_held:
        raise _held()
    return plan


def _held() -> Problem:
    return Problem(409, "held", _("This can't be changed or deleted now: a legal hold keeps it."))


@for_the_engine()
def erase_rows(model: ModelClass, keys: Collection[Key]) -> Plan:
    """Deletes rows with all that hangs on them, as far as no hold keeps them, and answers what was done.

    In the caller's transaction, and raises TransactionManagementError outside of one.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Call erase_rows() inside transaction.atomic().")
    work = partial(_erase, model, set(keys))
    # Only where rows lead to these may somebody else's erasure meet this one.
    return alone(work) if graph().below.get(model) or any(referring(model)) else work()


def _erase(model: ModelClass, keys: set[Key]) -> Plan:
    house = graph()
    plan = plan_erasure({model: keys}, house)
    things = things_of(plan.going, plan.nameless)
    people = {one: gone for one, gone in plan.going.items() if house.is_person(one)}
    hashes = list(ledger.hashes_of(people))
    carry_out(plan, house)
    take_along(things, hashes)
    return plan
