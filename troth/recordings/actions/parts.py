"""What recorders do: claim a part, begin it, bring its chunks, end it.

Any of it may be asked again: who lost the answer to a chunk sends it once
more, and the file it wrote is the same.
"""

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.meetings.models import Attendance
from troth.recordings.actions.asking import end, full, tell
from troth.recordings.models import Ending, Part, Recording, State, Tile, Voice
from troth.recordings.models.recording import ON_AIR
from troth.recordings.queries import agreed
from troth.recordings.schemas import PlaceIn, RecorderStanding
from troth.recordings.shelf import Full, shelf_of

BEGINS = timedelta(seconds=20)
"""A browser that has not begun its part by then never will."""
SILENCE = timedelta(seconds=8)
"""A recorder that said nothing for so long is dead."""
WAITS = timedelta(seconds=60)
"""So long a host waits for a recorder."""
BEGINNING = signing.TimestampSigner(salt="troth.recordings.begin")
BRINGING = signing.Signer(salt="troth.recordings.part")


def claim() -> tuple[Part, str] | None:
    """The next part that nobody records, and the code that its page begins it with, good for BEGINS."""
    moment = now()
    alive = Part.objects.filter(
        Q(begun_at__isnull=False, heard_at__gt=moment - SILENCE)
        | Q(begun_at__isnull=True, claimed_at__gt=moment - BEGINS),
        recording=OuterRef("pk"),
        ended_at__isnull=True,
    )
    waiting = Recording.everything.filter(
        ~Exists(alive), state__in=ON_AIR, session__ended_at__isnull=True
    ).order_by("asked_at")
    for recording in waiting.only("id", "parts_begun"):
        number = recording.parts_begun + 1
        with transaction.atomic():
            mine = Recording.everything.filter(id=recording.id, parts_begun=number - 1, state__in=ON_AIR)
            if not mine.update(parts_begun=number):
                continue
            Part.objects.filter(recording=recording, ended_at__isnull=True).update(ended_at=moment)
            part = Part.objects.create(recording=recording, number=number, claimed_at=moment, heard_at=moment)
        return part, BEGINNING.sign(str(part.id))
    return None


def begin(code: str, form: str) -> Part:
    """The part that a code was given out for; once. Raises Problem 401."""
    refusal = Problem(401, "part", _("This part is recorded by somebody else."))
    try:
        key = UUID(BEGINNING.unsign(code, max_age=BEGINS))
    except (signing.BadSignature, ValueError):
        raise refusal from None
    begun = Part.objects.filter(id=key, begun_at__isnull=True, ended_at__isnull=True)
    if not begun.update(begun_at=now(), heard_at=now(), form=form):
        raise refusal
    return Part.objects.select_related("recording__session__meeting").get(id=key)


def pass_of(part: Part) -> str:
    """What a recorder signs its chunks with."""
    return BRINGING.sign(str(part.id))


def read_pass(text: str) -> Part:
    """The part that a pass is for, while it goes on. Raises Problem 401, 410 for one that is over."""
    try:
        key = UUID(BRINGING.unsign(text))
    except (signing.BadSignature, ValueError):
        raise Problem(401, "part", _("This is no recorder's pass.")) from None
    part = Part.objects.select_related("recording__session__meeting").filter(id=key).first()
    if part is None or part.ended_at is not None:
        raise Problem(410, "part-over", _("This part is over."))
    return part


def keep_chunk(part: Part, number: int, content: bytes) -> None:
    """Puts a chunk on the shelf. One that came before is left as it is.

    Raises Problem 409 with the number that is `expected` for one too far on,
    507 where the disk is full: the recording then ends with what is there.
    """
    if number <= part.chunks:
        return
    if number != part.chunks + 1:
        raise Problem(409, "out-of-order", _("A chunk is missing before this one."), expected=part.chunks + 1)
    recording = part.recording
    try:
        shelf_of(recording.region).put(part.chunk(number), content)
    except Full:
        end(recording, Ending.DISK)
        raise full() from None
    moment = now()
    Part.objects.filter(id=part.id, chunks=number - 1).update(chunks=number, heard_at=moment)
    if number == 1:
        Part.objects.filter(id=part.id).update(started_at=moment)
        started = Recording.everything.filter(id=recording.id, state=State.ASKED)
        if started.update(state=State.RUNNING, started_at=moment):
            tell(recording.session)


def standing(part: Part) -> RecorderStanding:
    """What the recorder of a part is to do from now on."""
    recording = Recording.everything.only("id", "state").get(id=part.recording_id)
    on = recording.state in ON_AIR and part.recording.session.ended_at is None
    return RecorderStanding(agreed=agreed(recording), go_on=on)


def move(part: Part, at: int, places: list[PlaceIn]) -> None:
    """From `at` milliseconds of the part on, people stand there and nowhere else."""
    people = {
        one.identity: one
        for one in Attendance.everything.filter(
            session_id=part.recording.session_id, identity__in=[place.identity for place in places]
        ).only("id", "identity")
    }
    with transaction.atomic():
        Part.objects.select_for_update().get(id=part.id)
        Tile.everything.filter(part=part, until__isnull=True, since__lte=at).update(until=at)
        Tile.everything.bulk_create(
            Tile(
                part=part,
                attendance=people[place.identity],
                since=at,
                **place.model_dump(exclude={"identity"}),
            )
            for place in places
            if place.identity in people
        )


def hear(part: Part, at: int, identities: list[str]) -> None:
    """From `at` milliseconds of the part on, these are heard and nobody else. Who has not agreed is none of them."""
    with transaction.atomic():
        Part.objects.select_for_update().get(id=part.id)
        heard = Voice.everything.filter(part=part, until__isnull=True)
        heard.exclude(attendance__identity__in=identities).update(until=at)
        wanted = set(identities) & set(agreed(part.recording))
        wanted -= set(heard.values_list("attendance__identity", flat=True))
        people = Attendance.everything.filter(session_id=part.recording.session_id, identity__in=wanted).only(
            "id"
        )
        Voice.everything.bulk_create(Voice(part=part, attendance=one, since=at) for one in people)


def end_part(part_id: UUID) -> None:
    """The recorder has brought everything, or its process is gone: another may go on at once."""
    Part.objects.filter(id=part_id, ended_at__isnull=True).update(ended_at=now())
