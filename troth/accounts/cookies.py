"""What a browser keeps of who is signed in."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from troth.privacy import Purpose
from troth.privacy.cookies import Cookie

COOKIES = [
    Cookie(
        settings.SESSION_COOKIE_NAME,
        Purpose.SERVE,
        _("Knows the browser again that you signed in with, or in which you opened your data by a link."),
        lasts=timedelta(seconds=settings.SESSION_COOKIE_AGE),
        off=_("Sign out. Without it nobody can sign in."),
    )
]
