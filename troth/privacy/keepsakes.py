"""What is kept in a browser, in the words of the notice (CKI-2)."""

from datetime import timedelta
from typing import TypedDict

from django.utils.translation import gettext as _

from troth.privacy.cookies import Cookie, Until, cookies
from troth.privacy.policy import Recorded, Section, Sentence


class Kept(TypedDict):
    """A cookie by what decides if a change of it is material. `seconds` is None where it stays until it is deleted."""

    purpose: str
    seconds: int | None


def ground_of_cookies() -> dict[str, Kept]:
    """Every declared cookie, and what else stays in a browser."""
    return {one.name: Kept(purpose=one.purpose.value, seconds=_seconds(one.lasts)) for one in cookies()}


def sentences_about_cookies() -> list[Sentence]:
    """A sentence for each."""
    return [
        Sentence(
            f"cookie.{one.name}",
            Section.COOKIES,
            _("“%(name)s”, %(how_long)s. %(words)s")
            % {"name": one.name, "how_long": how_long(one), "words": one.words},
            ("CKI-2",),
            Recorded(f"declared cookie: {one.name}"),
        )
        for one in cookies()
    ]


def how_long(one: Cookie) -> str:
    """How long it stays, as a sentence goes on with it."""
    if isinstance(one.lasts, Until):
        return one.lifetime
    return _("for %(lifetime)s") % {"lifetime": one.lifetime}


def _seconds(lasts: timedelta | Until) -> int | None:
    if lasts == Until.DELETED:
        return None
    return int(lasts.total_seconds()) if isinstance(lasts, timedelta) else 0
