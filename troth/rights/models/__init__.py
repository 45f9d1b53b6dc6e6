"""What the room itself keeps: requests that people make about their data, and what was written about each."""

from troth.rights.models.request import RequestMessage, SubjectRequest
from troth.rights.words import Author, Channel, Ground, Kind, Law, Outcome, Proven

__all__ = [
    "Author",
    "Channel",
    "Ground",
    "Kind",
    "Law",
    "Outcome",
    "Proven",
    "RequestMessage",
    "SubjectRequest",
]
