"""Countries by their code (ISO 3166-1 alpha-2), with the names that the time zone database has for them."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def countries() -> Mapping[str, str]:
    """Every country's name by its code, `DE`, in the order of the names."""
    lines = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8").splitlines()
    found = dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))
    # “Britain (UK)” is how the zone database has it; nobody looks for it there.
    found["GB"] = "United Kingdom"
    return MappingProxyType(dict(sorted(found.items(), key=lambda one: one[1])))


def country_name(code: str) -> str:
    """What a country is called; its code where that is none of them."""
    return countries().get(code, code)
