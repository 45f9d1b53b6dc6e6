"""The door by which sound and pictures leave: a media server, which may be somebody else's."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from troth.privacy import Purpose
from troth.privacy.models.recipients import Function
from troth.privacy.recipients import Door, register


def _host() -> str:
    return "" if settings.MEDIA_IS_OURS else (urlsplit(settings.MEDIA_API_URL).hostname or "")


MEDIA = Door(
    "media",
    _("Meetings while they are on: names, voices and pictures of who is there, and their internet addresses"),
    Function.HOSTING,
    ("user.name", "user.content.private", "user.content.self_image", "user.device.ip_address"),
    (Purpose.SERVE,),
    _host,
)


def connect() -> None:
    """Tells the engine, once a process."""
    register(MEDIA)
