"""What is read about people's data: versions of the notice, holds, erasures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.organizations.models import Organization
from troth.privacy.erasing import plan_erasure
from troth.privacy.graph import Rows, graph, rows_of
from troth.privacy.leaving import ask_to_leave
from troth.privacy.models import Export, Hold, Notice, SweepRun
from troth.privacy.people import people_at
from troth.privacy.purposes import for_the_engine


@dataclass(frozen=True)
class Version:
    """One version. `until` is when the next came, None while it is in force."""

    number: int
    since: datetime
    until: datetime | None


def versions() -> list[Version]:
    """All versions, the newest first."""
    found: list[Version] = []
    for number, since in Notice.objects.order_by("-number").values_list("number", "in_force_from"):
        found.append(Version(number, since, found[-1].since if found else None))
    return found


@dataclass(frozen=True)
class Line:
    """How many rows of one table, in the words of its declaration."""

    about: str
    count: int


@dataclass(frozen=True)
class Outlook:
    """What erasing somebody would do."""

    going: list[Line]
    staying: list[Line]
    held: int


@for_the_engine()
def what_would_go(address: str) -> Outlook:
    """What erasing everybody at an address would do now. Raises what stands in the way, as `leave` does."""
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


@dataclass(frozen=True)
class HoldLine:
    """A hold, and what it holds in words."""

    hold: Hold
    what: str


def holds_of(organization: Organization) -> tuple[list[HoldLine], list[HoldLine]]:
    """The organization's holds that are in force, and those that are over, the latest first."""
    mine = Hold.objects.filter(scope=str(organization.pk))
    lapsed = Q(released_at__isnull=False) | Q(until__lte=now())
    return _held(mine.exclude(lapsed)), _held(mine.filter(lapsed))


def _held(holds: Iterable[Hold]) -> list[HoldLine]:
    return [HoldLine(hold, _in_words(hold)) for hold in holds]


def _in_words(hold: Hold) -> str:
    if hold.target == Organization._meta.label:
        return _("Everything of the organization")
    model = apps.get_model(hold.target)
    row = model._base_manager.filter(pk=hold.key).first() if hold.key else None
    if isinstance(row, Person):
        return row.name
    if isinstance(row, Meeting):
        return row.title or row.code
    return _("Something that is gone")


@dataclass(frozen=True)
class SweepLine:
    """A sweep, and what it took and what a hold kept, by table in the words of its declaration."""

    run: SweepRun
    taken: list[Line]
    held: list[Line]


def latest_sweeps(most: int = 14) -> list[SweepLine]:
    """The last sweeps, the newest first."""
    return [
        SweepLine(run, _in_lines(run.counts), _in_lines(run.held)) for run in SweepRun.objects.all()[:most]
    ]


def _in_lines(counts: dict[str, int]) -> list[Line]:
    found: dict[str, int] = {}
    for label, count in counts.items():
        model = apps.get_model(label) if "." in label else None
        declared = graph().declared.get(model) if model else None
        about = str(declared.about) if declared and declared.about else label
        found[about] = found.get(about, 0) + count
    return [Line(about, count) for about, count in sorted(found.items()) if count]


def copies_by_state() -> list[Line]:
    """How many copies of people's data there are, by state."""
    counted = dict(Export.everything.order_by().values_list("state").annotate(count=Count("pk")))
    return [Line(str(label), counted[state]) for state, label in Export.State.choices if counted.get(state)]
