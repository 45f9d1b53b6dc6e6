"""What erasing somebody would do, before it is done."""

from dataclasses import dataclass

from troth.privacy.erasing import plan_erasure
from troth.privacy.graph import Rows, graph, rows_of
from troth.privacy.leaving import ask_to_leave
from troth.privacy.people import people_at
from troth.privacy.purposes import for_the_engine


@dataclass(frozen=True)
class Line:
    """How many rows of one table, in the words of its declaration."""

    about: str
    count: int


@dataclass(frozen=True)
class Outlook:
    """Rows that would go, rows that would stay for others without the person, and how many a hold keeps."""

    going: list[Line]
    staying: list[Line]
    held: int


@for_the_engine()
def what_would_go(address: str) -> Outlook:
    """What erasing whoever is at an address would do now. Raises what stands in the way, as `leave` does."""
    plan = plan_erasure(ask_to_leave(rows_of(people_at(address))))
    changed: Rows = {}
    for (model, _name), keys in plan.blanked.items():
        changed.setdefault(model, set()).update(keys)
    return Outlook(_lines(plan.going), _lines(changed), plan.rows_held)


def _lines(rows: Rows) -> list[Line]:
    counts: dict[str, int] = {}
    for model, keys in rows.items():
        declared = graph().declared.get(model)
        if declared is not None and declared.about and keys:
            about = str(declared.about)
            counts[about] = counts.get(about, 0) + len(keys)
    return [Line(about, count) for about, count in sorted(counts.items())]
