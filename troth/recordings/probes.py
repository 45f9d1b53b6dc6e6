"""Whether recordings are what is promised of them."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.lib.clock import now
from troth.privacy.holds import held_among, holds_in_force
from troth.privacy.looking import look_for
from troth.privacy.probing.past import GRACE, late_rows
from troth.privacy.promises import Look, Probe
from troth.recordings.actions.trash import KEPT
from troth.recordings.models import Answer, Choice, Decision, Recording, State, Tile
from troth.recordings.models import Look as Looked
from troth.recordings.models.recording import FOLDER
from troth.recordings.shelf import NoShelf, regions, shelf_of

HOUR = timedelta(hours=1)
"""So long a deletion may take to end in the storage."""


def each_in_its_country() -> Look:
    """Every film lies on the shelf of its own region, and nothing of a recording on another's."""
    known = {str(id): region for id, region in Recording.everything.values_list("id", "region")}
    strayed = sum(1 for region, id in _folders() if known.get(id, region) != region)
    made = Recording.everything.filter(state=State.READY).only("id", "region", "film")
    missing = sum(1 for recording in made if not _is_there(recording))
    return look_for(
        len(known), strayed + missing, _("%(count)s films are not in the country that was chosen for them.")
    )


def _folders() -> Iterator[tuple[str, str]]:
    """Each recording's folder on any shelf: the region, and the recording's id."""
    for region in regions():
        for name in shelf_of(region).names(FOLDER):
            yield region, name.rpartition("/")[2]


def _is_there(recording: Recording) -> bool:
    try:
        return shelf_of(recording.region).size(recording.film) > 0
    except (NoShelf, FileNotFoundError):
        return False


def none_past_its_time() -> Look:
    """No row of a recording that is over, none too long in the trash, no file of one that is gone."""
    late = late_rows(Recording)
    thrown = Recording.everything.filter(trashed_at__lt=now() - KEPT - GRACE)
    late |= set(thrown.values_list("pk", flat=True))
    known = {str(id) for id in Recording.everything.values_list("id", flat=True)}
    left = sum(1 for region, id in _folders() if id not in known and _is_old(region, id))
    return look_for(
        len(known),
        len(late - _held(late)) + left,
        _("%(count)s recordings are past their time and still here."),
    )


def _held(keys: set[UUID]) -> set[UUID]:
    """Those of these recordings that a hold keeps, or that something which is held can't be without."""
    holds = holds_in_force()
    held: set[UUID] = held_among(Recording, keys, holds)
    for model, path in ((Answer, "recording"), (Looked, "recording"), (Tile, "part__recording")):
        rows = dict(model._base_manager.filter(**{f"{path}__in": keys}).values_list("pk", path))
        held |= {rows[key] for key in held_among(model, rows, holds)}
    return held


def _is_old(region: str, id: str) -> bool:
    """Whether nothing in a folder changed for an hour: no deletion is at it."""
    changed = shelf_of(region).changed_at(f"{FOLDER}/{id}")
    return changed is not None and changed < now() - HOUR


def only_who_agreed() -> Look:
    """Nobody stands in a film who did not agree to it."""
    yes = Answer.everything.filter(
        recording=OuterRef("part__recording"), attendance=OuterRef("attendance"), choice=Choice.AGREED
    )
    tiles = Tile.everything.filter(attendance__isnull=False)
    return look_for(
        tiles.count(),
        tiles.filter(~Exists(yes)).count(),
        _("%(count)s places in films are of people who did not agree."),
    )


def pictures_decided() -> Look:
    """No organization is late to say what becomes of the picture of somebody who was erased."""
    asked = Decision.everything.filter(answer="")
    return look_for(
        Decision.everything.count(),
        asked.filter(due_at__lte=now()).count(),
        _("%(count)s pictures of people who were erased are overdue to be decided about."),
    )


PROBES = (
    Probe(("SEC-2",), "recordings.places", each_in_its_country, gettext_lazy("Where recordings are kept")),
    Probe(("RET-5",), "recordings.past", none_past_its_time, gettext_lazy("Recordings past their time")),
    Probe(("USE-11", "COL-2"), "recordings.agreed", only_who_agreed, gettext_lazy("Who is in a recording")),
    Probe(("RET-3",), "recordings.decided", pictures_decided, gettext_lazy("Pictures of people who left")),
)
