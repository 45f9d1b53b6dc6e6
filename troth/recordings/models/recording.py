"""A recording, and who may look at it."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.meetings.models import Attendance, Session
from troth.privacy import (
    Basis,
    Controller,
    Declaration,
    Everything,
    Keep,
    Path,
    Personal,
    Purpose,
    Readable,
    Recipient,
    Region,
    Source,
    Subject,
)

AFTER_RECORDING = Keep(start="ended_at", days=365, rule="recording_days", since=_("the recording ended"))

SEEN_BY = (Recipient.PARTICIPANTS, Recipient.COLLEAGUES, Recipient.HOST, Recipient.ADMINISTRATORS)
"""Who sees a film: whom `shared` names, and whoever has its link."""


class State(models.TextChoices):
    """How far a recording is. It is made, and then it is there, or it came to nothing."""

    ASKED = "asked", _("Starting")
    RUNNING = "running", _("Recording")
    STOPPING = "stopping", _("Stopping")
    MAKING = "making", _("Being made ready")
    READY = "ready", _("Ready")
    EMPTY = "empty", _("Nothing was recorded")
    BROKEN = "broken", _("The film could not be made")


LINK = ("link_digest", "link_passcode")
"""What opens a recording's link is given to nobody in a copy: they may have been kept out since."""
ON_AIR = (State.ASKED, State.RUNNING)
"""While a recorder is wanted."""
FOLDER = "recordings"
"""Where on a region's shelf recordings lie, each in a folder of its own."""
OVER = (State.READY, State.EMPTY, State.BROKEN)
"""When nothing happens to it any more by itself."""


class Ending(models.TextChoices):
    """Why a recording came to its end."""

    HOST = "host", _("A host stopped it.")
    MEETING = "meeting", _("The meeting ended.")
    DISK = "disk", _("There was no room left to keep it. What was recorded until then is there.")
    NO_RECORDER = "no_recorder", _("No recorder was free.")


class Layout(models.TextChoices):
    """What the film shows. Shared screens come first in both."""

    SPEAKER = "speaker", _("Who is speaking, large")
    GRID = "grid", _("Everybody alike")


class Shared(models.TextChoices):
    """Who may look at a recording besides its host and the organization's administrators."""

    HOST = "host", _("Nobody else")
    PARTICIPANTS = "participants", _("People of the organization who were there")
    ORGANIZATION = "organization", _("Everybody in the organization")


class Recording(models.Model):
    """What a host asked for. `ended_at` is null while it is made.

    `making_at` is when its film was last asked for.
    `parts_begun` counts the parts that a recorder claimed, so that two
    recorders don't claim one. `film` is the file's name in the region's
    storage, "" while there is none; `seconds`, `size` (bytes), `width` and
    `height` are the film's. `may_transcribe` where people are asked for their words as text too. In the trash since `trashed_at`. With `link_digest`
    whoever has the link and its `link_passcode` looks at it until `link_until`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="recordings")
    started_by = models.ForeignKey(Attendance, on_delete=models.SET_NULL, null=True, related_name="+")
    region = models.CharField(max_length=2)
    layout = models.CharField(max_length=10, choices=Layout.choices, default=Layout.SPEAKER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    ending = models.CharField(max_length=12, choices=Ending.choices, blank=True)
    parts_begun = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    making_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    film = models.CharField(max_length=120, blank=True)
    poster = models.CharField(max_length=120, blank=True)
    seconds = models.FloatField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    shared = models.CharField(max_length=12, choices=Shared.choices, default=Shared.PARTICIPANTS)
    may_transcribe = models.BooleanField(default=False)
    may_download = models.BooleanField(default=False)
    link_digest = models.CharField(max_length=64, blank=True)
    link_passcode = models.CharField(max_length=40, blank=True)
    link_until = models.DateTimeField(null=True)
    trashed_at = models.DateTimeField(null=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Recordings of meetings you were in"),
        controller=Controller.ORGANIZATION,
        owners={
            "started_by": Path(get=LINK),
            "answers__attendance": Path(get=LINK, where={"answers__choice": "agreed"}),
        },
        readers={"session__meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST)},
        scope="session__meeting__organization",
        purposes={Purpose.SERVE: Basis.CONSENT},
        keep=AFTER_RECORDING,
        personal={
            "started_by": Personal("user.unique_id", Source.USE, (Recipient.PARTICIPANTS,)),
            # Nobody is recognized by it, so it is no biometric data (GDPR art. 4 (14)).
            "film": Personal(
                "user.content.self_image",
                Source.USE,
                SEEN_BY,
                region=Region.CHOSEN,
            ),
            "poster": Personal(
                "user.content.self_image",
                Source.USE,
                SEEN_BY,
                region=Region.CHOSEN,
            ),
        },
        other=(
            "id",
            "session",
            "region",
            "layout",
            "state",
            "ending",
            "parts_begun",
            "asked_at",
            "started_at",
            "stopped_at",
            "making_at",
            "ended_at",
            "seconds",
            "size",
            "width",
            "height",
            "shared",
            "may_download",
            "may_transcribe",
            "link_digest",
            "link_passcode",
            "link_until",
            "trashed_at",
        ),
    )

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state"]), models.Index(fields=["session", "-asked_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(state__in=["asked", "running", "stopping"]),
                name="one_recording_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def has_link(self) -> bool:
        """Whether somebody may come by a link now."""
        return self.link_until is not None and self.link_until > now()

    @property
    def length(self) -> int:
        """Milliseconds of its film."""
        return round(self.seconds * 1000)

    @property
    def folder(self) -> str:
        """Where in the region's storage everything of it lies."""
        return f"{FOLDER}/{self.id}"

    @property
    def scope(self) -> uuid.UUID:
        """The organization whose recording it is."""
        return self.session.meeting.organization_id

    @property
    def is_being_made(self) -> bool:
        """Whether something happens to it by itself still."""
        return self.state not in OVER

    @property
    def began_at(self) -> datetime:
        """The moment of its first picture; until there is one, when it was asked for."""
        return self.started_at or self.asked_at
