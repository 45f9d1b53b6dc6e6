"""Whether sound and picture of a film stay together: somebody flashes and beeps in one moment, for ten minutes."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import av

from benchmarks.flasher import EVERY
from benchmarks.host import Host
from benchmarks.numbers import median, percentile, table
from benchmarks.recorder import Recorded
from benchmarks.room_page import running
from tests.installation import Installation
from tests.waiting import until

TITLE = "sound and picture of a film"
MINUTES = float(os.environ.get("MINUTES", "10"))
GOAL = 100
"""Milliseconds between them, at most."""
WINDOW = 0.005
"""Seconds of sound that are looked at at a time."""


def measure() -> list[str]:
    """The section's lines."""
    with running() as installation, Host(installation.url) as alice:
        code = alice.make_meeting("Recorded")
        host = alice.enter(code)
        words = [sys.executable, "-m", "benchmarks.flasher", installation.url, code, str(alice.notice(code))]
        flasher = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert flasher.stdin
        assert flasher.stdout
        try:
            meeting = Recorded(installation, host)
            meeting.agree(meeting.start(), flasher.stdout.readline().strip())
            until(lambda: meeting.chunks() > 0, "the first film is on disk", 60)
            time.sleep(MINUTES * 60)
            meeting.stop()
            until(lambda: meeting.film()[0] == "ready", "the film is there", 120)
            return _lines(_film(installation))
        finally:
            flasher.stdin.close()
            flasher.wait(20)


def _film(installation: Installation) -> Path:
    [(region, name)] = installation.rows("select region, film from recordings_recording")
    return installation.data / "regions" / region / name


def flashes(film: Path) -> list[float]:
    """When it becomes light, in seconds."""
    with av.open(str(film)) as source:
        light = (
            (frame.time, float(frame.to_ndarray(format="gray").mean())) for frame in source.decode(video=0)
        )
        return _rises(light, 60)


def beeps(film: Path) -> list[float]:
    """When it becomes loud, in seconds."""
    with av.open(str(film)) as source:
        [stream] = source.streams.audio
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000)
        loud = []
        for frame in source.decode(stream):
            for piece in resampler.resample(frame):
                wave = piece.to_ndarray()[0].astype(float)
                size = int(WINDOW * 48_000)
                for start in range(0, len(wave) - size + 1, size):
                    at = float(frame.time or 0) + start / 48_000
                    loud.append((at, float(abs(wave[start : start + size]).mean())))
        return _rises(loud, 1500)


def _rises(values: Iterable[tuple[float | None, float]], over: float) -> list[float]:
    found, before = [], False
    for at, value in values:
        if value > over and not before and at is not None and (not found or at - found[-1] > EVERY / 2):
            found.append(at)
        before = value > over
    return found


def _lines(film: Path) -> list[str]:
    seen, heard = flashes(film), beeps(film)
    gaps = [(at, 1000 * (min(heard, key=lambda beep: abs(beep - at)) - at)) for at in seen if heard]
    near = [gap for _, gap in gaps if abs(gap) < 1000 * EVERY / 2]
    third = max(1, len(near) // 3)
    away = [abs(gap) for gap in near]
    return [
        f"A guest flashes and beeps in one moment, each {EVERY:.0f} s for {MINUTES:g} min; in the film {len(seen)} flashes and "
        f"{len(heard)} beeps were found. Positive: the sound comes after the picture.",
        "",
        *table(
            ["", "ms"],
            [
                ["median", f"{median(near):.0f}"],
                ["median of the first third", f"{median(near[:third]):.0f}"],
                ["median of the last third", f"{median(near[-third:]):.0f}"],
                ["95 of 100 are nearer than", f"**{percentile(away, 0.95):.0f}**"],
                ["farthest", f"{max(away):.0f}"],
            ],
        ),
        "",
        f"Goal: within {GOAL} ms.",
    ]
