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
from troth.meetings.models import Admission, AttendanceRole, Entry

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


def clean_text(text: str) -> str:
    """Text of several lines, without control characters but line breaks and tabs."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()
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
    meeting: str | None = None


class Limits(Schema):
    message: int = MESSAGE_LENGTH
    name: int = NAME_LENGTH


class Door(Schema):
    """What somebody with the link sees before they enter. `title` is empty while a passcode hides it."""

    code: str = ""
    title: str = ""
    host_name: str = ""
    needs_passcode: bool = False
    me: Me
    notice: NoticeLine | None = None
    urls: Urls
    missing: bool = False
    limits: Limits = Limits()
    media_url: str = ""
    csrf: str = ""
    language: str = "en"


class JoinIn(Input):
    name: Line = Field(default="-", max_length=NAME_LENGTH)
    passcode: Passcode = Field(default="", max_length=200)
    notice: int
    ticket: str = Field(default="", max_length=400)


class MediaAccess(Schema):
    url: str
    token: str


class EntryOut(Schema):
    """An attendance as its person sees it; `media` only when admitted."""

    ticket: str
    admission: Admission
    identity: str
    name: str
    role: AttendanceRole
    title: str
    media: MediaAccess | None


class Standing(Schema):
    admission: Admission
    ended: bool


class SessionOut(Schema):
    title: str
    code: str
    link: str
    locked: bool
    waiting: int


class LockIn(Input):
    locked: bool


class Waiting(Schema):
    id: uuid.UUID
    name: str
    guest: bool
    asked_at: datetime


class MuteIn(Input):
    source: Literal["microphone", "camera", "screen_share"]


class MessageIn(Input):
    text: Text = Field(max_length=MESSAGE_LENGTH)
    nonce: uuid.UUID


class MessageOut(Schema):
    id: uuid.UUID
    number: int
    identity: str
    name: str
    role: AttendanceRole
    text: str
    written_at: datetime
    session: uuid.UUID


class Messages(Schema):
    messages: list[MessageOut]


class MeetingIn(Input):
    """A meeting to make. `starts_at` carries its offset; without it the meeting is open at any time."""

    title: Line = Field(max_length=150)
    starts_at: Moment | None = None
    minutes: int = Field(default=60, ge=5, le=24 * 60)
    time_zone: Zone = Field(default="UTC", max_length=64)
    passcode: Passcode = Field(default="", max_length=40)
    entry: Entry = Entry.ORGANIZATION


class MeetingOut(Schema):
    id: uuid.UUID
    title: str
    code: str
    link: str
    starts_at: datetime | None
    minutes: int
    time_zone: str
    entry: str
