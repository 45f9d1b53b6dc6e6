"""Proofs of an address, and the copies of their data that people asked for."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.privacy.addresses import AddressField
from troth.privacy.declarations import SELF, Declaration, Keep, Path, Personal
from troth.privacy.reading import Everything, Readable
from troth.privacy.vocabulary import Basis, Controller, Purpose, Source, Subject

KEPT_DAYS = 7
"""Days that a copy can be fetched."""

BY_ADDRESS = tuple(kind for kind in Subject if kind != Subject.GUEST)
"""Who can be somebody at an address. A guest gave none."""


class Proof(models.Model):
    """A link to their data, mailed to somebody: who opens it proves that the address is theirs.

    It opens once. The link is signed, and no part of it is stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = AddressField()
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Links to your data that you asked for"),
        controller=Controller.OPERATOR,
        owners={SELF: BY_ADDRESS},
        proof="address",
        purposes={Purpose.LEGAL: Basis.LEGAL_OBLIGATION, Purpose.SECURE: Basis.LEGITIMATE_INTEREST},
        keep=Keep(start="asked_at", days=1, since=_("you asked for it")),
        personal={
            "address": Personal("user.contact.email"),
            "asked_at": Personal("user.behavior", Source.USE),
            "opened_at": Personal("user.behavior", Source.USE),
        },
        other=("id",),
    )

    def __str__(self) -> str:
        return str(self.id)


class Export(models.Model):
    """A copy of everything about one person, made in the background.

    It is of the person with the account, and of whoever is at `address`, which
    is known to be theirs. `name` is the file's, without its ending. `run` is
    the run that makes it, which has it until `claimed_until`; `done` and
    `total` count rows.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    address = AddressField(blank=True)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    name = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    run = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Copies of your data that you asked for"),
        controller=Controller.OPERATOR,
        owners={"person": Subject.MEMBER, SELF: Path(BY_ADDRESS, where={"person": None})},
        proof="address",
        purposes={Purpose.LEGAL: Basis.LEGAL_OBLIGATION},
        keep=Keep(start="asked_at", days=KEPT_DAYS, since=_("you asked for it")),
        personal={
            "person": Personal("user.unique_id", Source.USE),
            "address": Personal("user.contact.email"),
            "asked_at": Personal("user.behavior", Source.USE),
            "ready_at": Personal("user.behavior", Source.USE),
            "name": Personal("user.authorization.credentials", Source.USE),
        },
        other=("id", "state", "size", "done", "total", "attempts", "run", "claimed_until"),
    )

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def expires_at(self) -> datetime:
        """When it goes."""
        return self.asked_at + timedelta(days=KEPT_DAYS)

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
