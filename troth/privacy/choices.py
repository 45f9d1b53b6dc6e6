"""What a browser says about optional uses: by a signal with each request, or by a choice it was asked for (CKI-3, CKI-4)."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from troth.lib.clock import now
from troth.privacy import cookies
from troth.privacy.models import CookieAnswers

COOKIE = "cookie_choice"
LASTS = timedelta(days=180)
"""How long an answer to the question about cookies holds."""

SIGNALS = {"Sec-GPC": "HTTP_SEC_GPC", "DNT": "HTTP_DNT"}
"""Global Privacy Control and Do Not Track, where a request carries them."""


class Choice:
    """What one request's browser says. Notes by which headers an answer differs, so that caches can be told.

    Nothing is looked up: a first request and one without cookies are told apart from others as well.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.varies_by: set[str] = set()

    @property
    def signal(self) -> str:
        """The signal by which the browser refuses, `Sec-GPC` or `DNT`, or nothing.

        Its value is exactly `1` (Global Privacy Control, section 3; Tracking Preference Expression, section 5):
        anything else says nothing.
        """
        self.varies_by |= SIGNALS.keys()
        return next((name for name, key in SIGNALS.items() if self._request.META.get(key) == "1"), "")

    @property
    def accepts(self) -> bool:
        """Whether optional cookies may be set and optional uses made."""
        if self.signal:
            return False
        return self.answer == "yes"

    @property
    def answer(self) -> str:
        """What was chosen, `yes` or `no`; nothing where nobody was asked, or yes was said to other cookies."""
        self.varies_by.add("Cookie")
        word, _, wording = self._request.COOKIES.get(COOKIE, "").partition(".")
        if word == "no" or (word == "yes" and wording == cookies.wording()):
            return word
        return ""

    @property
    def is_open(self) -> bool:
        """Whether the browser is to be asked."""
        return bool(cookies.optional()) and not self.signal and not self.answer


def choice_of(request: HttpRequest) -> Choice:
    """What a request's browser says."""
    found: Choice | None = getattr(request, "_troth_choice", None)
    if found is None:
        found = request._troth_choice = Choice(request)  # type: ignore[attr-defined]
    return found


def answer_value(yes: bool) -> str:
    """What the cookie of an answer holds."""
    return f"{'yes' if yes else 'no'}.{cookies.wording()}"


@transaction.atomic
def count_answer(yes: bool) -> None:
    """Notes that somebody answered today, and not who (CKI-3)."""
    names = [one.name for one in cookies.optional()]
    day, _ = CookieAnswers.objects.get_or_create(
        day=now().date(), wording=cookies.wording(), defaults={"cookies": names}
    )
    name = "accepted" if yes else "refused"
    CookieAnswers.objects.filter(pk=day.pk).update(**{name: F(name) + 1})


def refused_names(request: HttpRequest) -> Iterator[str]:
    """Optional cookies that a browser still sends though it may not have them."""
    kept = [name for name in request.COOKIES if (one := cookies.cookie_named(name)) and one.optional]
    if kept and not choice_of(request).accepts:
        yield from kept
