"""The doors by which recordings leave: a country's bucket, which may be on somebody else's machines (SHR-1, SHR-11)."""

import logging
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext as _

from troth.lib.countries import country_name
from troth.lib.problems import Problem
from troth.meetings.models import Attendance
from troth.privacy import Basis, Purpose
from troth.privacy.disclosing import About, Facts, judge, put_on_record
from troth.privacy.models.recipients import Function
from troth.privacy.recipients import Door, HandOverRefused, behind, register
from troth.recordings.models import Recording

log = logging.getLogger(__name__)


class StorageShut(Problem):
    """The storage is somebody's who may not have recordings."""

    def __init__(self, refused: HandOverRefused) -> None:
        log.error("Nothing can be recorded: %s See “troth recipients”.", refused)
        super().__init__(
            503,
            "storage-shut",
            _("Where recordings are kept is not cleared for use. Nobody is recorded. Tell who runs this."),
        )


def door_of(region: str) -> Door:
    """The door by which recordings of a country leave."""
    return Door(
        f"recordings-{region.lower()}",
        lazy(partial(_about, region), str)(),
        Function.HOSTING,
        ("user.content.private", "user.content.self_image"),
        (Purpose.SERVE,),
        partial(_host, region),
        country=region,
    )


def connect() -> None:
    """Tells the engine of each country's, once a process."""
    for region in settings.BUCKETS:
        register(door_of(region))


def refuse_shut_door(region: str) -> None:
    """Raises StorageShut where nobody's recording may be kept; asks nothing where the storage is the operator's own."""
    _judge(region, About())


def hand_over_to_storage(recording: Recording, attendance: Attendance) -> None:
    """Puts on record that the film of somebody who agrees goes to somebody else's storage; once a recording.

    A guest is nobody whom the record could name. Raises StorageShut.
    """
    about = About(attendance.person)
    facts = _judge(recording.region, about, f"{recording.id.hex} {attendance.id.hex}")
    if facts is not None:
        put_on_record(facts, [about])


def _judge(region: str, about: About, reference: str = "") -> Facts | None:
    try:
        door = door_of(region)
        found = behind(door)
        if found is None:
            return None
        return judge(
            found.key,
            categories=door.categories,
            about=[about],
            purpose=Purpose.SERVE,
            basis=Basis.CONSENT,
            why=_("you agreed to be recorded"),
            reference=reference,
            consented=lambda person: True,
        )
    except HandOverRefused as refused:
        raise StorageShut(refused) from None


def _about(region: str) -> str:
    return _("Recordings kept in %(country)s: pictures, voices and shared screens of who agreed") % {
        "country": country_name(region)
    }


def _host(region: str) -> str:
    address = settings.BUCKETS.get(region)
    if not address:
        return ""
    # A library of some size, which only who has a bucket waits for.
    from troth.recordings.bucket import endpoint

    return urlsplit(endpoint(address)).hostname or ""
