"""Whether connections are what is promised of them."""

from ipaddress import ip_address

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.connections.models import Connection
from troth.privacy.looking import look_for
from troth.privacy.probing.past import late_rows
from troth.privacy.promises import Look, Probe


def in_their_place() -> Look:
    rows = Connection.everything.all()
    return look_for(
        rows.count(),
        rows.exclude(
            session__meeting__organization=F("organization"), attendance__session=F("session")
        ).count(),
        _("%(count)s connections stand with an organization or a meeting that they were not to."),
    )


def none_past() -> Look:
    """Of each organization those that are older than its own period."""
    return look_for(
        Connection.everything.count(),
        len(late_rows(Connection)),
        _("%(count)s connections are past their time and still name somebody."),
    )


def no_local_addresses() -> Look:
    known = (
        Connection.everything.exclude(address=None).order_by().values_list("address", flat=True).distinct()
    )
    local = [one for one in known.iterator() if not ip_address(str(one)).is_global]
    return look_for(known.count(), len(local), _("%(count)s local addresses are kept with connections."))


PROBES = (
    Probe(
        ("COL-7", "SHR-2"),
        "connections.place",
        in_their_place,
        gettext_lazy("Connections and their meetings"),
    ),
    Probe(("RET-4", "RET-5"), "connections.past", none_past, gettext_lazy("Connections past their time")),
    Probe(("COL-7",), "connections.local", no_local_addresses, gettext_lazy("Addresses of connections")),
)
