"""What a browser keeps so that forms are safe."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from troth.privacy import Purpose
from troth.privacy.cookies import Cookie

COOKIES = [
    Cookie(
        settings.CSRF_COOKIE_NAME,
        Purpose.SECURE,
        _(
            "Shows that a form came from a page of this service, and not from another site that pretends to be you."
        ),
        lasts=timedelta(seconds=settings.CSRF_COOKIE_AGE or 0),
        off=_("Delete it in your browser; the next form sets it again. Without it no form is taken."),
    )
]
