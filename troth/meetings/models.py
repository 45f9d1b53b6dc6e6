"""Meetings, their sessions, who attended, what was said.

A meeting is an appointment with a link. A session is one time that people
met there. An attendance is one person's entry to a session, from the moment
they ask; a presence is one stretch of it that the media server saw.
"""

import uuid
from dataclasses import replace

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.lib.ids import new_code, new_identity
from troth.organizations.models import Organization
from troth.privacy import (
    Basis,
    Controller,
    Declaration,
    Keep,
    KeepWhileOwned,
    Personal,
    Purpose,
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


class Entry(models.TextChoices):
    """Who enters without waiting for the host."""

    EVERYONE = "everyone", _("Everyone with the link")
    ORGANIZATION = "organization", _("People of the organization")
    NOBODY = "nobody", _("Nobody: the host lets each person in")


class Meeting(models.Model):
    """An appointment with a link. Without `starts_at` it is open at any time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="meetings")
    host = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="meetings")
    title = models.CharField(_("title"), max_length=150)
    code = models.CharField(max_length=20, unique=True, default=new_code, editable=False)
    passcode = models.CharField(_("passcode"), max_length=40, blank=True)
    entry = models.CharField(
        _("who enters without waiting"), max_length=20, choices=Entry.choices, default=Entry.ORGANIZATION
    )
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("duration"), default=60)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    enter_muted = models.BooleanField(_("people enter muted"), default=False)
    sounds = models.BooleanField(_("a sound when somebody comes or goes"), default=True)
    chat_changes = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Declaration(
        about=_("Meetings you host"),
        controller=Controller.ORGANIZATION,
        owners={"host": Subject.MEMBER},
        readers={"sessions__attendances__person": Subject.MEMBER, "sessions__attendances": Subject.GUEST},
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=KeepWhileOwned(),
        personal={
            "host": Personal("user.unique_id", Source.USE, (Recipient.PARTICIPANTS,)),
            "title": Personal("user.content.private", seen_by=(Recipient.PARTICIPANTS,)),
            "passcode": Personal(
                "user.authorization.credentials",
                seen_by=(Recipient.HOST,),
                purposes={Purpose.SERVE: Basis.CONTRACT, Purpose.SECURE: Basis.CONTRACT},
            ),
        },
        other=(
            "id",
            "organization",
            "code",
            "entry",
            "starts_at",
            "minutes",
            "time_zone",
            "enter_muted",
            "sounds",
            "chat_changes",
            "created_at",
        ),
    )

    class Meta:
        ordering = ["-starts_at", "-created_at"]
        indexes = [
            models.Index(fields=["organization", "starts_at"]),
            models.Index(fields=["host", "starts_at"]),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Session(models.Model):
    """One time that people met. Its id is the room's name at the media server.

    `room_made_at` is null while the media server is not known to have the
    room; `guests_wait` is set when a guest was removed: a guest has no account
    to recognize, so from then on the host looks at each one. What begins with
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

    privacy = Declaration(
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
    person; it counts unless they lead the session.
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
    hand_at = models.DateTimeField(null=True)
    spotlit_at = models.DateTimeField(null=True)

    privacy = Declaration(
        about=_("Meetings you attend"),
        controller=Controller.ORGANIZATION,
        owners={"person": Subject.MEMBER, "self": Subject.GUEST},
        readers={"session__meeting__host": Subject.MEMBER},
        purposes={Purpose.SERVE: Basis.CONTRACT, Purpose.BILL: Basis.CONTRACT},
        keep=AFTER_SESSION,
        personal={
            "person": Personal("user.unique_id", Source.USE, (Recipient.HOST, Recipient.ADMINISTRATORS)),
            "identity": Personal("user.unique_id.pseudonymous", Source.USE, (Recipient.PARTICIPANTS,)),
            "name": Personal("user.name", seen_by=(Recipient.PARTICIPANTS, Recipient.ADMINISTRATORS)),
            "role": Personal("user.authorization", Source.USE, (Recipient.PARTICIPANTS,)),
            "admission": Personal("user.behavior", Source.HOST, (Recipient.HOST,)),
            "notice": Personal("user.privacy_preferences", purposes={Purpose.LEGAL: Basis.LEGAL_OBLIGATION}),
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
            "cohost": Personal("user.authorization", Source.HOST, (Recipient.PARTICIPANTS,)),
            "may_microphone": Personal("user.authorization", Source.HOST, (Recipient.PARTICIPANTS,)),
            "may_camera": Personal("user.authorization", Source.HOST, (Recipient.PARTICIPANTS,)),
            "may_share": Personal("user.authorization", Source.HOST, (Recipient.PARTICIPANTS,)),
            "may_chat": Personal("user.authorization", Source.HOST, (Recipient.PARTICIPANTS,)),
            "hand_at": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
            "spotlit_at": Personal("user.behavior", Source.HOST, (Recipient.PARTICIPANTS,)),
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

    privacy = Declaration(
        about=_("When you were connected to a meeting"),
        controller=Controller.ORGANIZATION,
        owners={"attendance__person": Subject.MEMBER, "attendance": Subject.GUEST},
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=replace(AFTER_SESSION, start="attendance__session__ended_at"),
        personal={
            "attendance": Personal("user.unique_id", Source.USE),
            "media_id": Personal("user.unique_id.pseudonymous", Source.USE),
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


class Deleted(models.TextChoices):
    """Who took a line of chat back."""

    AUTHOR = "author", _("Deleted by its author")
    HOST = "host", _("Deleted by a host")


class Message(models.Model):
    """A line of chat. Of a deleted one the place is left, not the text.

    `number` orders the lines of a meeting. `changed` is the count of the
    chat's changes when this line was last written, edited or deleted, so that
    who was away asks for what changed after the last that they know.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="messages")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()
    text = models.TextField()
    nonce = models.UUIDField()
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    changed = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    deleted = models.CharField(max_length=10, choices=Deleted.choices, blank=True)

    privacy = Declaration(
        about=_("Chat in a meeting"),
        controller=Controller.ORGANIZATION,
        owners={"author__person": Subject.MEMBER, "author": Subject.GUEST},
        readers={
            "session__attendances__person": Subject.MEMBER,
            "session__attendances": Subject.GUEST,
            "meeting__host": Subject.MEMBER,
        },
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=AFTER_SESSION,
        personal={
            "author": Personal("user.unique_id", Source.USE, (Recipient.PARTICIPANTS,)),
            "text": Personal("user.content.private", seen_by=(Recipient.PARTICIPANTS,)),
            "written_at": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
            "edited_at": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
            "deleted": Personal("user.behavior", Source.USE, (Recipient.PARTICIPANTS,)),
        },
        other=("id", "meeting", "session", "number", "nonce", "reply_to", "changed"),
    )

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["meeting", "changed"])]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_message_a_number"),
            models.UniqueConstraint(fields=["author", "nonce"], name="one_message_a_nonce"),
        ]

    def __str__(self) -> str:
        return str(self.id)
