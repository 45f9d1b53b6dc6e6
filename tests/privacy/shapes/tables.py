"""Small tables of every shape that shared data takes, declared as a product's are.

They live in an app registry of their own, so that no other test meets them.
Keys are words ("p0", "m1"), so that a case can be read.
"""

# ruff: noqa: DJ001, DJ008

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.apps.registry import Apps
from django.db import models

from troth.privacy import (
    SELF,
    Basis,
    Controller,
    Declaration,
    KeepWhileOwned,
    Nameless,
    Path,
    Personal,
    Purpose,
    Recipient,
    Source,
    Subject,
)
from troth.privacy.declarations import End

APPS = Apps(["tests.privacy.shapes"])


class Shape(models.Model):
    id = models.CharField(primary_key=True, max_length=20)

    class Meta:
        abstract = True
        apps = APPS
        app_label = "shapes"


def declared(
    owners: Mapping[str, End],
    personal: tuple[str, ...] = (),
    other: tuple[str, ...] = (),
    readers: Mapping[str, End] | None = None,
    **more: Any,
) -> Declaration:
    """A declaration in order. What is in a personal field, participants see."""
    return Declaration(
        about="Something of yours",
        controller=Controller.ORGANIZATION,
        owners=owners,
        readers=readers or {},
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=KeepWhileOwned(),
        personal={
            name: Personal("user.content.private", Source.USE, seen_by=(Recipient.PARTICIPANTS,))
            for name in personal
        },
        other=("id", *other),
        **more,
    )


def to(end: str, null: bool = True) -> Any:
    """A foreign key that Django never follows when it deletes."""
    return models.ForeignKey(end, models.DO_NOTHING, null=null, related_name="+")


class Person(Shape):
    privacy = declared({SELF: Subject.MEMBER})


class Note(Shape):
    owner = to("Person", null=False)
    text = models.TextField(default="a note")

    privacy = declared({"owner": Subject.MEMBER}, ("owner", "text"))


class Plan(Shape):
    privacy = Declaration(other=("id",))


class Child(Shape):
    note = to("Note", null=False)

    privacy = declared({"note": Path()}, ("note",))


class Grandchild(Shape):
    child = to("Child", null=False)

    privacy = declared({"child": Path()}, ("child",))


class Message(Shape):
    """Owned by both sides; most cases declare otherwise."""

    sender, receiver, admin = to("Person"), to("Person"), to("Admin")
    sent = models.TextField(null=True)
    received = models.TextField(null=True)

    privacy = declared(
        {"sender": Subject.MEMBER, "receiver": Subject.MEMBER},
        ("sender", "receiver", "admin", "sent", "received"),
    )


class Admin(Shape):
    privacy = declared({SELF: Subject.MEMBER})


class Annotation(Shape):
    message = to("Message", null=False)

    privacy = declared({"message": Path()}, other=("message",))


class Remark(Shape):
    annotation = to("Annotation", null=False)

    privacy = declared({}, other=("annotation",), readers={"annotation": Path()})


class Agent(Shape):
    privacy = declared({SELF: Subject.MEMBER})


class Requester(Shape):
    privacy = declared({SELF: Subject.CUSTOMER})


class Support(Shape):
    """A conversation of two kinds of people."""

    agent, requester = to("Agent"), to("Requester")

    privacy = declared({"agent": Subject.MEMBER, "requester": Subject.CUSTOMER}, ("agent", "requester"))


class Profile(Shape):
    person = to("Person", null=False)

    privacy = declared({"person": Subject.MEMBER}, ("person",))


class Letter(Shape):
    """Between profiles."""

    sender, receiver = to("Profile"), to("Profile")

    privacy = declared({"sender": Path(), "receiver": Path()}, ("sender", "receiver"))


class Invitee(Shape):
    """A person, and somebody else's contact."""

    inviter = to("Person")

    privacy = declared({SELF: Subject.INVITEE, "inviter": Subject.MEMBER}, ("inviter",))


class Group(Shape):
    creator = to("Person")

    privacy = declared({"memberships": Path()}, ("creator",))


class Membership(Shape):
    group = models.ForeignKey("Group", models.DO_NOTHING, related_name="memberships")
    person = to("Person", null=False)

    privacy = declared({"person": Subject.MEMBER}, ("person",), ("group",))


class Topic(Shape):
    group = to("Group", null=False)

    privacy = declared({"group": Path()}, other=("group",))


class Team(Shape):
    admin = to("Admin")

    privacy = declared({"admin": Subject.MEMBER, "joins": Path()}, ("admin",))


class Join(Shape):
    team = models.ForeignKey("Team", models.DO_NOTHING, related_name="joins")
    person = to("Person", null=False)

    privacy = declared({"person": Subject.MEMBER}, ("person",), ("team",))


class File(Shape):
    creator = to("Person")
    secret = models.TextField(null=True)

    privacy = declared({"creator": Subject.MEMBER, "shares": Path()}, ("creator", "secret"))


class Share(Shape):
    file = models.ForeignKey("File", models.DO_NOTHING, related_name="shares")
    team = to("Team", null=False)

    privacy = declared({"team": Path()}, other=("file", "team"))


class Comment(Shape):
    author = to("Person")
    parent = to("Comment")

    privacy = declared({"author": Subject.MEMBER}, ("author",), ("parent",), {"parent": Path()})


class Story(Shape):
    person = to("Person", null=False)
    internal = models.IntegerField(null=True)

    privacy = declared({"person": Subject.MEMBER}, ("person", "internal"))


class Contact(Shape):
    privacy = declared({"clients": Subject.CUSTOMER})


class Client(Shape):
    """A person who points at what is theirs, and at what is not."""

    contact = models.ForeignKey("Contact", models.DO_NOTHING, null=True, related_name="clients")
    company = to("Plan")

    privacy = declared({SELF: Subject.CUSTOMER}, ("contact",), ("company",))


class Byline(Shape):
    """What outlives its author, without the name."""

    person, editor, host = to("Person"), to("Person"), to("Person")
    name = models.CharField(max_length=12, default="Ada")
    nick = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=20, default="On engines")
    draft = models.TextField(default="not yet")

    privacy = Declaration(
        about="What you wrote",
        controller=Controller.ORGANIZATION,
        owners={"person": Subject.MEMBER},
        readers={},
        purposes={Purpose.SERVE: Basis.CONTRACT},
        keep=KeepWhileOwned(),
        personal={
            "person": Personal("user.unique_id", seen_by=(Recipient.COLLEAGUES,)),
            "editor": Personal("user.unique_id"),
            "host": Personal("user.unique_id"),
            "name": Personal("user.name", seen_by=(Recipient.PARTICIPANTS, Recipient.HOST)),
            "nick": Personal("user.content.private", seen_by=(Recipient.HOST,)),
            "title": Personal("user.content.public", seen_by=(Recipient.PARTICIPANTS,)),
            "draft": Personal("user.content.private"),
        },
        other=("id",),
        nameless=Nameless(stays=("title",)),
    )


class Footnote(Shape):
    """Owned through a byline, and unable to be without it."""

    byline = to("Byline", null=False)

    privacy = declared({"byline": Path()}, other=("byline",))


class Ticket(Shape):
    """Of an invitee, and given by somebody."""

    invitee, giver = to("Invitee"), to("Person")

    privacy = declared({"invitee": Subject.INVITEE}, ("invitee", "giver"))


class Parcel(Shape):
    """Its key is no word, and not written in the database as it is read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    person = to("Person")

    privacy = declared({"person": Subject.MEMBER}, ("person",))


class Stamp(Shape):
    """Its key is another's."""

    id = None
    parcel = models.OneToOneField("Parcel", models.DO_NOTHING, primary_key=True, related_name="+")

    privacy = replace(declared({"parcel": Path()}), other=("parcel",))


class Companion(Shape):
    """A person who can't be without another."""

    host = to("Person", null=False)

    privacy = declared({SELF: Subject.GUEST, "host": Subject.MEMBER}, ("host",))
