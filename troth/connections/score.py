"""How good it was, as a mean opinion score (MOS) from 1 to 4.5, from published models.

Sound: the E-model, ITU-T G.107 (06/2015), with its default values but for two
impairments. Id is Idd of 7.4 (eq. 7-27) without echo. Ie,eff is eq. 7-29 with
Ie = 0, Bpl = 25.1 and BurstR = 1, the values of G.113 (2007), appendix I, for a codec with concealment of losses; that is
what WebRTC does. R becomes a MOS by annex B.

Picture: the influence of stalls on MOS, ITU-T P.1203.3 (10/2017), 8.4, eq. 29
and 31 (a freeze is a stall; how far they lie apart is not counted), and where the network
kept the sender from its bitrate, the coding quality of P.1203.1 (10/2017), 8.1, mode 0. A
bitrate that nothing kept down says nothing: a still picture needs few bits.

A minute is as good as the weaker of the two, and 1 while the connection was lost.
Grades are those of G.109, table 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

GOOD = 4.03
"""G.109: “high”, R = 80. Below, some are dissatisfied."""
POOR = 3.10
"""G.109: below “low”, R = 60, nearly all are dissatisfied."""
WORST, BEST = 1.0, 4.5

R0 = 93.2
"""Ro − Is with all default values (G.107, 7.7, R is 93.2 without Id and Ie,eff)."""
BPL = 25.1
STALLS, STALLED = 9.35158684, 0.91890815
"""s1 and s2 of P.1203.3, table 8-3."""
DEVICES = 40.0
"""Milliseconds at both ends beside the network and what waits to be played: one frame, its look-ahead, the sound card."""


def rating(delay: float, loss: float) -> float:
    """R of G.107, by milliseconds from mouth to ear and the share of sound that was lost or concealed."""
    id_ = 0.0
    if delay > 100:
        x = math.log2(delay / 100)
        id_ = 25 * ((1 + x**6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2)
    percent = 100 * loss
    return R0 - id_ - 95 * percent / (percent + BPL)


def as_mos(r: float) -> float:
    """G.107, annex B."""
    if r <= 0:
        return WORST
    if r >= 100:
        return BEST
    return max(WORST, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6)


def sound(rtt: float, buffer: float, loss: float) -> float:
    """MOS of the sound. The other's way to the server is taken to be as long as one's own: together one `rtt`."""
    return as_mos(rating(rtt + buffer + DEVICES, loss))


def picture(seconds: float, freezes: float, frozen: float) -> float:
    """MOS of the picture over so many seconds, by its freezes and how long it stood (P.1203.3, O.23)."""
    if seconds <= 0:
        return BEST
    still = min(1.0, frozen / seconds)
    return min(BEST, 1 + 4 * math.exp(-freezes / STALLS) * math.exp(-still / STALLED))


def coded(kilobits: float, height: float, frames: float) -> float:
    """MOS of a picture of this bitrate, by lines of a 16:9 picture and frames a second (P.1203.1, mode 0)."""
    if kilobits <= 1 or height < 1 or frames < 0.1:
        return WORST
    pixels = height * height * 16 / 9
    quant = 11.9983519 - 2.99991847 * math.log(
        41.2475074001 + math.log(kilobits) + math.log(kilobits * kilobits / (pixels * frames) + 0.13183165961)
    )
    return min(BEST, max(WORST, 4.66 - 0.07 * math.exp(min(4.06 * quant, 50))))


@dataclass(frozen=True)
class Score:
    """MOS of a stretch; None where there was nothing to judge by."""

    total: float | None
    sound: float | None
    picture: float | None


def weakest(sound: float | None, picture: float | None, lost: float) -> Score:
    """Both together; `lost` is the share of the time without a connection."""
    known: Sequence[float] = [one for one in (sound, picture) if one is not None]
    if not known:
        return Score(WORST if lost > 0 else None, sound, picture)
    total = min(known)
    return Score(total * (1 - lost) + WORST * lost, sound, picture)


def mos(kept: int | None) -> float | None:
    """A MOS as it is kept, in hundredths."""
    return None if kept is None else kept / 100


def grade(score: float | None) -> str:
    """`good`, `fair`, `poor`, or nothing; of a MOS."""
    if score is None:
        return ""
    return "good" if score >= GOOD else "fair" if score >= POOR else "poor"
