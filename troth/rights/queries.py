"""The versions of the notice and when each was in force."""

from dataclasses import dataclass
from datetime import datetime

from troth.privacy.models import Notice


@dataclass(frozen=True)
class Version:
    """One version. `until` is when the next came, None while it is in force."""

    number: int
    since: datetime
    until: datetime | None


def versions() -> list[Version]:
    """All versions, the newest first."""
    found: list[Version] = []
    for number, since in Notice.objects.order_by("-number").values_list("number", "in_force_from"):
        found.append(Version(number, since, found[-1].since if found else None))
    return found
