"""How people were connected to a meeting, and how good that was (COL-7)."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.meetings.models import Attendance, Session
from troth.organizations.models import Organization
from troth.privacy import (
    Basis,
    Controller,
    Counts,
    Declaration,
    Everything,
    Keep,
    Path,
    Personal,
    Purpose,
    Readable,
    Recipient,
    Source,
    Subject,
    Then,
)

SEEN = (Recipient.HOST, Recipient.ADMINISTRATORS)
IMPROVING = {Purpose.SERVE: Basis.CONTRACT, Purpose.IMPROVE: Basis.LEGITIMATE_INTEREST}


class Transport(models.TextChoices):
    """How media reach the server."""

    UDP = "udp", _("UDP")
    TCP = "tcp", _("TCP")
    RELAY_UDP = "relay-udp", _("relay over UDP")
    RELAY_TCP = "relay-tcp", _("relay over TCP")
    RELAY_TLS = "relay-tls", _("relay over TLS")


class Device(models.TextChoices):
    """What kind of device somebody sits at."""

    COMPUTER = "computer", _("Computer")
    PHONE = "phone", _("Phone")
    TABLET = "tablet", _("Tablet")


class Trouble(models.TextChoices):
    """What made a minute worse than good, in the order in which one can do something about it."""

    LOST = "lost", _("connection lost")
    SERVER = "server", _("media server not reached")
    UP = "up", _("packet loss on the way up")
    DOWN = "down", _("packet loss on the way down")
    NARROW = "narrow", _("too little bandwidth on the way up")
    RELAY = "relay", _("delay through a relay or TCP")
    SLOW = "slow", _("long delay")
    COMPUTER = "computer", _("computer at its limit")
    UNKNOWN = "unknown", _("picture or sound interrupted")


class Connection(models.Model):
    """One attendance's connection: where from, with what, and how good it was.

    `day` is that of `started_at` in UTC. `address` is the request's, none where it is a local one, and
    `network` the prefix around it: /24 or /48. Scores are MOS × 100, from 100 to 450;
    `score_seconds` is the sum of score × seconds over `scored_seconds`. `latest` is the last minute's
    score. `entry`, `number` and `window` say which batches have come: the greatest number of the last entry,
    and a bit for each of the 63 before it (as RFC 4303, 3.4.3). `troubles` has seconds by Trouble.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attendance = models.OneToOneField(Attendance, on_delete=models.CASCADE, related_name="connection")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="connections")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    started_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    browser = models.CharField(max_length=40, blank=True)
    browser_version = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=40, blank=True)
    device = models.CharField(max_length=10, choices=Device.choices, default=Device.COMPUTER)
    address = models.GenericIPAddressField(null=True)
    network = models.CharField(max_length=50, blank=True)
    country = models.CharField(max_length=2, blank=True)
    transport = models.CharField(max_length=10, choices=Transport.choices, blank=True)
    first_frame = models.PositiveIntegerField(null=True)
    seconds = models.PositiveIntegerField(default=0)
    scored_seconds = models.PositiveIntegerField(default=0)
    score_seconds = models.PositiveBigIntegerField(default=0)
    poor_seconds = models.PositiveIntegerField(default=0)
    score = models.PositiveSmallIntegerField(null=True)
    latest = models.PositiveSmallIntegerField(null=True)
    reconnects = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=10, choices=Trouble.choices, blank=True)
    troubles = models.JSONField(default=dict)
    entry = models.PositiveSmallIntegerField(default=0)
    number = models.IntegerField(default=-1)
    window = models.BigIntegerField(default=0)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("How you were connected to a meeting"),
        controller=Controller.ORGANIZATION,
        owners={"attendance": Path()},
        readers={"session__meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST)},
        scope="organization",
        counts=Counts(
            when="started_at",
            sums=("seconds", "scored_seconds", "score_seconds", "poor_seconds", "reconnects"),
            daily=True,
        ),
        purposes=IMPROVING,
        keep=Keep(
            start="started_at",
            days=90,
            then=Then.OBFUSCATE,
            rule="connection_days",
            since=_("you were connected"),
        ),
        personal={
            "attendance": Personal("user.unique_id", Source.USE, SEEN),
            "day": Personal("user.behavior", Source.USE, SEEN),
            "started_at": Personal("user.behavior", Source.USE, SEEN),
            "heard_at": Personal("user.behavior", Source.USE, SEEN),
            "browser": Personal("user.device", Source.USE, SEEN),
            "browser_version": Personal("user.device", Source.USE, SEEN),
            "system": Personal("user.device", Source.USE, SEEN),
            "device": Personal("user.device", Source.USE, SEEN),
            "address": Personal(
                "user.device.ip_address",
                Source.USE,
                (Recipient.ADMINISTRATORS,),
                purposes={Purpose.SERVE: Basis.CONTRACT},
            ),
            "network": Personal(
                "user.device.ip_address",
                Source.USE,
                (Recipient.ADMINISTRATORS,),
                purposes={Purpose.SERVE: Basis.CONTRACT},
            ),
            "country": Personal("user.location.imprecise", Source.USE, SEEN),
            "transport": Personal("user.telemetry", Source.USE, SEEN),
            "first_frame": Personal("user.telemetry", Source.USE, SEEN),
            "seconds": Personal("user.telemetry", Source.USE, SEEN),
            "scored_seconds": Personal("user.telemetry", Source.USE, SEEN),
            "score_seconds": Personal("user.telemetry", Source.USE, SEEN),
            "poor_seconds": Personal("user.telemetry", Source.USE, SEEN),
            "score": Personal("user.telemetry", Source.USE, SEEN),
            "latest": Personal("user.telemetry", Source.USE, SEEN),
            "reconnects": Personal("user.telemetry", Source.USE, SEEN),
            "trouble": Personal("user.telemetry", Source.USE, SEEN),
            "troubles": Personal("user.telemetry", Source.USE, SEEN),
        },
        other=("id", "session", "organization", "entry", "number", "window"),
    )

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["organization", "day"]),
            models.Index(fields=["organization", "heard_at"]),
            models.Index(fields=["started_at"]),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Minute(models.Model):
    """What one batch of a connection measured, a minute at most.

    `figures` has the 50th and the 95th percentile of each reading by its name in `readings.py`; `events`
    what happened, each with its seconds after `at`.
    """

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="minutes")
    at = models.DateTimeField()
    seconds = models.PositiveSmallIntegerField()
    score = models.PositiveSmallIntegerField(null=True)
    sound = models.PositiveSmallIntegerField(null=True)
    picture = models.PositiveSmallIntegerField(null=True)
    trouble = models.CharField(max_length=10, choices=Trouble.choices, blank=True)
    transport = models.CharField(max_length=10, choices=Transport.choices, blank=True)
    figures = models.JSONField(default=dict)
    events = models.JSONField(default=list)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("How good your connection to a meeting was, minute by minute"),
        controller=Controller.ORGANIZATION,
        owners={"connection": Path()},
        readers={"connection__session__meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST)},
        scope="connection__organization",
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=Keep(
            start="connection__started_at",
            days=90,
            rule="connection_days",
            since=_("you were connected"),
        ),
        personal={
            "connection": Personal("user.unique_id", Source.USE, SEEN),
            "at": Personal("user.behavior", Source.USE, SEEN),
            "seconds": Personal("user.telemetry", Source.USE, SEEN),
            "score": Personal("user.telemetry", Source.USE, SEEN),
            "sound": Personal("user.telemetry", Source.USE, SEEN),
            "picture": Personal("user.telemetry", Source.USE, SEEN),
            "trouble": Personal("user.telemetry", Source.USE, SEEN),
            "transport": Personal("user.telemetry", Source.USE, SEEN),
            "figures": Personal("user.telemetry", Source.USE, SEEN),
            "events": Personal("user.telemetry", Source.USE, SEEN),
        },
        other=("id",),
    )

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["connection", "at"])]

    def __str__(self) -> str:
        return str(self.pk)
