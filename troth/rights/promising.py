"""How each promise stands on this installation: what its probes found last, and which tests guard it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.privacy.models import ProbeRun
from troth.privacy.promised import GROUPS, PROMISES, group_of
from troth.privacy.promises import Probe, probes

FRESH = timedelta(days=2)
"""What a probe found longer ago than this says nothing any more: it looks once a day."""
GUARDS = Path(__file__).with_name("guards.json")
"""Which tests guard which promise: `tests/guards.py` writes it from the ids in their names and docstrings."""


class State(TextChoices):
    """How a promise stands, the worst first."""

    BROKEN = "broken", _("Broken")
    UNSEEN = "unseen", _("Not yet")
    TESTED = "tested", _("Tested")
    KEPT = "kept", _("Kept")


@dataclass(frozen=True)
class Sight:
    """A probe and its last run; None where it has not run yet."""

    probe: Probe
    run: ProbeRun | None

    @property
    def is_fresh(self) -> bool:
        return self.run is not None and self.run.at > now() - FRESH

    @property
    def is_red(self) -> bool:
        return self.run is not None and self.run.is_red


@dataclass(frozen=True)
class Standing:
    """A promise with what shows that it is kept."""

    id: str
    words: str | Words
    sights: list[Sight]
    guards: list[str]

    @property
    def state(self) -> State:
        """Broken where a probe is red; kept where one has looked of late; tested where only a test guards it."""
        if any(sight.is_red for sight in self.sights):
            return State.BROKEN
        if any(sight.is_fresh for sight in self.sights):
            return State.KEPT
        return State.TESTED if self.guards else State.UNSEEN


@dataclass(frozen=True)
class Group:
    """Promises of one kind, by the letters before their numbers."""

    key: str
    words: str | Words
    standings: list[Standing]

    @property
    def slug(self) -> str:
        return self.key.lower()


@cache
def guards() -> Mapping[str, list[str]]:
    """The tests that name each promise, as pytest addresses them."""
    found: dict[str, list[str]] = json.loads(GUARDS.read_text())
    return found


def groups() -> list[Group]:
    """All promises, in order."""
    runs = {run.name: run for run in ProbeRun.objects.all()}
    sights: dict[str, list[Sight]] = {}
    for probe in probes():
        for promise in probe.promises:
            sights.setdefault(promise, []).append(Sight(probe, runs.get(probe.name)))
    standings = [
        Standing(id, words, sights.get(id, []), guards().get(id, [])) for id, words in PROMISES.items()
    ]
    return [
        Group(key, words, [one for one in standings if group_of(one.id) == key])
        for key, words in GROUPS.items()
    ]


def count(found: list[Group]) -> dict[State, int]:
    """How many promises stand in which way."""
    states = [standing.state for group in found for standing in group.standings]
    return {state: states.count(state) for state in State}
