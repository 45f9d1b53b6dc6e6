"""What the plots are drawn from (`room/src/site/plots.ts`): the same figures as the table beside each.

A plot is {"x": seconds since 1970, "days": whether each is a day, "zone", "low", "high": ends of the scale, "from", "to": ends
of the time, "lines": [{"label", "unit", "values", "bars"}]}.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from troth.connections.models import Minute
from troth.connections.quality import DayQuality
from troth.connections.score import mos

Value = float | None


@dataclass(frozen=True)
class Plot:
    """A plot with its heading, its data, and its table: `head` and rows of moment and values."""

    key: str
    title: str
    about: str
    data: dict[str, Any]
    head: list[str]
    rows: list[tuple[datetime, list[Value]]]


def _line(label: str, values: Sequence[Value], unit: str = "", *, bars: bool = False) -> dict[str, Any]:
    return {"label": label, "unit": unit, "values": list(values), "bars": bars}


def of_days(days: Sequence[DayQuality]) -> list[Plot]:
    """How good the days were, and how much was measured on each."""
    moments = [datetime.combine(one.day, time(), UTC) for one in days]
    score = [round(one.score, 2) if one.score is not None else None for one in days]
    hours = [round(one.hours, 2) for one in days]
    poor = [round(one.poor, 1) if one.scored_seconds else None for one in days]
    return [
        _plot(
            "score",
            _("Score by day"),
            _("From 1, unbearable, to 4.5, as if in one room."),
            moments,
            [_line(_("Score"), score)],
            low=1,
            high=4.5,
            days=True,
        ),
        _plot(
            "hours",
            _("Time measured by day"),
            _("Hours of all connections, and how much of that was poor."),
            moments,
            [_line(_("Hours"), hours, "h", bars=True), _line(_("Poor"), poor, "%")],
            low=0,
            days=True,
        ),
    ]


def timeline(key: str, minutes: Sequence[Minute], begins: datetime, ends: datetime) -> Plot:
    """The score of one connection, minute by minute, on the time of its meeting."""
    return _of_minutes(
        key,
        _("Score"),
        _("Each minute, from 1 to 4.5."),
        minutes,
        [(_("Score"), "", lambda one: mos(one.score))],
        low=1,
        high=4.5,
        between=(begins, ends),
    )


def details(minutes: Sequence[Minute]) -> list[Plot]:
    """All that was measured of one connection, minute by minute; the middle value of each, or the 95th percentile."""
    plots = [
        _of_minutes(
            "mos",
            _("Score"),
            _("Sound and picture, and the weaker of the two, from 1 to 4.5."),
            minutes,
            [
                (_("Together"), "", lambda one: mos(one.score)),
                (_("Sound"), "", lambda one: mos(one.sound)),
                (_("Picture"), "", lambda one: mos(one.picture)),
            ],
            low=1,
            high=4.5,
        ),
        _of_minutes(
            "delay",
            _("Round trip and jitter"),
            _("To the media server and back."),
            minutes,
            [
                (_("Round trip, middle"), "ms", _figure("rtt", 0)),
                (_("Round trip, 95th percentile"), "ms", _figure("rtt", 1)),
                (_("Jitter down"), "ms", _figure("jitter_down", 1)),
            ],
            low=0,
        ),
        _of_minutes(
            "loss",
            _("Lost packets"),
            _("The 95th percentile of each minute; what was concealed is how much of the sound was made up."),
            minutes,
            [
                (_("Sound, up"), "%", _percent("lost_up_audio")),
                (_("Sound, down"), "%", _percent("lost_down_audio")),
                (_("Picture, up"), "%", _percent("lost_up_video")),
                (_("Picture, down"), "%", _percent("lost_down_video")),
                (_("Sound concealed"), "%", _percent("concealed")),
            ],
            low=0,
        ),
        _of_minutes(
            "rate",
            _("Bitrate of the picture"),
            "",
            minutes,
            [
                (_("Sent"), "kbit/s", _figure("sent_video", 0)),
                (_("Received"), "kbit/s", _figure("received_video", 0)),
            ],
            low=0,
        ),
        _of_minutes(
            "frames",
            _("Frames and freezes"),
            "",
            minutes,
            [
                (_("Frames a second sent"), "", _figure("fps_sent", 0)),
                (_("Frames a second seen"), "", _figure("fps_seen", 0)),
                (_("Freezes in ten seconds, at most"), "", _figure("freezes", 1)),
            ],
            low=0,
        ),
        _of_minutes(
            "limits",
            _("What held the sender back"),
            _("Share of the time."),
            minutes,
            [
                (_("Computer"), "%", _percent("cpu")),
                (_("Bandwidth"), "%", _percent("narrow")),
            ],
            low=0,
            high=100,
        ),
    ]
    return [one for one in plots if any(value is not None for _at, row in one.rows for value in row)]


Read = Callable[[Minute], Value]


def _figure(name: str, place: int) -> Read:
    def read(minute: Minute) -> Value:
        pair = minute.figures.get(name)
        return pair[place] if pair else None

    return read


def _percent(name: str) -> Read:
    figure = _figure(name, 1)

    def read(minute: Minute) -> Value:
        value = figure(minute)
        return None if value is None else round(100 * value, 1)

    return read


def _of_minutes(
    key: str,
    title: str,
    about: str,
    minutes: Sequence[Minute],
    columns: Sequence[tuple[str, str, Read]],
    **scale: Any,
) -> Plot:
    lines = [_line(label, [read(one) for one in minutes], unit) for label, unit, read in columns]
    lines = [one for one in lines if any(value is not None for value in one["values"])]
    return _plot(key, title, about, [one.at for one in minutes], lines, **scale)


def _plot(
    key: str,
    title: str,
    about: str,
    moments: Sequence[datetime],
    lines: list[dict[str, Any]],
    *,
    low: float | None = None,
    high: float | None = None,
    days: bool = False,
    between: tuple[datetime, datetime] | None = None,
) -> Plot:
    data = {
        "x": [round(one.timestamp()) for one in moments],
        "days": days,
        "zone": "Etc/UTC" if days else timezone.get_current_timezone_name(),
        "low": low,
        "high": high,
        "from": round(between[0].timestamp()) if between else None,
        "to": round(between[1].timestamp()) if between else None,
        "lines": lines,
    }
    head = [f"{one['label']} ({one['unit']})" if one["unit"] else one["label"] for one in lines]
    rows = [(moment, [one["values"][n] for one in lines]) for n, moment in enumerate(moments)]
    return Plot(key, title, about, data, head, rows)
