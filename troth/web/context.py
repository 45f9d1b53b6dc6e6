"""What every page knows about the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from troth.privacy.choices import choice_of


def installation(request: HttpRequest) -> dict[str, Any]:
    """`area` is the first word of the path, by which the navigation knows where one is."""
    return {
        "public_url": settings.PUBLIC_URL,
        "in_development": settings.IN_DEVELOPMENT,
        "operator_name": settings.CONFIG.operator_name,
        "operator_email": settings.CONFIG.operator_email,
        "choice": choice_of(request),
        "area": request.path.split("/")[1],
    }
