"""What every page knows about the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from troth.privacy.acknowledging import unread_by
from troth.privacy.choices import choice_of


def installation(request: HttpRequest) -> dict[str, Any]:
    """`area` is the first word of the path, by which the navigation knows where one is.

    `unread_notice` is a version of the privacy notice that the person has to
    read; it is asked for where a page shows it, of who is signed in.
    """
    return {
        "public_url": settings.PUBLIC_URL,
        "in_development": settings.IN_DEVELOPMENT,
        "operator_name": settings.OPERATOR_NAME,
        "operator_email": settings.OPERATOR_EMAIL,
        "choice": choice_of(request),
        "area": request.path.split("/")[1],
        "unread_notice": SimpleLazyObject(lambda: unread_by(request.user)),
    }
