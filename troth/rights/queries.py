"""The versions of the notice, and what is known about somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from django.db.models import QuerySet

from troth.privacy.gathering import Gathering
from troth.privacy.graph import Rows
from troth.privacy.models import Export, Notice
from troth.privacy.plain import Section, latest, sections_of
from troth.privacy.purposes import for_the_engine
from troth.rights.asker import Asker
from troth.rights.ways import Way

FEW = 3
"""Rows of a table on a page."""


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
class Known:
    """A table on a person's page, and where its rows are changed, if anywhere."""

    section: Section
    way: Way | None


@for_the_engine()
def overview(roots: Rows, ways: Mapping[str, Way] = MappingProxyType({})) -> list[Known]:
    """What is known about these people: each table with its newest rows."""
    found = Gathering(roots)
    return [
        Known(replace(section, entries=latest(found, model, FEW)), ways.get(section.label))
        for model, section in sections_of(found).items()
    ]


def exports_of(asker: Asker) -> QuerySet[Export]:
    """The copies that somebody asked for, the newest first."""
    if asker.person is not None:
        return Export.objects.filter(person=asker.person)
    return Export.objects.filter(person=None, address__iexact=asker.address)
