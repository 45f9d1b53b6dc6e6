"""What a browser keeps of meetings."""

from django.utils.translation import gettext_lazy as _

from troth.privacy import Purpose
from troth.privacy.cookies import Cookie, Place, Until

COOKIES = [
    Cookie(
        "troth:choices",
        Purpose.SERVE,
        _("Remembers how you like to meet: devices, name at the door, blur, captions, sounds, keys."),
        lasts=Until.DELETED,
        off=_("Press “Forget them” in the settings of a meeting: then nothing is kept."),
        place=Place.LOCAL,
    ),
    Cookie(
        "troth:ticket:*",
        Purpose.SERVE,
        _("Lets a tab back into the meeting that it was in, after a reload."),
        lasts=Until.TAB,
        off=_("Close the tab. Without it a reload enters anew."),
        place=Place.TAB,
    ),
]
