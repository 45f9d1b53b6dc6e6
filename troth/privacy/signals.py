"""What a signed-in person's browser refuses with each request is refused for the person, once (CKI-4)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from troth.privacy.choices import choice_of
from troth.privacy.consents import object_to
from troth.privacy.models import How, Objection
from troth.privacy.purposes import for_the_engine
from troth.privacy.questions import may_object
from troth.privacy.vocabulary import Purpose

HEEDED = "signal_heeded"
"""In the session: this sign-in's signal is on record, or was before."""

REFUSED = (Purpose.PROMOTE, Purpose.IMPROVE)
"""What a signal refuses: promotion, analytics, and with them what others would be given for these."""


class SignalMiddleware:
    """Takes up the signal of who is signed in. Put it where it is known who that is.

    What they agree to afterwards, on a page, stands: it is the later word.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # The cookie first: a request without one must not ask the database who it is.
        if (
            settings.SESSION_COOKIE_NAME in request.COOKIES
            and choice_of(request).signal
            and HEEDED not in request.session
            and request.user.is_authenticated
        ):
            take_up(request)
        return self.get_response(request)


@for_the_engine()
def take_up(request: HttpRequest) -> None:
    """Records the objections, unless a signal of this person's was on record before."""
    person: Any = request.user
    by_signal = Objection.objects.filter(person=person, made_how=How.SIGNAL)
    if not by_signal.exists():
        for purpose in REFUSED:
            if may_object(purpose):
                object_to(purpose, person=person, how=How.SIGNAL)
    request.session[HEEDED] = True
