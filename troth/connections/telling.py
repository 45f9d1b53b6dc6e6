"""Connections in words: how good, what went wrong and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from troth.connections.access import Viewer
from troth.connections.models import Connection, Minute, Trouble
from troth.connections.score import grade, mos
from troth.lib.countries import country_name

GAP = timedelta(seconds=90)
"""Minutes of the same trouble that are no further apart are one stretch."""


@dataclass(frozen=True)
class Stretch:
    """A time during which the same went wrong."""

    trouble: Trouble
    begins: datetime
    ends: datetime

    @property
    def words(self) -> str:
        """“packet loss on the way up from 10:04 to 10:09”, in the reader's zone."""
        times = {"trouble": self.trouble.label, "begins": _clock(self.begins), "ends": _clock(self.ends)}
        if times["begins"] == times["ends"]:
            return _("%(trouble)s at %(begins)s") % times
        return _("%(trouble)s from %(begins)s to %(ends)s") % times


def _clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "H:i")


def stretches(minutes: Iterable[Minute]) -> list[Stretch]:
    """What went wrong, in the order in which it began."""
    found: list[Stretch] = []
    for one in minutes:
        if not one.trouble:
            continue
        trouble, ends = Trouble(one.trouble), one.at + timedelta(seconds=one.seconds)
        before = next((stretch for stretch in reversed(found) if stretch.trouble == trouble), None)
        if before and one.at - before.ends <= GAP:
            found[found.index(before)] = Stretch(trouble, before.begins, max(before.ends, ends))
        else:
            found.append(Stretch(trouble, one.at, ends))
    return found


EVENTS = {
    ("lost", "network"): gettext_lazy("connection lost for %(seconds)s s: the network"),
    ("lost", "server"): gettext_lazy("connection lost for %(seconds)s s: the media server was not reached"),
    ("device", "microphone"): gettext_lazy("another microphone"),
    ("device", "camera"): gettext_lazy("another camera"),
    ("device", "speaker"): gettext_lazy("another speaker"),
    ("quality", "poor"): gettext_lazy("the media server found the connection poor"),
    ("quality", "lost"): gettext_lazy("the media server heard nothing"),
    ("quality", "good"): gettext_lazy("the media server found the connection good"),
    ("quality", "excellent"): gettext_lazy("the media server found the connection excellent"),
}


@dataclass(frozen=True)
class Happening:
    """Something that happened at a moment, in words."""

    at: datetime
    words: str


def happenings(minutes: Iterable[Minute]) -> list[Happening]:
    """What happened, in order: losses, other devices, what the media server said."""
    found = []
    for one in minutes:
        for event in one.events:
            words = EVENTS.get((event["kind"], event["why"]))
            if words:
                at = one.at + timedelta(seconds=event["at"])
                found.append(Happening(at, str(words) % {"seconds": event["seconds"]}))
    return sorted(found, key=lambda happening: happening.at)


@dataclass(frozen=True)
class Shown:
    """A connection as somebody may see it. `wrong` is what went wrong, a stretch a sentence."""

    connection: Connection
    name: str
    role: str
    score: float | None
    grade: str
    wrong: list[str]
    client: str
    where: str
    address: str
    network: str

    @property
    def duration(self) -> str:
        """Hours, minutes and seconds that were measured, as `1:02:03`."""
        return str(timedelta(seconds=self.connection.seconds))

    @property
    def first_frame(self) -> str:
        """Seconds from the press on Join to the first picture."""
        value = self.connection.first_frame
        return "" if value is None else f"{value / 1000:.1f}"


def shown(connection: Connection, viewer: Viewer, minutes: Iterable[Minute] = ()) -> Shown:
    """A connection for whoever looks. What they may not see is not in it."""
    sees_address = viewer.sees_address(connection)
    score = mos(connection.score)
    return Shown(
        connection=connection,
        name=connection.attendance.name,
        role=str(connection.attendance.get_role_display()),
        score=score,
        grade=grade(score),
        wrong=[stretch.words for stretch in stretches(minutes)],
        client=client_of(connection),
        where=country_name(connection.country) if connection.country else "",
        address=(connection.address or "") if sees_address else "",
        network=connection.network if sees_address else "",
    )


def client_of(connection: Connection) -> str:
    """“Edge 138, Windows, computer”."""
    browser = f"{connection.browser} {connection.browser_version}".strip()
    return ", ".join(one for one in (browser, connection.system, str(connection.get_device_display())) if one)


def reconnects(count: int) -> str:
    """How often somebody lost the connection and came back, in words."""
    return ngettext("%(n)s reconnect", "%(n)s reconnects", count) % {"n": count}
