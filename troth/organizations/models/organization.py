"""Customers: an organization stands behind every host (WHO-2)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

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


class Role(models.TextChoices):
    """What a person may do in their organization; each may all that the next may."""

    OWNER = "owner", _("Owner")
    ADMINISTRATOR = "administrator", _("Administrator")
    HOST = "host", _("Host")
    MEMBER = "member", _("Member")

    @property
    def may_administer(self) -> bool:
        return self in {Role.OWNER, Role.ADMINISTRATOR}

    def may_give(self, role: "Role") -> bool:
        """Whether somebody with this role may give, change or take away `role`: never one above their own."""
        order = list(Role)
        return self.may_administer and order.index(self) <= order.index(role)

    @property
    def may_host(self) -> bool:
        return self != Role.MEMBER


class Organization(models.Model):
    """A customer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("organization"), max_length=120)
    created_at = models.DateTimeField(auto_now_add=True)

    privacy = Declaration(other=("id", "name", "created_at"), scope=SELF)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in their organization. A person has one at most."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="membership"
    )
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    joined_at = models.DateTimeField(auto_now_add=True)

    privacy = Declaration(
        about=_("Your place in your organization"),
        controller=Controller.ORGANIZATION,
        owners={"person": Subject.MEMBER},
        scope="organization",
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=KeepWhileOwned(),
        personal={
            "person": Personal("user.unique_id", Source.USE, (Recipient.COLLEAGUES,)),
            "organization": Personal("user.workplace", Source.ADMINISTRATOR, (Recipient.COLLEAGUES,)),
            "role": Personal("user.workplace", Source.ADMINISTRATOR, (Recipient.COLLEAGUES,)),
            "joined_at": Personal("user.workplace", Source.USE, (Recipient.COLLEAGUES,)),
        },
        other=("id",),
    )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organization_id}"

    @property
    def may_administer(self) -> bool:
        return Role(self.role).may_administer

    @property
    def may_host(self) -> bool:
        return Role(self.role).may_host


class Invitation(models.Model):
    """A colleague asked to join. The link's secret is stored hashed and works once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    email = AddressField(_("work email"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    secret_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Invitations to an organization"),
        controller=Controller.ORGANIZATION,
        owners={SELF: Subject.INVITEE},
        readers={"invited_by": Path(Subject.MEMBER, sees=Recipient.ADMINISTRATORS)},
        proof="email",
        scope="organization",
        purposes={Purpose.SERVE: Basis.LEGITIMATE_INTEREST},
        keep=Keep(start="expires_at", days=30, since=_("the invitation expired")),
        personal={
            "email": Personal("user.contact.email", Source.COLLEAGUE, (Recipient.ADMINISTRATORS,)),
            "role": Personal("user.workplace", Source.COLLEAGUE, (Recipient.ADMINISTRATORS,)),
            "invited_by": Personal("user.unique_id", Source.USE, (Recipient.ADMINISTRATORS,)),
            "secret_digest": Personal(
                "user.authorization.credentials",
                Source.USE,
                purposes={Purpose.SERVE: Basis.CONTRACT, Purpose.SECURE: Basis.CONTRACT},
            ),
        },
        other=("id", "organization", "created_at", "expires_at"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "email"], name="one_invitation_an_address")
        ]

    def __str__(self) -> str:
        return str(self.id)
