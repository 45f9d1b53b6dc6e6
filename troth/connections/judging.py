"""From the readings of a batch to a minute: percentiles, a score, and what kept it from being good."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from troth.connections.models import Trouble
from troth.connections.readings import BatchIn, Readings
from troth.connections.score import GOOD, Score, coded, picture, sound, weakest

LOSS = 0.02
"""Of more lost packets than this people notice, concealment or not."""
DELAY = 300.0
"""Milliseconds from here to the server and back: with the other's way, ITU-T G.114's limit of 400 ms is near."""
LIMITED = 0.3
"""Share of the time for which a browser says that it is held back."""

Values = Sequence[float | None]


@dataclass(frozen=True)
class Judged:
    """A batch, rolled up: `figures` has [p50, p95] by reading; scores are MOS × 100."""

    seconds: int
    lost: float
    reconnects: int
    score: int | None
    sound: int | None
    picture: int | None
    trouble: str
    figures: dict[str, list[float]]
    events: list[dict[str, object]]


def judge(batch: BatchIn) -> Judged:
    """What a batch says."""
    readings = batch.readings
    measured = sum(batch.seconds)
    losses = [one for one in batch.events if one.kind == "lost"]
    # What was lost is over before the next reading, or lies in one: never longer than what is told of.
    lost = min(sum(one.seconds for one in losses), measured)
    score = _score(batch, lost / measured if measured else 0.0)
    return Judged(
        seconds=round(measured),
        lost=lost,
        reconnects=len(losses),
        score=_hundredfold(score.total),
        sound=_hundredfold(score.sound),
        picture=_hundredfold(score.picture),
        trouble=_trouble(batch, score, lost),
        figures={name: _rolled(values) for name, values in vars(readings).items() if _known(values)},
        events=[
            {
                "kind": one.kind,
                "at": max(0, round(measured - one.before)),
                "seconds": round(one.seconds, 1),
                "why": one.why,
            }
            for one in batch.events
        ],
    )


def _hundredfold(mos: float | None) -> int | None:
    return None if mos is None else round(100 * mos)


def _known(values: Values) -> list[float]:
    return [one for one in values if one is not None]


def _rolled(values: Values) -> list[float]:
    """[p50, p95] by nearest rank, with four significant digits."""
    ranked = sorted(_known(values))
    return [float(f"{ranked[-(-share * len(ranked) // 100) - 1]:.4g}") for share in (50, 95)]


def _at(values: Values, place: int) -> float | None:
    return values[place] if place < len(values) else None


def _worst(values: Iterable[float | None]) -> float:
    return max((one for one in values if one is not None), default=0.0)


def _mean(values: Iterable[float | None]) -> float:
    known = [one for one in values if one is not None]
    return sum(known) / len(known) if known else 0.0


def _score(batch: BatchIn, lost: float) -> Score:
    return weakest(_sound(batch), _picture(batch), lost)


def _sound(batch: BatchIn) -> float | None:
    """Mean over the readings in which sound went either way."""
    readings = batch.readings
    heard = []
    for place, seconds in enumerate(batch.seconds):
        rtt = _at(readings.rtt, place)
        lost = [
            _at(readings.lost_up_audio, place),
            _at(readings.lost_down_audio, place),
            _at(readings.concealed, place),
        ]
        if seconds and (rtt is not None or any(one is not None for one in lost)):
            heard.append((seconds, sound(rtt or 0.0, _at(readings.buffer, place) or 0.0, _worst(lost))))
    total = sum(seconds for seconds, _mos in heard)
    return sum(seconds * mos for seconds, mos in heard) / total if total else None


def _picture(batch: BatchIn) -> float | None:
    """None where no picture was sent or seen."""
    readings, seconds = batch.readings, sum(batch.seconds)
    judged = []
    if _known(readings.fps_seen):
        judged.append(picture(seconds, sum(_known(readings.freezes)), sum(_known(readings.frozen))))
    if _known(readings.fps_sent) and _mean(readings.narrow) > LIMITED:
        judged.append(
            coded(_mean(readings.sent_video), _mean(readings.height_sent), _mean(readings.fps_sent))
        )
    return min(judged) if judged else None


def _trouble(batch: BatchIn, score: Score, lost: float) -> str:
    """Why a minute is less than good; empty where it is good, or nothing is known."""
    if score.total is None or score.total >= GOOD:
        return ""
    readings = batch.readings
    if lost >= 1:
        by_server = any(one.kind == "lost" and one.why == "server" for one in batch.events)
        return Trouble.SERVER if by_server else Trouble.LOST
    up, down = _loss_up(readings), _loss_down(readings)
    if up > LOSS and up >= down:
        return Trouble.UP
    if down > LOSS:
        return Trouble.DOWN
    if _mean(readings.rtt) > DELAY:
        return Trouble.SLOW if batch.transport in ("", "udp") else Trouble.RELAY
    if _mean(readings.cpu) > LIMITED:
        return Trouble.COMPUTER
    if _mean(readings.narrow) > LIMITED:
        return Trouble.NARROW
    return Trouble.UNKNOWN


def _loss_up(readings: Readings) -> float:
    return max(_mean(readings.lost_up_audio), _mean(readings.lost_up_video))


def _loss_down(readings: Readings) -> float:
    return max(_mean(readings.lost_down_audio), _mean(readings.lost_down_video))
