"""What is known about somebody, for their page, and the copies that they asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import QuerySet

from troth.privacy.graph import Rows
from troth.privacy.models import Export
from troth.privacy.plain import Section, overview
from troth.rights.asker import Asker
from troth.rights.ways import Way

FEW = 3
"""Rows of a table on a page."""


@dataclass(frozen=True)
class Known:
    """A table on a person's page, and where its rows are changed, if anywhere."""

    section: Section
    way: Way | None


def known(roots: Rows, ways: Mapping[str, Way] = MappingProxyType({})) -> list[Known]:
    """What is known about these people, and the ways to change it, by a table's label."""
    return [Known(section, ways.get(section.label)) for section in overview(roots, FEW)]


def exports_of(asker: Asker) -> QuerySet[Export]:
    """The copies that somebody asked for, the newest first."""
    if asker.person is not None:
        return Export.everything.filter(person=asker.person)
    return Export.everything.filter(person=None, address=asker.address)
