"""The one clock. Tests turn it with time-machine; nobody else reads the time."""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()
