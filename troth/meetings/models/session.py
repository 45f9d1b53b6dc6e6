"""A session of a meeting, and who attended it."""

import uuid
from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.lib.ids import new_identity
from troth.meetings.models.meeting import Meeting
from troth.privacy import (
    SELF,
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
from troth.privacy.models import Notice

AFTER_SESSION = Keep(
    start="session__ended_at",
    days=365,
    then=Then.OBFUSCATE,
    rule="meeting_days",
    since=_("the meeting ended"),
)


TOLD_LENGTH = 300


class Session(models.Model):
    """One time that people met. Its id is the room's name at the media server.

    `room_made_at` is null while the media server is not known to have the
    room; `guests_wait` is set when a guest was removed or put back: a guest has
    no account to recognize, so from then on the host looks at each one. What begins with
    `may_` holds for all who do not lead it. `version` counts the changes that
    people in the room are told of. `needs_host` is
    set where a host ended the meeting for all a short while ago: nobody
    begins it again without one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sessions")
    capacity = models.PositiveIntegerField()
    locked = models.BooleanField(default=False)
    guests_wait = models.BooleanField(default=False)
    needs_host = models.BooleanField(default=False)
    ended_by_host = models.BooleanField(default=False)
    enter_muted = models.BooleanField(default=False)
    may_microphone = models.BooleanField(default=True)
    may_camera = models.BooleanField(default=True)
    may_share = models.BooleanField(default=True)
    may_chat = models.BooleanField(default=True)
    may_rename = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=0)
    room_made_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        scope="meeting__organization",
        counts=Counts(when="opened_at"),
        keep=replace(AFTER_SESSION, start="ended_at"),
        other=(
            "id",
            "meeting",
            "capacity",
            "locked",
            "guests_wait",
            "needs_host",
            "ended_by_host",
            "enter_muted",
            "may_microphone",
            "may_camera",
            "may_share",
            "may_chat",
            "may_rename",
            "version",
            "room_made_at",
            "opened_at",
            "started_at",
            "ended_at",
        ),
    )

    class Meta:
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["ended_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(ended_at__isnull=True), name="one_open_session_a_meeting"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def room(self) -> str:
        """The room's name at the media server."""
        return str(self.id)


class AttendanceRole(models.TextChoices):
    """What a person comes to a session as."""

    HOST = "host", _("Host")
    MEMBER = "member", _("Member")
    GUEST = "guest", _("Guest")


class CoHost(models.TextChoices):
    """Why somebody who is not the host leads the session too."""

    NAMED = "named", _("Named co-host")
    STANDS_IN = "stands_in", _("Stands in while no host is there")


class Admission(models.TextChoices):
    """Where a person stands at the door."""

    WAITING = "waiting", _("Waiting")
    ADMITTED = "admitted", _("Admitted")
    REFUSED = "refused", _("Refused")
    REMOVED = "removed", _("Removed")
    GONE = "gone", _("Gone")


class HowLeft(models.TextChoices):
    """How a presence came to its end."""

    LEFT = "left", _("Left")
    REMOVED = "removed", _("Removed by the host")
    ENDED = "ended", _("The meeting was ended")
    ELSEWHERE = "elsewhere", _("Came back in another tab")
    LOST = "lost", _("Connection lost")


class Attendance(models.Model):
    """One person's entry to a session. A guest has no account: the attendance is the person.

    `joined_at` and `left_at` are the first and the last moment of its
    presences, `seconds` their sum; `left_at` is null while somebody is there.
    `entries` counts how often the person came in with it; only the ticket of
    the last entry is good. What begins with `may_` a host can take from one
    person; it counts unless they lead the session. `waits` is set where
    a host has put them back into the lobby and not let them in since; `told`
    is what was written to them while they waited.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="attendances"
    )
    identity = models.CharField(max_length=32, unique=True, default=new_identity, editable=False)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=AttendanceRole.choices)
    admission = models.CharField(max_length=10, choices=Admission.choices)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True)
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    how_left = models.CharField(max_length=20, choices=HowLeft.choices, blank=True)
    seconds = models.PositiveIntegerField(default=0)
    entries = models.PositiveSmallIntegerField(default=1)
    cohost = models.CharField(max_length=10, choices=CoHost.choices, blank=True)
    may_microphone = models.BooleanField(default=True)
    may_camera = models.BooleanField(default=True)
    may_share = models.BooleanField(default=True)
    may_chat = models.BooleanField(default=True)
    waits = models.BooleanField(default=False)
    told = models.CharField(max_length=TOLD_LENGTH, blank=True)
    hand_at = models.DateTimeField(null=True)
    spotlit_at = models.DateTimeField(null=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Meetings you attend"),
        controller=Controller.ORGANIZATION,
        owners={"person": Subject.MEMBER, SELF: Path(Subject.GUEST, where={"person": None})},
        readers={"session__meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST)},
        scope="session__meeting__organization",
        counts=Counts(when="session__opened_at", by=("role",), sums=("seconds",)),
        purposes={Purpose.SERVE: Basis.CONTRACT, Purpose.BILL: Basis.CONTRACT},
        keep=AFTER_SESSION,
        personal={
            # Also to ask what they think: only so it shows who does not want to be asked.
            "person": Personal(
                "user.unique_id",
                Source.USE,
                (Recipient.HOST, Recipient.ADMINISTRATORS),
                purposes={
                    Purpose.SERVE: Basis.CONTRACT,
                    Purpose.BILL: Basis.CONTRACT,
                    Purpose.ENGAGE: Basis.LEGITIMATE_INTEREST,
                },
            ),
            "identity": Personal(
                "user.unique_id.pseudonymous",
                Source.USE,
                (Recipient.PARTICIPANTS,),
                label=_("number in the meeting"),
            ),
            "name": Personal("user.name", seen_by=(Recipient.PARTICIPANTS, Recipient.ADMINISTRATORS)),
            "role": Personal("user.authorization", Source.USE, (Recipient.PARTICIPANTS,)),
            "admission": Personal("user.behavior", Source.HOST, (Recipient.HOST,), label=_("let in or not")),
            "notice": Personal(
                "user.privacy_preferences",
                purposes={Purpose.LEGAL: Basis.LEGAL_OBLIGATION},
                label=_("notice read"),
            ),
            "acknowledged_at": Personal(
                "user.privacy_preferences", purposes={Purpose.LEGAL: Basis.LEGAL_OBLIGATION}
            ),
            "asked_at": Personal("user.behavior", Source.USE, (Recipient.HOST,)),
            "seen_at": Personal("user.behavior", Source.USE),
            "admitted_at": Personal("user.behavior", Source.USE, (Recipient.HOST,)),
            "joined_at": Personal("user.behavior", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
            "left_at": Personal("user.behavior", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
            "how_left": Personal("user.behavior", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
            "seconds": Personal("user.behavior", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
            "cohost": Personal(
                "user.authorization", Source.HOST, (Recipient.PARTICIPANTS,), label=_("co-host")
            ),
            "may_microphone": Personal(
                "user.authorization",
                Source.HOST,
                (Recipient.PARTICIPANTS,),
                label=_("might use the microphone"),
            ),
            "may_camera": Personal(
                "user.authorization", Source.HOST, (Recipient.PARTICIPANTS,), label=_("might use the camera")
            ),
            "may_share": Personal(
                "user.authorization",
                Source.HOST,
                (Recipient.PARTICIPANTS,),
                label=_("might share the screen"),
            ),
            "may_chat": Personal(
                "user.authorization",
                Source.HOST,
                (Recipient.PARTICIPANTS,),
                label=_("might write in the chat"),
            ),
            "waits": Personal(
                "user.behavior", Source.HOST, (Recipient.HOST,), label=_("put back into the lobby")
            ),
            "told": Personal(
                "user.content.private",
                Source.HOST,
                (Recipient.HOST,),
                label=_("written to you while you waited"),
            ),
            "hand_at": Personal(
                "user.behavior", Source.USE, (Recipient.PARTICIPANTS,), label=_("hand raised at")
            ),
            "spotlit_at": Personal(
                "user.behavior", Source.HOST, (Recipient.PARTICIPANTS,), label=_("shown large since")
            ),
        },
        other=("id", "session", "entries"),
    )

    class Meta:
        ordering = ["asked_at"]
        indexes = [models.Index(fields=["session", "admission", "left_at"])]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def leads(self) -> bool:
        """Whether they have the host's rights."""
        return self.role == AttendanceRole.HOST or self.cohost != ""


class Presence(models.Model):
    """One stretch that the media server saw, by the id the server gave it. `left_at` is null while it lasts."""

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="presences")
    media_id = models.CharField(max_length=40)
    joined_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    how_left = models.CharField(max_length=20, choices=HowLeft.choices, blank=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("When you were connected to a meeting"),
        controller=Controller.ORGANIZATION,
        owners={"attendance": Path()},
        readers={"attendance__session__meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST)},
        scope="attendance__session__meeting__organization",
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=replace(AFTER_SESSION, start="attendance__session__ended_at", then=Then.DELETE),
        personal={
            "attendance": Personal("user.unique_id", Source.USE),
            "media_id": Personal(
                "user.unique_id.pseudonymous", Source.USE, label=_("number of the connection")
            ),
            "joined_at": Personal("user.behavior", Source.USE, (Recipient.HOST,)),
            "seen_at": Personal("user.behavior", Source.USE),
            "left_at": Personal("user.behavior", Source.USE, (Recipient.HOST,)),
            "how_left": Personal("user.behavior", Source.USE, (Recipient.HOST,)),
        },
        other=("id",),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attendance", "media_id"], name="one_presence_a_stay")]

    def __str__(self) -> str:
        return f"{self.media_id} of {self.attendance_id}"
