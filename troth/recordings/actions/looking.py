"""Noting who looked at a recording, for who leads it (SHR-2)."""

from datetime import UTC

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.recordings.models import How, Look, Recording


def note_seen(recording: Recording, person: Person) -> None:
    """Somebody was given of a film: once a day, in UTC."""
    moment = now()
    day = moment.astimezone(UTC).date()
    if Look.everything.filter(recording=recording, person=person, day=day).exists():
        return
    seen = Look(recording=recording, person=person, how=How.SEEN, at=moment, day=day)
    # A player asks for several pieces at once.
    Look.objects.bulk_create([seen], ignore_conflicts=True)


def note_seen_by_link(recording: Recording) -> None:
    """Somebody came by the link and began to watch."""
    Look.objects.create(recording=recording, how=How.SEEN, at=now())


def note_downloaded(recording: Recording, person: Person | None) -> None:
    """Somebody took a film along; without a person, by the link."""
    Look.objects.create(recording=recording, person=person, how=How.DOWNLOADED, at=now())
