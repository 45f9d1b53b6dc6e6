"""What is read about people's data: versions of the notice, holds, erasures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.organizations.models import Organization
from troth.privacy.changes import Change, changes_between
from troth.privacy.graph import graph
from troth.privacy.models import AuditEntry, Export, Hold, Notice, SweepRun
from troth.privacy.outlook import Line
from troth.privacy.outside import Outside, covers_in_words, in_words
from troth.privacy.recipients import recipients_in_force
from troth.privacy.registry import registry
from troth.rights.measures import MEASURES


@dataclass(frozen=True)
class Version:
    """One version. `until` is when the next came, None while it is in force."""

    number: int
    since: datetime
    until: datetime | None
    material: bool


def versions() -> list[Version]:
    """All versions, the newest first."""
    found: list[Version] = []
    rows = Notice.objects.order_by("-number").values_list("number", "in_force_from", "material")
    for number, since, material in rows:
        found.append(Version(number, since, found[-1].since if found else None, material))
    return found


def changes_in(notice: Notice) -> list[Change]:
    """In which sentences a version differs from the one before; none in the first."""
    before = Notice.objects.filter(number__lt=notice.number).first()
    return changes_between(before.document, notice.document) if before else []


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


@dataclass(frozen=True)
class MeasureGroup:
    """Measures that hold here, of one kind."""

    kind: str
    sentences: list[str]


def measures_in_force() -> list[MeasureGroup]:
    """What protects data on this installation, as its settings are now."""
    found: dict[str, list[str]] = {}
    known = registry()
    for measure in MEASURES:
        facts = measure.facts(known)
        if facts is not None:
            found.setdefault(str(measure.kind), []).append(str(measure.words) % facts)
    return [MeasureGroup(kind, sentences) for kind, sentences in found.items()]


def last_backup() -> datetime | None:
    """When a backup was last made by `troth backup`."""
    made = AuditEntry.objects.filter(scope="", action="backup.made").order_by("-number")
    return made.values_list("at", flat=True).first()


@dataclass(frozen=True)
class OutsideLine:
    """A recipient outside, in words, and until when it is vetted; None where it is not, and gets nothing."""

    words: Outside
    vetted_on: date | None
    vetted_until: date | None


def outside_lines() -> list[OutsideLine]:
    """Who is declared outside, by name."""
    today = now().date()
    return [
        OutsideLine(
            in_words(one),
            one.vetted_on if one.is_vetted(today) else None,
            one.vetted_until if one.is_vetted(today) else None,
        )
        for one in recipients_in_force()
    ]


@dataclass(frozen=True)
class Country:
    """A country that data can reach, who is there, and what covers it under each law that asks."""

    name: str
    recipients: list[str]
    covers: list[str]


def countries_reached() -> list[Country]:
    """The countries that declared recipients are in, by name."""
    today = now().date()
    found: dict[str, Country] = {}
    for one in recipients_in_force():
        words = in_words(one)
        country = found.setdefault(one.country, Country(words["place"], [], []))
        country.recipients.append(words["name"])
        country.covers.extend(
            cover for cover in covers_in_words(one.covers(today)) if cover not in country.covers
        )
    return sorted(found.values(), key=lambda country: country.name)
