"""Tables of recordings."""

from troth.recordings.models.answer import Answer, Choice
from troth.recordings.models.cut import Cut, CutState
from troth.recordings.models.decision import Decided, Decision, Ground
from troth.recordings.models.look import How, Look
from troth.recordings.models.part import Part, Tile, Voice
from troth.recordings.models.recording import AFTER_RECORDING, Ending, Layout, Recording, Shared, State
from troth.recordings.models.terms import Asking, Terms

__all__ = [
    "AFTER_RECORDING",
    "Answer",
    "Asking",
    "Choice",
    "Cut",
    "CutState",
    "Decided",
    "Decision",
    "Ending",
    "Ground",
    "How",
    "Layout",
    "Look",
    "Part",
    "Recording",
    "Shared",
    "State",
    "Terms",
    "Tile",
    "Voice",
]
