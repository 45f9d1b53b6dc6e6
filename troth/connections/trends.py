"""Trends and interruptions over all organizations, in groups of five people or more (USE-9)."""

from datetime import timedelta

from django.db.models import Count, Sum

from troth.connections.models import Connection
from troth.lib.clock import now
from troth.privacy.aggregates import Group, study

BY = ("browser", "system", "device", "transport", "country", "trouble")


def trends(days: int) -> dict[str, list[Group]]:
    """How good the connections of the last so many days were, by what they have in common."""
    rows = Connection.objects.filter(started_at__gt=now() - timedelta(days=days), scored_seconds__gt=0)
    return {
        name: study(
            rows,
            [name],
            connections=Count("pk"),
            measured=Sum("scored_seconds"),
            scored=Sum("score_seconds"),
            poor=Sum("poor_seconds"),
        )
        for name in BY
    }
