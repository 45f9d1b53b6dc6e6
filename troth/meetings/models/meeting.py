"""A meeting, and who was invited to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from troth.lib.ids import new_code
from troth.organizations.models import Organization
from troth.privacy import (
    SELF,
    AddressField,
    Basis,
    Controller,
    Declaration,
    Everything,
    Keep,
    KeepWhileOwned,
    Path,
    Personal,
    Purpose,
    Readable,
    Recipient,
    Source,
    Subject,
)


class Entry(models.TextChoices):
    """Who enters without waiting for the host."""

    EVERYONE = "everyone", _("Everyone with the link")
    ORGANIZATION = "organization", _("People of the organization, and who was invited by mail")
    NOBODY = "nobody", _("Nobody: the host lets each person in")


class Meeting(models.Model):
    """An appointment with a link. Without `starts_at` it is open at any time, as a host's personal room always is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="meetings")
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="meetings"
    )
    title = models.CharField(_("title"), max_length=150)
    code = models.CharField(max_length=20, unique=True, default=new_code, editable=False)
    passcode = models.CharField(_("passcode"), max_length=40, blank=True)
    entry = models.CharField(
        _("who enters without waiting"), max_length=20, choices=Entry.choices, default=Entry.ORGANIZATION
    )
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("duration"), default=60)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    is_personal = models.BooleanField(default=False)
    enter_muted = models.BooleanField(_("people enter muted"), default=False)
    sounds = models.BooleanField(_("a sound when somebody comes or goes"), default=True)
    chat_changes = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Declaration(
        about=_("Meetings you host"),
        controller=Controller.ORGANIZATION,
        owners={
            "host": Path(Subject.MEMBER, forget=("title", "passcode")),
            "sessions__attendances": Path(
                get=("passcode", "code"), where={"sessions__attendances__joined_at__isnull": False}
            ),
        },
        scope="organization",
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
            "is_personal",
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
        constraints = [
            models.UniqueConstraint(
                fields=["host", "organization"],
                condition=Q(is_personal=True),
                name="one_personal_room_a_host",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Invitee(models.Model):
    """Somebody asked to a meeting by mail. The secret of their link is stored hashed; it works as long as the row is there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitees")
    email = AddressField(_("email"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(auto_now_add=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Invitations to a meeting"),
        controller=Controller.ORGANIZATION,
        owners={SELF: Subject.INVITEE},
        readers={
            "invited_by": Path(Subject.MEMBER, sees=Recipient.HOST),
            "meeting__host": Path(Subject.MEMBER, sees=Recipient.HOST),
        },
        proof="email",
        scope="meeting__organization",
        purposes={Purpose.SERVE: Basis.LEGITIMATE_INTEREST},
        keep=Keep(start="invited_at", days=365, since=_("the invitation")),
        personal={
            "email": Personal("user.contact.email", Source.COLLEAGUE, (Recipient.HOST,)),
            "invited_by": Personal("user.unique_id", Source.USE, (Recipient.HOST,)),
            "secret_digest": Personal(
                "user.authorization.credentials",
                Source.USE,
                purposes={Purpose.SERVE: Basis.CONTRACT, Purpose.SECURE: Basis.CONTRACT},
            ),
            "invited_at": Personal("user.behavior", Source.USE, (Recipient.HOST,)),
        },
        other=("id", "meeting"),
    )

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "email"], name="one_invitation_an_address_a_meeting")
        ]

    def __str__(self) -> str:
        return str(self.id)
