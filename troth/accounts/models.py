"""People who sign in."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.privacy import (
    SELF,
    AddressField,
    Basis,
    Controller,
    Declaration,
    KeepWhileOwned,
    Personal,
    Purpose,
    Recipient,
    Source,
    Subject,
)

WRITTEN_TO = {
    Purpose.SERVE: Basis.CONTRACT,
    Purpose.ENGAGE: Basis.LEGITIMATE_INTEREST,
    Purpose.PROMOTE: Basis.CONSENT,
}
"""What it takes to write to somebody about more than the service needs (USE-7, USE-8)."""


class People(BaseUserManager["Person"]):
    """Makes and finds people; the address is compared without case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Person":
        person = self.model(email=email, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=username or "")


class Person(AbstractBaseUser):
    """Somebody with an account. Guests of a meeting have none: they are an Attendance."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = AddressField(_("work email"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    language = models.CharField(_("language"), max_length=10, default="en")
    picture = models.CharField(_("picture"), max_length=120, blank=True)
    is_operator = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[People] = People()

    privacy = Declaration(
        about=_("Your account"),
        controller=Controller.OPERATOR,
        owners={SELF: Subject.MEMBER},
        proof="email",
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=KeepWhileOwned(),
        personal={
            "id": Personal("user.unique_id", Source.USE, purposes=WRITTEN_TO),
            "email": Personal(
                "user.contact.email",
                seen_by=(Recipient.COLLEAGUES, Recipient.OPERATOR),
                purposes=WRITTEN_TO
                | {Purpose.SECURE: Basis.LEGITIMATE_INTEREST, Purpose.SUPPORT: Basis.CONTRACT},
            ),
            "name": Personal(
                "user.name", seen_by=(Recipient.COLLEAGUES, Recipient.PARTICIPANTS), purposes=WRITTEN_TO
            ),
            "job_title": Personal("user.job_title", seen_by=(Recipient.COLLEAGUES,)),
            "department": Personal("user.workplace", seen_by=(Recipient.COLLEAGUES,)),
            "phone": Personal("user.contact.phone_number", seen_by=(Recipient.COLLEAGUES,)),
            "time_zone": Personal("user.account.settings"),
            "language": Personal("user.account.settings", purposes=WRITTEN_TO),
            "picture": Personal("user.content.self_image", seen_by=(Recipient.COLLEAGUES,)),
            "password": Personal("user.authorization.password", purposes={Purpose.SECURE: Basis.CONTRACT}),
            "last_login": Personal(
                "user.behavior", Source.USE, purposes={Purpose.SECURE: Basis.LEGITIMATE_INTEREST}
            ),
            "is_operator": Personal(
                "user.authorization", Source.ADMINISTRATOR, label=_("runs this installation")
            ),
            "is_active": Personal(
                "user.authorization", Source.ADMINISTRATOR, purposes=WRITTEN_TO, label=_("may sign in")
            ),
            "created_at": Personal("user.behavior", Source.USE),
        },
    )

    def __str__(self) -> str:
        return str(self.id)
