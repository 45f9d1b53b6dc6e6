"""What a browser is given to keep, declared where it is set (CKI-2).

A room says what it sets, in `COOKIES` of its `cookies.py`:

    COOKIES = [Cookie("session", Purpose.SERVE, _("…"), lasts=timedelta(days=14), off=_("…"))]

A cookie that no room declares, or one for longer than declared, is stopped
on its way out. One that is `optional` waits until its visitor has agreed.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from troth.privacy.rooms import modules
from troth.privacy.vocabulary import Purpose


class Place(models.TextChoices):
    """Where in the browser it is kept. What is no cookie stays there: no request carries it."""

    COOKIE = "cookie", _("Cookie")
    LOCAL = "localStorage", _("Kept in the browser")
    TAB = "sessionStorage", _("Kept in the tab")


class Until(models.TextChoices):
    """Lifetimes without a length."""

    TAB = "tab", _("until the tab is closed")
    BROWSER = "browser", _("until the browser is closed")
    DELETED = "deleted", _("until you delete it")


HERE = _("this service")


@dataclass(frozen=True)
class Cookie:
    """One thing that is kept in a browser.

    A name that ends in `*` stands for all that begin so. `words` say what it
    does, `off` how to turn it off and what happens then. `by` is who sets it,
    where that is not this service.
    """

    name: str
    purpose: Purpose
    words: str | Promise
    lasts: timedelta | Until
    off: str | Promise
    place: Place = Place.COOKIE
    optional: bool = False
    by: str | Promise = HERE

    @property
    def lifetime(self) -> str:
        """How long it lasts, in words."""
        if isinstance(self.lasts, Until):
            return str(self.lasts.label)
        days = round(self.lasts / timedelta(days=1))
        if days:
            return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
        hours = max(1, round(self.lasts / timedelta(hours=1)))
        return ngettext("%(hours)d hour", "%(hours)d hours", hours) % {"hours": hours}

    def is_named(self, name: str) -> bool:
        """Whether it is the one of this name."""
        return name.startswith(self.name[:-1]) if self.name.endswith("*") else name == self.name

    def may_last(self, seconds: int | None) -> bool:
        """Whether so long is no longer than declared; None is until the browser is closed."""
        if seconds is None:
            return True
        return isinstance(self.lasts, timedelta) and seconds <= self.lasts.total_seconds()


@cache
def cookies() -> tuple[Cookie, ...]:
    """Everything that is declared, in the order of its names. Raises ValueError for two of one name."""
    found: dict[tuple[Place, str], Cookie] = {}
    for module in modules("cookies"):
        for cookie in getattr(module, "COOKIES", ()):
            if (cookie.place, cookie.name) in found:
                raise ValueError(f"“{cookie.name}” is declared twice.")
            found[cookie.place, cookie.name] = cookie
    return tuple(sorted(found.values(), key=lambda one: one.name.lower()))


def cookie_named(name: str) -> Cookie | None:
    """The declaration of a cookie."""
    return next((one for one in cookies() if one.place == Place.COOKIE and one.is_named(name)), None)


def optional() -> tuple[Cookie, ...]:
    """What waits for an agreement."""
    return tuple(one for one in cookies() if one.optional)


def wording() -> str:
    """What is agreed to, as eight hexadecimal digits: an agreement holds for these optional cookies and no others."""
    whole = "\n".join(f"{one.place}:{one.name}:{one.purpose}:{one.lasts}:{one.words}" for one in optional())
    return hashlib.sha256(whole.encode()).hexdigest()[:8]
