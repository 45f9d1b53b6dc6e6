"""Time zones as people choose them."""

from functools import cache
from zoneinfo import available_timezones

REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def is_zone(name: str) -> bool:
    """Whether this is a name of the IANA time zone database."""
    return name in available_timezones()


@cache
def zone_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    """The zones for a select, by region: `("Europe", [("Europe/Berlin", "Berlin"), …])`."""
    choices: list[tuple[str, str | list[tuple[str, str]]]] = [("UTC", "UTC")]
    zones = sorted(available_timezones())
    for region in REGIONS:
        names = [zone for zone in zones if zone.startswith(region + "/")]
        labels = [name.removeprefix(region + "/").replace("/", ", ").replace("_", " ") for name in names]
        choices.append((region, list(zip(names, labels, strict=True))))
    return choices
