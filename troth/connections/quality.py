"""How good connections were together: sums that can be added up, and what follows from them."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from troth.connections.score import grade

SUMS = ("seconds", "scored_seconds", "score_seconds", "poor_seconds", "reconnects")
"""What is summed up of connections, in the database and in what is archived of them."""
NOBODY = uuid.UUID(int=0)


@dataclass
class Quality:
    """How good a number of connections were together. Scores are MOS, times seconds."""

    connections: int = 0
    seconds: int = 0
    scored_seconds: int = 0
    score_seconds: int = 0
    poor_seconds: int = 0
    reconnects: int = 0

    @property
    def score(self) -> float | None:
        return self.score_seconds / self.scored_seconds / 100 if self.scored_seconds else None

    @property
    def grade(self) -> str:
        return grade(self.score)

    @property
    def poor(self) -> float:
        """Percent of the measured time."""
        return 100 * self.poor_seconds / self.scored_seconds if self.scored_seconds else 0.0

    @property
    def hours(self) -> float:
        return self.seconds / 3600

    def add(self, other: "Quality") -> None:
        for name in vars(other):
            if name in SUMS or name == "connections":
                setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class DayQuality(Quality):
    """A day in UTC. `archived` says that some of it is known as numbers only."""

    day: date = date.min
    archived: bool = False


@dataclass
class Remainder(Quality):
    """What is archived of a month's days that had fewer than five people each."""

    month: date = date.min


@dataclass
class Group(Quality):
    """Connections that have something in common: `key` in the database, `name` for people."""

    key: str = ""
    name: str = ""


@dataclass(frozen=True)
class InCommon:
    """What connections may have in common, and how good those that do were."""

    title: str
    column: str
    groups: list[Group]


@dataclass
class MeetingQuality(Quality):
    """A session, and how good it was. `least` is the score of whoever had it worst."""

    session: uuid.UUID = NOBODY
    meeting: uuid.UUID = NOBODY
    title: str = ""
    started_at: datetime | None = None
    least: float | None = None
