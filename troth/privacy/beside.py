"""What lies beside the database and goes with rows, whoever deletes them: a person, the clock, the end of a period.

In the transaction that deletes, a row of `Erasure` remembers what is left to
be done; it is done when that is over, and once more by the clock for those
whose process or machine stopped between the two.
"""

from collections.abc import Sequence
from functools import partial

from django.db import transaction

from troth.lib.clock import now
from troth.lib.prepared import insert
from troth.privacy import ledger, places
from troth.privacy.graph import Rows
from troth.privacy.models import Erasure, ErasureState
from troth.privacy.purposes import for_the_engine
from troth.privacy.statements import chunks

ORIGIN = "row"
"""How such a deletion is told from a person's erasure until it is settled."""


def things_of(*going: Rows, expired: bool = False) -> list[str]:
    """What lies beside these rows, as `place:name`; of rows whose time is over what belongs to them alone.

    Ask before they go.
    """
    return sorted(
        {
            name
            for rows in going
            for model, keys in rows.items()
            for _key, name in places.things_of(model, keys, expired=expired)
        }
    )


def take_along(things: Sequence[str], hashes: Sequence[str] = ()) -> None:
    """When the caller's transaction is over, takes these things away and notes in the ledger who is gone."""
    if not things and not hashes:
        return
    moment = now()
    insert(
        Erasure(
            state=ErasureState.GONE,
            origin=ORIGIN,
            asked_at=moment,
            due_at=moment,
            closed_at=moment,
            hashes=list(hashes),
            things=list(things),
        )
    )
    transaction.on_commit(partial(_finish, hashes, things))


def _finish(hashes: Sequence[str], things: Sequence[str]) -> None:
    if hashes:
        # The row of `Erasure` outlasts a power cut, and the clock notes it again: nobody waits for the disk here.
        ledger.note("erased", hashes, lasting=False)
    places.remove(things)


@for_the_engine()
def settle_rows() -> int:
    """Makes sure of what deletions leave to be done beside the database, and answers how many there were.

    It was done at once, and is done again here for those whose process or
    machine stopped between the two; then nothing of them is kept but what a
    place that does not answer has still.
    """
    left = list(Erasure.objects.filter(origin=ORIGIN).values_list("id", "hashes", "things"))
    if hashes := [one for _, hashes, _ in left for one in hashes]:
        ledger.note("erased", hashes, lasting=True)
    still = set(places.remove(dict.fromkeys(one for *_, things in left for one in things)))
    for chunk in chunks([id for id, _, things in left if still.isdisjoint(things)]):
        Erasure.objects.filter(id__in=chunk).delete()
    return len(left)
