"""Recipients outside the installation, and the doors by which data leaves (SHR-1, SHR-4..10).

A room that hands something to others says so once, when it starts:

    register(Door("mail", _("Mail"), Function.MESSAGES, …, leads_to=relay))

and gives it away only through `hand_over` (`disclosing.py`). Who stands behind
a door on this installation the operator declares, on a page or by
`troth recipients`; where the door leads to the operator's own machine nobody
is behind it.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.countries import country_name
from troth.privacy.models.recipients import Function, OutsideRecipient
from troth.privacy.vocabulary import Purpose


class HandOverRefused(Exception):
    """Something was about to be given to somebody who may not have it. Says why, and names no person."""


@dataclass(frozen=True)
class Door:
    """A place in the program where data leaves.

    `about` says what goes through it, `categories` as Fideslang ids.
    `leads_to` answers the host that it leads to by the settings, or "" where
    nothing leaves: asked each time, it costs no query. With a `country` nobody
    stands behind it who is declared elsewhere.
    """

    key: str
    about: str | Promise
    function: Function
    categories: tuple[str, ...]
    purposes: tuple[Purpose, ...]
    leads_to: Callable[[], str]
    country: str = ""

    @property
    def host(self) -> str:
        """The outside host that it leads to on this installation; "" where that is the operator's own machine."""
        host = self.leads_to().lower()
        return "" if is_own(host) else host


_DOORS: dict[str, Door] = {}


def register(door: Door) -> None:
    """Adds a door, once a process."""
    _DOORS[door.key] = door


def doors() -> list[Door]:
    """Every door of the program, by key."""
    return [_DOORS[key] for key in sorted(_DOORS)]


def is_own(host: str) -> bool:
    """Whether a host is the operator's own: this machine by loopback or name, the installation's name, or in OWN_HOSTS.

    No name is looked up. An address of a private network may be anybody's
    machine, a provider's too, so it is not taken for one's own.
    """
    host = host.strip("[]").rstrip(".")
    if host in {
        "",
        "localhost",
        (urlsplit(settings.PUBLIC_URL).hostname or ""),
        socket.gethostname().lower(),
        *settings.OWN_HOSTS,
    }:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def recipients_in_force() -> list[OutsideRecipient]:
    """Every recipient that is declared now, vetted or not, by name."""
    return list(OutsideRecipient.objects.filter(until=None).order_by("name", "key"))


def versions_of(key: str) -> list[OutsideRecipient]:
    """What was declared under a key, the newest first."""
    return list(OutsideRecipient.objects.filter(key=key).order_by("-since"))


def newest_of(key: str) -> OutsideRecipient | None:
    """What was declared last under a key, though it ended since."""
    return OutsideRecipient.objects.filter(key=key).order_by("-since").first()


def declared(key: str) -> OutsideRecipient:
    """The recipient of a key that may be given something today. Raises HandOverRefused."""
    found = OutsideRecipient.objects.filter(key=key, until=None).first()
    if found is None:
        raise HandOverRefused(_("No recipient “%(key)s” is declared.") % {"key": key})
    return _vetted(found)


def behind(door: Door) -> OutsideRecipient | None:
    """Who stands behind a door today; None where it leads to the operator's own machine. Raises HandOverRefused."""
    host = door.host
    if not host:
        return None
    found = OutsideRecipient.objects.filter(door=door.key, until=None).first()
    if found is None or found.host != host:
        raise HandOverRefused(
            _("“%(door)s” leads to %(host)s, and no recipient is declared there.")
            % {"door": door.key, "host": host}
        )
    if door.country and found.country != door.country:
        raise HandOverRefused(
            _("“%(key)s” is declared in %(there)s, and what goes through “%(door)s” stays in %(here)s.")
            % {
                "key": found.key,
                "there": country_name(found.country),
                "door": door.key,
                "here": country_name(door.country),
            }
        )
    return _vetted(found)


def _vetted(found: OutsideRecipient) -> OutsideRecipient:
    if not found.is_vetted(now().date()):
        raise HandOverRefused(
            _("The recipient “%(key)s” is not vetted, or its vetting has run out.") % {"key": found.key}
        )
    return found


def is_within(category: str, declared: Collection[str]) -> bool:
    """Whether a category is one of these, or below one of them."""
    return any(category == one or category.startswith(f"{one}.") for one in declared)


def is_secret(category: str) -> bool:
    """Whether it is what people sign in with: that is given to nobody."""
    return is_within(category, ("user.authorization.password", "user.authorization.credentials"))
