"""The room's API about captions, as types."""

from ninja import Schema

from troth.captions.models import CaptionsChoice, CaptionsStanding
from troth.meetings.schemas import AskedOut, Input


class CaptionsState(Schema):
    """How it stands with captions, as one person in the room sees it.

    `mine` is null until they answered `question`; `can` says whether they may turn captions on and off. `question`
    is null for who has no reason to be asked: captions are off, and they don't turn them on.
    """

    standing: CaptionsStanding
    started_by: str
    can: bool
    mine: CaptionsChoice | None
    question: AskedOut | None


class CaptionsAnswerIn(Input):
    choice: CaptionsChoice
    version: int
