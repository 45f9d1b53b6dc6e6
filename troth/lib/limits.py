"""How often something may be tried. Keys are stored keyed and hashed: no address is kept."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem

BELIEVED = 2
"""Seconds."""


def cache_key(key: str, prefix: str, version: int) -> str:
    """A key as the cache has it, for KEY_FUNCTION: libraries put addresses and people's ids into theirs."""
    return salted_hmac("troth.cache", f"{prefix}:{version}:{key}", algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class Limit:
    """At most `times` failures in a window of `seconds`, counted a key.

    All processes share the count. That a key is far from its limit a process
    believes for a moment, or until it counts a failure itself: each process
    lets one guess too many through at most, and who never fails costs no query.
    """

    action: str
    times: int
    seconds: int

    def _name(self, key: str) -> str:
        window = int(now().timestamp()) // self.seconds
        return f"limit:{salted_hmac(self.action, f'{key}:{window}', algorithm='sha256').hexdigest()}"

    def refuse_when_reached(self, key: str, more: int = 1, sentence: str = "") -> None:
        """Raises a 429 Problem once the failures of this window are used up, also for a right guess.

        With `more`, also where so many are too many: at most `times`.
        """
        name = self._name(key)
        if more == 1 and caches["process"].get(name):
            return
        if cache.get(f"{name}:{self.times + 1 - more}"):
            wait = self.seconds - int(now().timestamp()) % self.seconds
            raise Problem(
                429,
                "too-many",
                sentence or _("That was tried too often. Wait a little and try again."),
                headers={"Retry-After": str(wait)},
            )
        if more == 1:
            caches["process"].set(name, True, timeout=BELIEVED)

    def count(self, key: str, failures: int = 1) -> None:
        """Notes one failure, or several."""
        name = self._name(key)
        caches["process"].delete(name)
        # One entry a failure: adding is atomic in every cache, counting up is not.
        entries = [f"{name}:{number}" for number in range(1, self.times + 1)]
        taken = cache.get_many(entries)
        for entry in entries:
            if failures and entry not in taken and cache.add(entry, 1, timeout=self.seconds):
                failures -= 1


def address_of(request: HttpRequest) -> str:
    """The client's IP address, of IPv6 its network, as the outermost trusted proxy saw it."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if proxies and len(hops) >= proxies:
        return _network_of(hops[-proxies])
    return _network_of(str(request.META.get("REMOTE_ADDR", "")))


def _network_of(address: str) -> str:
    """What counts as one client: the address, or the /64 of IPv6 that a single line is given (RFC 6177)."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is None:
        return str(ip_network((ip, 64), strict=False))
    return str(getattr(ip, "ipv4_mapped", None) or ip)
