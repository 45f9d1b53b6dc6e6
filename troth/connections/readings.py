"""What a room client sends: readings of each 10 seconds, a minute's worth at a time, and what happened meanwhile.

Counters are differences since the reading before, so that one that begins
anew with a new connection never shows. Every number is finite and has a
bound; what is not measured is null.
"""

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from troth.connections.models import Transport
from troth.meetings.schemas import Input

AT_MOST = 8
"""Readings in a batch: a minute's, and one or two that came between."""
NUMBERS = 20_000
"""Batches of one entry: two weeks' worth."""
LATE = 900
"""Seconds that a batch may be late."""
EVENTS = 20


Millisecond = Annotated[float, Field(ge=0, le=60_000, allow_inf_nan=False, strict=True)]
Kilobit = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False, strict=True)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)]
Small = Annotated[float, Field(ge=0, le=240, allow_inf_nan=False, strict=True)]
Large = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False, strict=True)]
Ago = Annotated[float, Field(ge=0, le=LATE, allow_inf_nan=False, strict=True)]
Column: Any = Field(default_factory=list, max_length=AT_MOST)
Milliseconds = Annotated[list[Millisecond | None], Column]
Kilobits = Annotated[list[Kilobit | None], Column]
Shares = Annotated[list[Share | None], Column]
Frames = Annotated[list[Small | None], Column]
Counted = Annotated[list[Large | None], Column]


class Readings(Input):
    """Columns of as many values as there are readings; one that nothing was measured for may be left out.

    `rtt`, `jitter_…`, `buffer` (what waits to be played) and `decode` (a frame) are in milliseconds, `sent_…`,
    `received_…`, `available` and `target` in kbit/s; `lost_…`, `concealed`, `cpu` and `narrow` are shares; of
    `freezes`, `nack` and `pli` how many, `frozen` in seconds; frames a second, and lines of the largest picture.
    """

    rtt: Milliseconds
    available: Kilobits
    target: Kilobits
    sent_audio: Kilobits
    sent_video: Kilobits
    received_audio: Kilobits
    received_video: Kilobits
    lost_up_audio: Shares
    lost_up_video: Shares
    lost_down_audio: Shares
    lost_down_video: Shares
    jitter_up: Milliseconds
    jitter_down: Milliseconds
    buffer: Milliseconds
    concealed: Shares
    freezes: Counted
    frozen: Frames
    fps_sent: Frames
    fps_seen: Frames
    height_sent: Counted
    height_seen: Counted
    decode: Milliseconds
    cpu: Shares
    narrow: Shares
    nack: Counted
    pli: Counted


class Event(Input):
    """Something that happened, so many seconds before the end of the batch. `seconds` is how long a loss lasted."""

    kind: Literal["lost", "device", "quality"]
    before: Ago
    seconds: Ago = 0
    why: Literal[
        "", "network", "server", "microphone", "camera", "speaker", "excellent", "good", "poor", "lost"
    ] = ""


class BatchIn(Input):
    """One batch. `number` counts the batches of an entry; `age` is how many seconds ago its last reading was."""

    number: Annotated[int, Field(ge=0, lt=NUMBERS, strict=True)]
    age: Ago = 0
    seconds: Annotated[list[Small], Column]
    transport: Transport | Literal[""] = ""
    first_frame: Annotated[int, Field(ge=0, le=600_000, strict=True)] | None = None
    readings: Annotated[Readings, Field(default_factory=lambda: Readings())]
    events: Annotated[list[Event], Field(default_factory=list, max_length=EVENTS)]

    @model_validator(mode="after")
    def _even(self) -> "BatchIn":
        """Every column that is there has one value a reading."""
        if any(len(values) not in (0, len(self.seconds)) for values in vars(self.readings).values()):
            raise ValueError(_("Every reading needs as many values as there are seconds."))
        return self
