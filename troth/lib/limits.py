"""How often something may be tried. Keys are stored keyed and hashed: no address is kept."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem


@dataclass(frozen=True)
class Limit:
    """At most `times` failures in a window of `seconds`, counted a key."""

    action: str
    times: int
    seconds: int

    def _name(self, key: str) -> str:
        window = int(now().timestamp()) // self.seconds
        return f"limit:{salted_hmac(self.action, f'{key}:{window}', algorithm='sha256').hexdigest()}"

    def refuse_when_reached(self, key: str) -> None:
        """Raises a 429 Problem once the failures of this window are used up, also for a right guess."""
        if int(cache.get(self._name(key)) or 0) >= self.times:
            wait = self.seconds - int(now().timestamp()) % self.seconds
            raise Problem(
                429,
                "too-many",
                _("That was tried too often. Wait a little and try again."),
                headers={"Retry-After": str(wait)},
            )

    def count(self, key: str) -> None:
        """Notes one failure."""
        name = self._name(key)
        if not cache.add(name, 1, timeout=self.seconds):
            cache.incr(name)


def address_of(request: HttpRequest) -> str:
    """The client's IP address, as the outermost trusted proxy saw it."""
    proxies: int = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    if proxies and len(hops) >= proxies:
        return hops[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
