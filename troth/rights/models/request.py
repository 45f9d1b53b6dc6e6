"""Requests about somebody's data that they can't settle themselves, and what was written about each (RET-3).

A request outlives its person: when it was closed for `KEPT_DAYS` days, or its
person is erased, words and addresses go, and a record without a name stays,
to be counted (11 CCR 7101, 7102; GDPR art. 5(2)).
"""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.lib.ids import new_reference
from troth.privacy import (
    SELF,
    AddressField,
    Basis,
    Controller,
    Declaration,
    Everything,
    Keep,
    Nameless,
    Path,
    Personal,
    Purpose,
    Readable,
    Recipient,
    Source,
    Subject,
)
from troth.privacy.models.exports import BY_ADDRESS
from troth.rights.clocks import Clock, clock_of
from troth.rights.words import Author, Channel, Ground, Kind, Law, Outcome, Proven

KEPT_DAYS = 90
"""Days after its end in which a request can be read."""
WORDS_LENGTH = 5000
SEEN_BY = (Recipient.OPERATOR,)
WITHOUT_PROOF = frozenset({Kind.OPT_OUT, Kind.OBJECTION, Kind.QUESTION})
AFTER_CLOSING = Keep(start="closed_at", days=KEPT_DAYS, since=_("your request was closed"))


class SubjectRequest(models.Model):
    """One request. Its person is the account, or whoever is at `address`, or is reached as `contact` says.

    `due_on` is the last day for the answer in `zone`, `due_at` the first moment
    that is too late. `stood` are the days in which the clock stood, because
    more was asked for at `more_asked_at` until it was given at `more_given_at`.
    `reminded` is the last step of the reminders before `due_at` that was sent.
    `days` and `in_time` are noted at the end: the days from receipt to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=9, unique=True, default=new_reference)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    address = AddressField(_("address"), blank=True)
    contact = models.CharField(_("how to reach them"), max_length=300, blank=True)
    agent = models.CharField(_("who asks for them"), max_length=300, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    law = models.CharField(_("where they live"), max_length=10, choices=Law.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    proven = models.CharField(max_length=10, choices=Proven.choices, blank=True)
    received_at = models.DateTimeField()
    receipt_on = models.DateField()
    acknowledged_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    more_asked_at = models.DateTimeField(null=True)
    more_given_at = models.DateTimeField(null=True)
    stood = models.PositiveSmallIntegerField(default=0)
    extended_at = models.DateTimeField(null=True)
    due_on = models.DateField()
    due_at = models.DateTimeField()
    reminded = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    ground = models.CharField(max_length=12, choices=Ground.choices, blank=True)
    days = models.PositiveIntegerField(null=True)
    in_time = models.BooleanField(null=True)

    privacy = Declaration(
        about=_("Requests about your data"),
        controller=Controller.OPERATOR,
        owners={"person": Subject.MEMBER, SELF: Path(BY_ADDRESS, where={"person": None})},
        proof="address",
        nameless=Nameless(),
        purposes={Purpose.LEGAL: Basis.LEGAL_OBLIGATION},
        personal={
            "person": Personal("user.unique_id", Source.USE, SEEN_BY, keep=AFTER_CLOSING),
            "address": Personal("user.contact.email", Source.PERSON, SEEN_BY, keep=AFTER_CLOSING),
            "contact": Personal("user.contact", Source.PERSON, SEEN_BY, keep=AFTER_CLOSING),
            "agent": Personal("user.contact", Source.PERSON, SEEN_BY, keep=AFTER_CLOSING),
            "zone": Personal("user.account.settings", Source.USE, SEEN_BY, keep=AFTER_CLOSING),
        },
        other=(
            "id",
            "reference",
            "kind",
            "law",
            "channel",
            "proven",
            "received_at",
            "receipt_on",
            "acknowledged_at",
            "verified_at",
            "more_asked_at",
            "more_given_at",
            "stood",
            "extended_at",
            "due_on",
            "due_at",
            "reminded",
            "closed_at",
            "outcome",
            "ground",
            "days",
            "in_time",
        ),
    )

    class Meta:
        ordering = ["due_at"]
        indexes = [models.Index(fields=["closed_at", "due_at"])]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def time_zone(self) -> ZoneInfo:
        """Where its days are counted."""
        return ZoneInfo(self.zone or "UTC")

    @property
    def mail_address(self) -> str:
        """Where its person reads mail; empty where they gave no address, or are gone."""
        return self.person.email if self.person else self.address

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_nameless(self) -> bool:
        """Whether nobody knows any more whose it is."""
        return self.person_id is None and not (self.address or self.contact)

    @property
    def is_readable(self) -> bool:
        """Whether its words may still be read, whenever the sweep comes for them."""
        return not self.is_nameless and not (self.closed_at and self.ends_at <= now())

    @property
    def ends_at(self) -> datetime:
        """When the words of a closed request go."""
        assert self.closed_at is not None  # noqa: S101 — asked of closed ones only
        return self.closed_at + timedelta(days=KEPT_DAYS)

    @property
    def clock(self) -> Clock:
        """How long its law gives."""
        return clock_of(Law(self.law), Kind(self.kind))

    @property
    def waits_for_more(self) -> bool:
        """Whether its person was asked for more and has not answered."""
        return self.is_open and self.more_asked_at is not None and self.more_given_at is None

    @property
    def is_standing(self) -> bool:
        """Whether its clock stands meanwhile."""
        return self.waits_for_more and self.clock.stands

    @property
    def may_be_extended(self) -> bool:
        """Once, before it is due, where its law lets an answer take longer."""
        return (
            self.is_open and not self.extended_at and not self.is_overdue and self.clock.longest is not None
        )

    @property
    def needs_proof(self) -> bool:
        """Whether nothing may be done yet: what touches data is done for its person alone.

        Who opts out or objects need not prove who they are (11 CCR 7026(d)), and a question needs no proof.
        """
        return self.verified_at is None and Kind(self.kind) not in WITHOUT_PROOF

    @property
    def is_overdue(self) -> bool:
        return self.is_open and not self.is_standing and self.due_at <= now()

    @property
    def days_left(self) -> int:
        """Whole days until the last moment; negative when it has passed."""
        return (self.due_at - now()).days


class RequestMessage(models.Model):
    """What was written about a request. `proven` is false where the writer might be somebody else.

    `mail_digest` is a keyed hash of the Message-ID of the mail it came by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(SubjectRequest, models.CASCADE, related_name="messages")
    author = models.CharField(_("written by"), max_length=10, choices=Author.choices)
    text = models.TextField(_("text"), max_length=WORDS_LENGTH, blank=True)
    proven = models.BooleanField(default=True)
    mail_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 — many come by no mail
    written_at = models.DateTimeField(_("written"))

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("What was written about your requests"),
        controller=Controller.OPERATOR,
        owners={"request": Path()},
        purposes={Purpose.LEGAL: Basis.LEGAL_OBLIGATION},
        keep=Keep(start="request__closed_at", days=KEPT_DAYS, since=_("your request was closed")),
        personal={
            "request": Personal("user.unique_id", Source.USE, SEEN_BY),
            "author": Personal("user.behavior", Source.USE, SEEN_BY),
            "text": Personal("user.content.private", Source.PERSON, SEEN_BY),
            "proven": Personal("user.behavior", Source.USE, SEEN_BY),
            "mail_digest": Personal("user.unique_id.pseudonymous", Source.USE),
        },
        other=("id", "written_at"),
    )

    class Meta:
        ordering = ["written_at"]

    def __str__(self) -> str:
        return str(self.id)
