"""What is known about somebody, for their page, and the copies that they asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.db.models import QuerySet

from troth.privacy.gathering import Gathering
from troth.privacy.graph import Rows
from troth.privacy.models import Export
from troth.privacy.plain import Section, latest, sections_of
from troth.privacy.purposes import for_the_engine
from troth.rights.asker import Asker
from troth.rights.ways import Way

FEW = 3
"""Rows of a table on a page."""


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
