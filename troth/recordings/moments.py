"""Moments of a film as people write them: `4:09.5`, `1:02:03`, or `75`. In milliseconds here."""

import re

MOMENT = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6})(?:[.,](\d{1,3}))?", re.ASCII)


def read_moment(text: str) -> int | None:
    """The moment, None where it is none. Seconds beside minutes, and minutes beside hours, are less than 60."""
    match = MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds, rest = match.groups()
    if (minutes and int(seconds) > 59) or (hours and int(minutes) > 59):
        return None
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    return whole * 1000 + int((rest or "0").ljust(3, "0"))


def write_moment(milliseconds: int) -> str:
    """The same to tenths of a second where it is whole ones, else to thousandths: nothing is rounded."""
    minutes, rest = divmod(milliseconds, 60_000)
    seconds, rest = divmod(rest, 1000)
    hours, minutes = divmod(minutes, 60)
    parts = f"{rest:03}" if rest % 100 else f"{rest // 100}"
    begin = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{begin}:{seconds:02}.{parts}"
