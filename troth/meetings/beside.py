"""What other rooms have to show beside the times that a meeting was held, each in words of its own.

A room registers once a process; rooms above this one are not known here:

    register(lambda request, sessions: {session.id: render_to_string(…)})
"""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest
from django.utils.safestring import SafeString

from troth.meetings.models import Session

Shown = Callable[[HttpRequest, Sequence[Session]], Mapping[UUID, SafeString]]
_SHOWN: list[Shown] = []


def register(shown: Shown) -> None:
    """Adds something to show to who may see a meeting's page. It decides itself what of it they may see."""
    _SHOWN.append(shown)


def beside(request: HttpRequest, sessions: Sequence[Session]) -> Mapping[UUID, list[SafeString]]:
    """The HTML that belongs to each of these sessions."""
    found: dict[UUID, list[SafeString]] = {}
    for shown in _SHOWN:
        for key, html in shown(request, sessions).items():
            found.setdefault(key, []).append(html)
    return found
