"""What every page knows about the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def installation(request: HttpRequest) -> dict[str, Any]:
    """`area` is the first word of the path, by which the navigation knows where one is."""
    return {
        "public_url": settings.PUBLIC_URL,
        "in_development": settings.IN_DEVELOPMENT,
        "operator_name": settings.CONFIG.operator_name,
        "area": request.path.split("/")[1],
    }
