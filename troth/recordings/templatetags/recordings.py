"""How pages write what is told of recordings."""

from django import template

from troth.recordings.moments import write_moment

register = template.Library()


@register.filter
def playing_time(seconds: float) -> str:
    """Seconds as players write them: `4:09`, `1:02:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def moment(milliseconds: int) -> str:
    """A moment of a film as the cut tool writes it: `4:09.5`."""
    return write_moment(milliseconds)
