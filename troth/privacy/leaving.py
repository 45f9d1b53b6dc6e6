"""A person leaves: at once for everybody else, for good when the days to come back are over.

    leave → LEAVING ─ days over → GONE
                    └ come_back → RETURNED

Each step is one transaction and, after it, `settle`: what lies beside the
database. A process killed between the two leaves `settled` false, and the
clock settles it; every step may be done twice.
"""

import hmac
import secrets
from datetime import timedelta
from functools import partial
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import IntegrityError, connection, transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.privacy import casework, ledger, places, sealing, telling
from troth.privacy.audit import record
from troth.privacy.beside import ORIGIN, settle_rows, things_of
from troth.privacy.erasing import Plan, alone, carry_out, plan_erasure
from troth.privacy.graph import Rows
from troth.privacy.models import Erasure, ErasureState, Hold
from troth.privacy.purposes import for_the_engine

WINDOW = timedelta(days=14)
"""In which a person may come back."""

asking_to_leave = Signal()
"""Sent before an erasure, with `rows`. A receiver raises Problem where something is to be settled first, and
answers rows that have to go along."""

erased = Signal()
"""Sent with the `erasure` and its `plan`, in the transaction that carried it out: what stays is without names."""

held_back = Signal()
"""Sent with the `rows` of people whose own row a hold keeps, in the erasure's transaction: they may not act any more."""

came_back = Signal()
"""Sent with the `rows` of people who are back, in that transaction."""


@for_the_engine()
def leave(rows: Rows, origin: str, *, window: timedelta = WINDOW) -> tuple[Erasure, str]:
    """Erases these people's rows and answers the erasure, and the token that undoes it within `window`.

    `origin` is who asked, in a word: `person`, `operator`. Without a window it
    is final at once and the token is empty. Raises what receivers of
    `asking_to_leave` raise.
    """
    asked = ask_to_leave(rows)
    token = secrets.token_urlsafe(32) if window else ""
    erasure = alone(lambda: _erase(asked, origin, token, window))
    settle(erasure.id)
    return erasure, token


def ask_to_leave(rows: Rows) -> Rows:
    """These rows, and what has to go along. Raises what receivers of `asking_to_leave` raise."""
    asked = {model: set(keys) for model, keys in rows.items() if keys}
    for _receiver, more in asking_to_leave.send(sender=None, rows=asked):
        along: Rows = more or {}  # type: ignore[assignment]
        for model, keys in along.items():
            asked.setdefault(model, set()).update(keys)
    return asked


def _erase(rows: Rows, origin: str, token: str, window: timedelta) -> Erasure:
    plan, moment, id = plan_erasure(rows), now(), uuid4()
    things = things_of(plan.going, plan.nameless)
    if token:
        sealing.seal(id, token, plan, things)
    hashes = list(ledger.hashes_of(rows))
    held = _held(plan, rows)
    given = _carry_out(plan)
    if held:
        held_back.send(sender=None, rows=held)
    erasure = Erasure.objects.create(
        id=id,
        state=ErasureState.LEAVING if token else ErasureState.GONE,
        origin=origin,
        asked_at=moment,
        due_at=moment + window,
        closed_at=None if token else moment,
        hashes=hashes,
        secret_digest=digest_of(token) if token else "",
        rows=plan.rows,
        held=plan.rows_held,
        things=things,
    )
    telling.note(erasure, given)
    erased.send(sender=None, erasure=erasure, plan=plan)
    record("erasure.begun", scope="", object=erasure, rows=erasure.rows, held=erasure.held)
    return erasure


def _carry_out(plan: Plan) -> dict[str, telling.Given]:
    """Deletes what is planned, and what holds and cases say of it; answers what recipients got of it."""
    given = telling.given_of(plan)
    carry_out(plan)
    _forget_reasons(plan)
    casework.let_go(plan)
    return given


def _forget_reasons(plan: Plan) -> None:
    """A hold that is over says nothing more about who is gone."""
    for model, keys in plan.going.items():
        over = Hold.objects.filter(target=model._meta.label, key__in=[str(key) for key in keys])
        over.update(reason="", key="")


def _held(plan: Plan, rows: Rows) -> Rows:
    found = {model: keys & plan.held.get(model, set()) for model, keys in rows.items()}
    return {model: keys for model, keys in found.items() if keys}


def access_return(token: str) -> Erasure:
    """The erasure that a link undoes. Raises 404 where there is none, or its days are over."""
    found = Erasure.objects.filter(secret_digest=digest_of(token), state=ErasureState.LEAVING).first()
    if not token or found is None or found.due_at <= now():
        raise Problem(404, "not-found", _("This link does not work any more."))
    return found


@for_the_engine()
def come_back(token: str) -> Erasure:
    """Undoes an erasure. Raises Problem: 404 too late, 409 where the address has a new account meanwhile."""
    try:
        erasure = alone(partial(_bring_back, token))
    except sealing.NotThere:
        raise Problem(404, "not-found", _("This link does not work any more.")) from None
    except IntegrityError:
        raise Problem(
            409,
            "taken",
            _("There is a new account with this address. What was erased can't be brought back."),
        ) from None
    settle(erasure.id)
    return erasure


def _bring_back(token: str) -> Erasure:
    erasure = Erasure.objects.select_for_update().get(pk=access_return(token).pk)
    sealing.break_seal(erasure.id, token)
    erasure.state, erasure.closed_at = ErasureState.RETURNED, now()
    erasure.secret_digest, erasure.settled = "", False
    erasure.save()
    telling.take_back(erasure)
    came_back.send(sender=None, rows=ledger.people_to_forget(only=set(erasure.hashes)))
    record("erasure.undone", scope="", object=erasure)
    return erasure


@for_the_engine()
def lapse() -> int:
    """Makes final what can't be undone any more, and answers how many."""
    ids = list(
        Erasure.objects.filter(state=ErasureState.LEAVING, due_at__lte=now()).values_list("id", flat=True)
    )
    for id in ids:
        with transaction.atomic():
            lapsed = Erasure.objects.filter(id=id, state=ErasureState.LEAVING).update(
                state=ErasureState.GONE, closed_at=now(), secret_digest="", settled=False
            )
            if lapsed:
                telling.become_due(id)
                record("erasure.final", scope="", object=Erasure(id=id))
        settle(id)
    return len(ids)


@for_the_engine()
def settle(id: UUID) -> None:
    """Does what an erasure's state asks for beside the database."""
    erasure = Erasure.objects.get(id=id)
    if erasure.settled:
        return
    left = []
    if erasure.state == ErasureState.RETURNED:
        ledger.note("returned", erasure.hashes)
    else:
        ledger.note("erased", erasure.hashes)
        left = places.remove(erasure.things)
    if erasure.state != ErasureState.LEAVING:
        sealing.unseal_never(id)
    Erasure.objects.filter(id=id, state=erasure.state).update(settled=not left, things=left)
    scrub()


@for_the_engine()
def pick_up() -> int:
    """Settles what a killed process left, makes final what is due, and goes on where a hold was released."""
    rows = settle_rows()
    left = list(Erasure.objects.filter(settled=False).exclude(origin=ORIGIN).values_list("id", flat=True))
    for id in left:
        settle(id)
    sealing.forget_drafts(
        set(Erasure.objects.filter(state=ErasureState.LEAVING).values_list("id", flat=True)),
        (now() - timedelta(hours=1)).timestamp(),
    )
    done = rows + len(left) + lapse() + resume()
    # Whatever else was deleted meanwhile may still stand in the log: a letter that has left, for one.
    scrub()
    return done


@for_the_engine()
def resume() -> int:
    """Goes on with erasures that waited for a hold, as far as no other holds them. Answers how many ended."""
    ended = 0
    for erasure in Erasure.objects.filter(held__gt=0, state=ErasureState.GONE):
        plan = alone(partial(_go_on, erasure))
        settle(erasure.id)
        ended += plan.rows_held == 0
    return ended


def _go_on(erasure: Erasure) -> Plan:
    plan = plan_erasure(ledger.people_to_forget(only=set(erasure.hashes)))
    if plan.rows or plan.rows_held != erasure.held:
        things = things_of(plan.going, plan.nameless)
        telling.note(erasure, _carry_out(plan))
        erasure.held, erasure.rows = plan.rows_held, erasure.rows + plan.rows
        erasure.things, erasure.settled = things, False
        erasure.save(update_fields=["held", "rows", "things", "settled"])
        erased.send(sender=None, erasure=erasure, plan=plan)
        record("erasure.resumed", scope="", object=erasure, rows=plan.rows, held=plan.rows_held)
    return plan


@for_the_engine()
def forget_again() -> int:
    """After a backup was restored: erases whoever was erased since it was made. Answers how many people.

    Who may come back by what it says itself was erased before it: what is there of them waits for a hold.
    """
    leaving = Erasure.objects.filter(state=ErasureState.LEAVING).values_list("hashes", flat=True)
    rows = ledger.people_to_forget(only=ledger.erased().difference(*leaving))
    count = sum(len(keys) for keys in rows.values())
    if count:
        erasure = alone(lambda: _erase(rows, "restore", "", timedelta()))
        settle(erasure.id)
    return count


def scrub() -> None:
    """Empties SQLite's write-ahead log, where what was deleted may stand. Another reader may be in the way: the
    clock comes again."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def digest_of(token: str) -> str:
    """What an erasure knows its link by."""
    return hmac.new(b"troth return", token.encode(), sha256).hexdigest()
