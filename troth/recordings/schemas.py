"""The room's and the recorder's API about recordings, as types."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from troth.meetings.schemas import AskedOut, Input, MediaAccess
from troth.recordings.models import Choice, Layout, State

Thousandth = Annotated[int, Field(ge=0, le=1000)]
DAY = 24 * 3600 * 1000


class RecordingOut(Schema):
    """The recording that goes on, as one person in the room sees it. `mine` is null until they answered."""

    id: UUID
    state: State
    layout: Layout
    started_by: str
    started_at: datetime | None
    may_stay: bool
    mine: Choice | None
    question: AskedOut


class RecordingState(Schema):
    """`recording` is null where none goes on; `can` says whether this person may start and stop one, `last` how the
    last one in this session ended, for who leads. `words` is what the next one asks of people, for who can start it."""

    recording: RecordingOut | None
    can: bool
    last: str = ""
    words: str = ""


class StartIn(Input):
    layout: Layout = Layout.SPEAKER


class AnswerIn(Input):
    recording: UUID
    choice: Choice
    version: int


class BeginIn(Input):
    code: str = Field(max_length=200)
    form: Literal["mp4", "webm"]


class RecorderStanding(Schema):
    """Whom to draw and hear, by identity, and whether to go on."""

    agreed: list[str]
    go_on: bool


class PartOut(RecorderStanding):
    """What a recorder works with: `key` signs what it sends."""

    key: str
    layout: Layout
    media: MediaAccess


class PlaceIn(Input):
    identity: str = Field(max_length=32)
    is_screen: bool
    left: Thousandth
    top: Thousandth
    width: Thousandth
    height: Thousandth


class PlacesIn(Input):
    """Where people stand from `at` on, in milliseconds since the part's first picture."""

    at: int = Field(ge=0, le=DAY)
    places: list[PlaceIn] = Field(max_length=60)


class VoicesIn(Input):
    """Who is heard from `at` on, in milliseconds since the part's first picture."""

    at: int = Field(ge=0, le=DAY)
    identities: list[Annotated[str, Field(max_length=32)]] = Field(max_length=60)
