"""What one recorder made without a break, where people stand in it, and when they speak."""

import uuid
from dataclasses import replace

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.meetings.models import Attendance
from troth.privacy import (
    Basis,
    Controller,
    Declaration,
    Everything,
    Nameless,
    Path,
    Personal,
    Purpose,
    Readable,
    Recipient,
    Source,
)
from troth.recordings.models.decision import Decision
from troth.recordings.models.recording import AFTER_RECORDING, FOLDER, Recording


class Part(models.Model):
    """A stretch of a recording that one recorder made.

    A recorder claims it, and its page begins it, once. `chunks` counts those
    that were acknowledged; `heard_at` is when the recorder last said
    something, `started_at` the moment of the first chunk, and `ended_at` is
    null while more is expected. `form` is the film's container. `at` is where
    in the film it begins, in milliseconds; null where nothing of it is there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=4, blank=True)
    chunks = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    at = models.PositiveIntegerField(null=True)

    privacy = Declaration(
        other=(
            "id",
            "recording",
            "number",
            "form",
            "chunks",
            "claimed_at",
            "begun_at",
            "heard_at",
            "started_at",
            "ended_at",
            "at",
        ),
        scope="recording__session__meeting__organization",
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["recording", "number"], name="one_part_a_number")]

    def __str__(self) -> str:
        return f"{self.number} of {self.recording_id}"

    @property
    def identity(self) -> str:
        """The recorder's name at the media server."""
        return f"recorder-{self.id.hex}"

    @property
    def folder(self) -> str:
        """Where in the region's storage its chunks lie."""
        return f"{FOLDER}/{self.recording_id}/parts/{self.number:03}"

    def chunk(self, number: int) -> str:
        """The file of a chunk; the first is 1."""
        return f"{self.folder}/{number:06}"


class Spell(models.Model):
    """What goes on in a part for a while: from and until in milliseconds of it, null to its end."""

    since = models.PositiveIntegerField(_("from, in milliseconds"))
    until = models.PositiveIntegerField(_("until, in milliseconds"), null=True)

    class Meta:
        abstract = True

    def reach(self, begin: int, end: int) -> tuple[int, int]:
        """From and until in milliseconds of the film, in which its part begins and ends there."""
        until = end if self.until is None else min(end, begin + self.until)
        return min(end, begin + self.since), until


class Tile(Spell):
    """Somebody's place in the film for a while.

    Names are not in the picture: the player writes them over it, as they are
    when it is looked at, so that a name that is erased is gone from every
    recording at once. The place is in thousandths of the picture. One whose person
    was erased stays without a name: it is what a `decision` is about.
    """

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="tiles")
    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, null=True, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, related_name="tiles")
    is_screen = models.BooleanField(_("your screen"), default=False)
    left = models.PositiveSmallIntegerField()
    top = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Where you stand in recordings"),
        controller=Controller.ORGANIZATION,
        owners={"attendance": Path()},
        scope="part__recording__session__meeting__organization",
        purposes={Purpose.SERVE: Basis.CONSENT},
        keep=replace(AFTER_RECORDING, start="part__recording__ended_at"),
        nameless=Nameless(stays=("since", "until", "is_screen")),
        personal={
            "attendance": Personal("user.unique_id", Source.USE, (Recipient.PARTICIPANTS,)),
            "since": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
            "until": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
            "is_screen": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
        },
        other=("id", "part", "decision", "left", "top", "width", "height"),
    )

    class Meta:
        ordering = ["part__number", "since"]

    def __str__(self) -> str:
        return f"{self.attendance_id} in {self.part_id}"


class Voice(Spell):
    """Somebody is heard in the film for a while.

    What was said is nobody else's words for that: who is erased leaves the
    time behind and no name, so that nothing they said is written down after them.
    """

    part = models.ForeignKey(Part, on_delete=models.CASCADE, related_name="voices")
    attendance = models.ForeignKey(Attendance, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("When you speak in recordings"),
        controller=Controller.ORGANIZATION,
        owners={"attendance": Path()},
        nameless=Nameless(stays=("since", "until")),
        scope="part__recording__session__meeting__organization",
        purposes={Purpose.SERVE: Basis.CONSENT},
        keep=replace(AFTER_RECORDING, start="part__recording__ended_at"),
        personal={
            "attendance": Personal("user.unique_id", Source.USE, (Recipient.PARTICIPANTS,)),
            "since": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
            "until": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
        },
        other=("id", "part"),
    )

    class Meta:
        ordering = ["part__number", "since"]

    def __str__(self) -> str:
        return f"{self.attendance_id} in {self.part_id}"
