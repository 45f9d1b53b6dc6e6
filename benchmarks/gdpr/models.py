"""GDPRbench's record, declared; and what the side that is written by hand keeps beside it."""

from hashlib import sha256

from django.db import models
from django.db.models import CharField, DateTimeField, IntegerField, SmallIntegerField

from troth.privacy import (
    SELF,
    Basis,
    Controller,
    Declaration,
    Keep,
    Personal,
    Purpose,
    Source,
    Subject,
    nothing_personal,
)
from troth.privacy.reading import Everything, Readable

GRACE_DAYS = 1
"""A record's time is over so many days after its `expiry`: a declared period is of whole days."""

METADATA = (
    "purpose",
    "user",
    "objection",
    "decision",
    "access",
    "sharing",
    "source",
    "category",
    "expiry",
)
FIELDS = (*METADATA, "data")


class Record(models.Model):
    """The record is the person, so that the ledger knows it when it is gone. `objection` is a use objected to."""

    key = IntegerField(primary_key=True)
    purpose = SmallIntegerField(db_index=True)
    user = IntegerField(db_index=True)
    objection = SmallIntegerField(db_index=True)
    decision = SmallIntegerField()
    access = CharField(max_length=20)
    sharing = CharField(max_length=20, db_index=True)
    source = CharField(max_length=20)
    category = CharField(max_length=20)
    expiry = DateTimeField(db_index=True)
    data = CharField(max_length=100)

    everything = Everything["Record"]()
    objects = Readable["Record"]()

    privacy = Declaration(
        about="Records of the benchmark",
        controller=Controller.OPERATOR,
        owners={SELF: Subject.CUSTOMER},
        purposes={
            Purpose.SERVE: Basis.CONTRACT,
            Purpose.IMPROVE: Basis.LEGITIMATE_INTEREST,
            Purpose.LEGAL: Basis.LEGAL_OBLIGATION,
        },
        keep=Keep(start="expiry", days=GRACE_DAYS, since="it expires"),
        personal={
            "data": Personal("user.content.private"),
            **{name: Personal("user.behavior", Source.USE) for name in METADATA if name != "expiry"},
        },
        other=("key", "expiry"),
    )

    class Meta:
        base_manager_name = "everything"

    def __str__(self) -> str:
        return str(self.key)


class Chain(models.Model):
    """The end of one organization's lines that are kept by hand."""

    scope = CharField(max_length=64, unique=True)
    number = IntegerField(default=0)
    digest = CharField(max_length=64, default="")

    privacy = nothing_personal("id", "scope", "number", "digest")

    def __str__(self) -> str:
        return self.scope


class Line(models.Model):
    """One line of the record that is kept by hand: a chain too, by the shortest digest that shows a change."""

    scope = CharField(max_length=64)
    number = IntegerField()
    at = DateTimeField()
    action = CharField(max_length=80)
    object = CharField(max_length=64)
    rows = IntegerField()
    digest = CharField(max_length=64)

    privacy = nothing_personal("id", "scope", "number", "at", "action", "object", "rows", "digest")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_line_a_number")]

    def __str__(self) -> str:
        return self.action

    def digest_after(self, previous: str) -> str:
        """Hexadecimal SHA-256 of what the line says and of the digest before."""
        said = f"{previous}|{self.scope}|{self.number}|{self.at.timestamp()}|{self.action}|{self.object}|{self.rows}"
        return sha256(said.encode()).hexdigest()


class Held(models.Model):
    """A record that may not be deleted, by hand."""

    key = IntegerField(unique=True)
    released_at = DateTimeField(null=True)

    privacy = nothing_personal("id", "key", "released_at")

    def __str__(self) -> str:
        return str(self.key)
