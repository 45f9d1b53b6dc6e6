"""The room's API, as types. `room/src/room/api/schema.ts` is generated from them."""

import unicodedata
import uuid
from datetime import datetime
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from troth.accounts.zones import is_zone
from troth.lib.text import one_line
from troth.meetings.models import Admission, Attendance, AttendanceRole, Entry, Reason, Session
from troth.meetings.models.session import TOLD_LENGTH
from troth.privacy.models import ConsentText

MESSAGE_LENGTH = 2000
NAME_LENGTH = 120
# A day at either end of the calendar has no moment in every time zone.
YEARS = range(2000, 2200)


def clean_line(text: str) -> str:
    """One line of readable text that says something."""
    line = one_line(text)
    if not line:
        raise ValueError(_("This can not be empty."))
    return line


def readable(text: str) -> str:
    """Text of several lines, without control characters but line breaks and tabs."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def clean_text(text: str) -> str:
    """Readable text that says something."""
    kept = readable(text)
    if not kept:
        raise ValueError(_("This can not be empty."))
    return kept


def known_zone(name: str) -> str:
    """The name, where it is one of the IANA time zone database."""
    if not is_zone(name):
        raise ValueError(_("There is no such time zone."))
    return name


def likely_moment(moment: datetime) -> datetime:
    """The moment, where every time zone can show it."""
    if moment.year not in YEARS:
        raise ValueError(_("Choose a day between the years 2000 and 2199."))
    return moment


Line = Annotated[str, AfterValidator(clean_line)]
Text = Annotated[str, AfterValidator(clean_text)]
Passcode = Annotated[str, AfterValidator(one_line)]
Zone = Annotated[str, AfterValidator(known_zone)]
Moment = Annotated[AwareDatetime, AfterValidator(likely_moment)]


class Input(BaseModel):
    """What a program sends. Not ninja's Schema: that reads a JSON string's own attributes as if they were fields."""

    model_config = ConfigDict(extra="forbid")


class Me(Schema):
    name: str
    signed_in: bool
    role: AttendanceRole


class NoticeLine(Schema):
    number: int
    url: str


class Urls(Schema):
    home: str
    meetings: str
    login: str
    your_data: str
    meeting: str | None = None


class Limits(Schema):
    message: int = MESSAGE_LENGTH
    name: int = NAME_LENGTH


class Door(Schema):
    """What somebody with the link sees before they enter. A passcode hides `title` and how many are `present`."""

    code: str = ""
    title: str = ""
    host_name: str = ""
    needs_passcode: bool = False
    me: Me
    notice: NoticeLine | None = None
    urls: Urls
    missing: bool = False
    limits: Limits = Limits()
    invitation: str = ""
    present: int = 0
    enter_muted: bool = False
    media_url: str = ""
    csrf: str = ""
    language: str = "en"


class JoinIn(Input):
    name: Line = Field(default="-", max_length=NAME_LENGTH)
    passcode: Passcode = Field(default="", max_length=200)
    notice: int
    ticket: str = Field(default="", max_length=400)
    invitation: str = Field(default="", max_length=100)


class MediaAccess(Schema):
    url: str
    token: str


class Ports(Schema):
    """Where media go: what a network must let out. Zero where it is closed."""

    udp: int
    tcp: int
    relay: int


class CheckOut(MediaAccess):
    """A room to try the connection in."""

    ports: Ports


class Rules(Schema):
    """What those may do who do not lead the session."""

    microphone: bool
    camera: bool
    share: bool
    chat: bool
    rename: bool


class Bars(Schema):
    """What one person may do, besides what the rules say."""

    microphone: bool
    camera: bool
    share: bool
    chat: bool


class PersonOut(Schema):
    """Somebody in the session, as far as the media server does not know it."""

    identity: str
    name: str
    cohost: bool
    hand_at: datetime | None
    spotlit_at: datetime | None
    may: Bars

    @staticmethod
    def of(one: Attendance) -> "PersonOut":
        return PersonOut(
            identity=one.identity,
            name=one.name,
            cohost=one.cohost != "",
            hand_at=one.hand_at,
            spotlit_at=one.spotlit_at,
            may=Bars(**{what: getattr(one, f"may_{what}") for what in Bars.model_fields}),
        )


class SessionState(Schema):
    """What a host can change about a session."""

    locked: bool
    enter_muted: bool
    sounds: bool
    rules: Rules

    @staticmethod
    def of(session: Session) -> "SessionState":
        return SessionState(
            locked=session.locked,
            enter_muted=session.enter_muted,
            sounds=session.meeting.sounds,
            rules=Rules(**{what: getattr(session, f"may_{what}") for what in Rules.model_fields}),
        )


class EntryOut(Schema):
    """An attendance as its person sees it; `media` only when admitted, `may` with their own rights in it.

    `twice`: the same person is in the room already, on another device.
    """

    ticket: str
    admission: Admission
    identity: str
    name: str
    role: AttendanceRole
    title: str
    leads: bool
    enter_muted: bool
    twice: bool
    sounds: bool
    may: Rules
    media: MediaAccess | None


class Standing(Schema):
    """Where somebody stands. Who waits asks again in `again_in` milliseconds, and reads what they were `told`."""

    admission: Admission
    ended: bool
    again_in: int
    told: str = ""


class SessionOut(SessionState):
    """The session as somebody in it sees it. `people` are those about whom there is something to say."""

    title: str
    code: str
    link: str
    version: int
    waiting: int
    people: list[PersonOut]


class LockIn(Input):
    locked: bool


class Waiting(Schema):
    id: uuid.UUID
    name: str
    guest: bool
    asked_at: datetime


class WordIn(Input):
    """Something for all who wait; empty takes it back."""

    text: Annotated[str, AfterValidator(one_line)] = Field(max_length=TOLD_LENGTH)


class MuteIn(Input):
    source: Literal["microphone", "camera", "screen_share"]


class AskIn(Input):
    source: Literal["microphone", "camera"]


class MuteAllIn(MuteIn):
    stay: bool = False


class RulesIn(Input):
    """The rules to change; what is left out stays."""

    microphone: bool | None = None
    camera: bool | None = None
    share: bool | None = None
    chat: bool | None = None
    rename: bool | None = None
    enter_muted: bool | None = None


class BarsIn(Input):
    microphone: bool | None = None
    camera: bool | None = None
    share: bool | None = None
    chat: bool | None = None


class FeedbackIn(Input):
    """How it was: one to five stars, what it was about, and words of one's own."""

    stars: int = Field(ge=1, le=5)
    reasons: list[Reason] = Field(default=[], max_length=len(Reason))
    comment: Annotated[str, AfterValidator(readable)] = Field(default="", max_length=1000)


class PersonIn(Input):
    """What to change about somebody; what is left out stays."""

    cohost: bool | None = None
    spotlit: bool | None = None
    hand: Literal[False] | None = None
    name: Line | None = Field(default=None, max_length=NAME_LENGTH)
    may: BarsIn | None = None


class AskedOut(Schema):
    """What somebody is asked to agree to, in the words of this `version`."""

    version: int
    words: str
    limits: str

    @staticmethod
    def of(text: ConsentText) -> "AskedOut":
        return AskedOut(version=text.version, words=text.words, limits=text.limits)


class HandIn(Input):
    raised: bool


class NameIn(Input):
    name: Line = Field(max_length=NAME_LENGTH)


class ReactionIn(Input):
    reaction: Literal["thumbs-up", "heart", "laugh", "clap", "party", "surprised", "thanks", "thumbs-down"]


class EditIn(Input):
    text: Text = Field(max_length=MESSAGE_LENGTH)


class MessageIn(EditIn):
    nonce: uuid.UUID
    reply_to: uuid.UUID | None = None


class MessageOut(Schema):
    id: uuid.UUID
    number: int
    identity: str
    name: str
    role: AttendanceRole
    text: str
    written_at: datetime
    session: uuid.UUID
    changed: int
    reply_to: uuid.UUID | None
    edited_at: datetime | None
    deleted: str


class Messages(Schema):
    """Lines of chat, how many changes the chat has had, and whether there are `earlier` lines to read."""

    messages: list[MessageOut]
    changes: int
    earlier: bool


class MeetingIn(Input):
    """A meeting to make. `starts_at` carries its offset; without it the meeting is open at any time."""

    title: Line = Field(max_length=150)
    starts_at: Moment | None = None
    minutes: int = Field(default=60, ge=5, le=24 * 60)
    time_zone: Zone = Field(default="UTC", max_length=64)
    passcode: Passcode = Field(default="", max_length=40)
    entry: Entry = Entry.ORGANIZATION
    enter_muted: bool = False
    sounds: bool = True


class MeetingOut(Schema):
    id: uuid.UUID
    title: str
    code: str
    link: str
    starts_at: datetime | None
    minutes: int
    time_zone: str
    entry: str
