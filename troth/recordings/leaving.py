"""What lies beside a recording's row and goes with it, and what is asked when somebody leaves it.

A film is not sealed for somebody who may come back: it goes with the last
person in it, at once.
"""

from collections.abc import Collection, Iterator
from typing import Any

from troth.privacy.leaving import came_back, erased
from troth.privacy.places import Away, Place, register
from troth.privacy.registry import ModelClass
from troth.recordings.actions.deciding import ask_about, take_back_questions
from troth.recordings.models import Recording
from troth.recordings.shelf import NoShelf, Unreachable, shelf_of

PLACE = "recordings"


def connect() -> None:
    """Tells the engine, once a process."""
    register(Place(PLACE, _folders, _remove))
    erased.connect(ask_about, dispatch_uid="recordings")
    came_back.connect(take_back_questions, dispatch_uid="recordings")


def place_of(recording: Recording, name: str) -> str:
    """What the engine calls a file of a recording that it is to take away."""
    return f"{PLACE}:{recording.region}/{name}"


def _folders(model: ModelClass, keys: Collection[Any]) -> Iterator[tuple[Any, str]]:
    if model is Recording:
        for recording in Recording._base_manager.filter(pk__in=keys).only("id", "region"):
            yield recording.pk, f"{recording.region}/{recording.folder}"


def _remove(name: str) -> None:
    region, _, folder = name.partition("/")
    try:
        shelf_of(region).remove(folder)
    except NoShelf:
        # The operator took the whole country's disk away.
        return
    except Unreachable as error:
        raise Away from error
