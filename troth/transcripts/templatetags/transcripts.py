"""How pages write moments of a film."""

from django import template

register = template.Library()


@register.filter
def moment(milliseconds: int) -> str:
    """As players write it, of what has begun: `4:09`, `1:02:03`."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
