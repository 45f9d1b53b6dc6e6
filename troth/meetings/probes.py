"""Whether meetings are what is promised of them."""

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.meetings.models import Attendance, Meeting, Message, Session
from troth.organizations.models import Membership
from troth.privacy.looking import look_for
from troth.privacy.promises import Look, Probe


def hosts_belong() -> Look:
    hosted = Meeting.objects.filter(host__isnull=False)
    places = Membership.objects.filter(person=OuterRef("host"), organization=OuterRef("organization"))
    return look_for(
        hosted.count(),
        hosted.filter(~Exists(places)).count(),
        _("Behind the hosts of %(count)s meetings stands no organization."),
    )


def notices_read() -> Look:
    entries = Attendance.objects.all()
    return look_for(
        entries.count(),
        entries.filter(acknowledged_at__lt=F("notice__in_force_from")).count(),
        _("%(count)s entries name a notice that was not there yet."),
    )


def within_licence() -> Look:
    there = Count("attendances", filter=Q(attendances__left_at=None, attendances__joined_at__isnull=False))
    on = Session.objects.filter(ended_at=None).annotate(there=there)
    return look_for(
        on.count(),
        on.filter(there__gt=F("capacity")).count(),
        _("In %(count)s meetings are more people than were bought."),
    )


def lines_stay_inside() -> Look:
    lines = Message.objects.all()
    return look_for(
        lines.count(),
        lines.exclude(author__session=F("session")).count(),
        _("%(count)s lines of chat stand in a meeting that their author was not in."),
    )


PROBES = (
    Probe(("WHO-2",), "meetings.hosts", hosts_belong, gettext_lazy("Hosts and their organizations")),
    Probe(("POL-2",), "meetings.notices", notices_read, gettext_lazy("Notices that were read at the door")),
    Probe(
        ("USE-3",), "meetings.capacity", within_licence, gettext_lazy("People in a meeting, and the licence")
    ),
    Probe(("SHR-2",), "meetings.chat", lines_stay_inside, gettext_lazy("Lines of chat and their authors")),
)
