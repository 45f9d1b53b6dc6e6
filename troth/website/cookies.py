"""What a browser keeps of how pages look."""

from django.utils.translation import gettext_lazy as _

from troth.privacy import Purpose
from troth.privacy.cookies import Cookie, Place, Until

COOKIES = [
    Cookie(
        "theme",
        Purpose.SERVE,
        _("Remembers that you chose light or dark pages."),
        lasts=Until.DELETED,
        off=_("Choose “as the system” at the foot of a page: then nothing is kept."),
        place=Place.LOCAL,
    )
]
