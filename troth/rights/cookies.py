"""What a browser keeps of the choice about cookies."""

from django.utils.translation import gettext_lazy as _

from troth.privacy import Purpose
from troth.privacy.choices import COOKIE, LASTS
from troth.privacy.cookies import Cookie

COOKIES = [
    Cookie(
        COOKIE,
        Purpose.SERVE,
        _("Remembers what you chose about optional cookies: yes or no, and nothing about you."),
        lasts=LASTS,
        off=_("Delete it in your browser; you are asked again, if there is anything to ask."),
    )
]
