"""What a shorter period would take, in words."""

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.connections.models import Connection
from troth.meetings.models import Attendance, Message, Session
from troth.privacy.graph import graph
from troth.recordings.models import Recording


def loss_of(counts: dict[str, int]) -> list[str]:
    """What a change would take, in words; nothing where it takes nothing."""
    return [_lost(label, count) for label, count in counts.items() if count]


def _lost(label: str, count: int) -> str:
    match label:
        case Session._meta.label:
            text = ngettext("%(n)s past meeting", "%(n)s past meetings", count)
        case Attendance._meta.label:
            text = ngettext("%(n)s attendance", "%(n)s attendances", count)
        case Connection._meta.label:
            text = ngettext("%(n)s connection record", "%(n)s connection records", count)
        case Message._meta.label:
            text = ngettext("%(n)s line of chat", "%(n)s lines of chat", count)
        case Recording._meta.label:
            text = ngettext("%(n)s recording", "%(n)s recordings", count)
        case _:
            text = _("%(about)s: %(n)s")
    return text % {"n": count, "about": graph().declared[apps.get_model(label)].about}
