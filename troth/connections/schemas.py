"""What the API tells of connections, as types. Scores are MOS."""

import uuid
from datetime import date, datetime
from typing import Any, Self

from ninja import Schema

from troth.connections.access import Viewer
from troth.connections.models import Connection, Minute
from troth.connections.quality import Quality
from troth.connections.score import mos
from troth.connections.telling import shown


class QualityOut(Schema):
    """How good connections were together; `poor` is percent of the time."""

    connections: int
    seconds: int
    score: float | None
    poor: float
    reconnects: int

    @classmethod
    def of(cls, one: Quality, **more: Any) -> Self:
        return cls(
            connections=one.connections,
            seconds=one.seconds,
            score=None if one.score is None else round(one.score, 2),
            poor=round(one.poor, 2),
            reconnects=one.reconnects,
            **more,
        )


class DayOut(QualityOut):
    """A day in UTC."""

    day: date
    archived: bool


class RemainderOut(QualityOut):
    """Archived days of a month that had fewer than five people each."""

    month: date


class DaysOut(Schema):
    """Days, oldest first."""

    days: list[DayOut]
    rest: list[RemainderOut]


class MeetingQualityOut(QualityOut):
    """One time that people met."""

    session: uuid.UUID
    meeting: uuid.UUID
    title: str
    started_at: datetime | None
    least: float | None


class MinuteOut(Schema):
    """A minute at most of a connection; `figures` has the 50th and 95th percentile of each reading."""

    at: datetime
    seconds: int
    score: float | None
    sound: float | None
    picture: float | None
    trouble: str
    figures: dict[str, list[float]]

    @classmethod
    def of(cls, one: Minute) -> "MinuteOut":
        return cls(
            at=one.at,
            seconds=one.seconds,
            score=mos(one.score),
            sound=mos(one.sound),
            picture=mos(one.picture),
            trouble=one.trouble,
            figures=one.figures,
        )


class ConnectionOut(Schema):
    """One person's connection. `address` is null where whoever asks may not see it."""

    id: uuid.UUID
    name: str
    role: str
    started_at: datetime
    seconds: int
    score: float | None
    wrong: list[str]
    browser: str
    browser_version: str
    system: str
    device: str
    transport: str
    country: str
    address: str | None
    first_frame: int | None
    reconnects: int
    minutes: list[MinuteOut]

    @classmethod
    def of(cls, row: Connection, viewer: Viewer, minutes: list[Minute]) -> "ConnectionOut":
        one = shown(row, viewer, minutes)
        return cls(
            id=row.pk,
            name=one.name,
            role=row.attendance.role,
            started_at=row.started_at,
            seconds=row.seconds,
            score=one.score,
            wrong=one.wrong,
            browser=row.browser,
            browser_version=row.browser_version,
            system=row.system,
            device=row.device,
            transport=row.transport,
            country=row.country,
            address=one.address or None,
            first_frame=row.first_frame,
            reconnects=row.reconnects,
            minutes=[MinuteOut.of(minute) for minute in minutes],
        )
