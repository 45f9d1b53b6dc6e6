"""What the notice says of recordings."""

from django.utils.translation import gettext_lazy as _

from troth.privacy.policy import Code, Fact, Facts, Section, Sentence
from troth.privacy.registry import Registry
from troth.privacy.vocabulary import RULES
from troth.recordings.actions.trash import KEPT


def period(registry: Registry) -> Facts:
    """How long a recording stays."""
    return {**RULES["recording_days"].facts, "trash": str(KEPT.days)}


SENTENCES = (
    Sentence(
        "what.recordings",
        Section.WHAT,
        _(
            "Where a host has a meeting recorded: the picture, the voice and the shared screen of those who agreed, "
            "and what each was asked and answered."
        ),
        ("COL-2", "USE-11"),
        Code("troth.recordings.queries.agreed"),
    ),
    Sentence(
        "use.recordings",
        Section.USE,
        _(
            "Nobody is recorded who did not agree first. Whoever takes it back is in the film no more from then on, "
            "and keeps a receipt of either."
        ),
        ("USE-11",),
        Code("troth.recordings.actions.asking.answer"),
        route="your_data_choices",
    ),
    Sentence(
        "time.recordings",
        Section.TIME,
        _(
            "A recording is kept for %(default)s days after it ended. An administrator may choose another period, from "
            "%(least)s to %(most)s days; it prevails. What was thrown away is deleted after %(trash)s days."
        ),
        ("RET-5", "RET-7"),
        Fact("troth.recordings.policy.period"),
    ),
    Sentence(
        "time.names",
        Section.TIME,
        _(
            "Names are not in a film but written over it while somebody watches. Who is erased is named in no "
            "recording from that moment, and what nobody else is in is deleted with them."
        ),
        ("RET-9",),
        Code("troth.recordings.watching.names_over"),
    ),
    Sentence(
        "time.cuts",
        Section.TIME,
        _(
            "The host and the administrators can cut spans out of a recording. Picture and sound of them are then "
            "deleted for everybody; the film as it was is not kept."
        ),
        ("RET-2",),
        Code("troth.recordings.actions.cutting.ask_to_cut"),
    ),
    Sentence(
        "time.pictures",
        Section.TIME,
        _(
            "Where somebody is erased who is in a recording with others, the organization decides within a month "
            "whether it cuts their picture and voice out, deletes the recording, or keeps it for a reason that the law "
            "names. By the link of the erasure they see what it decided."
        ),
        ("RET-3", "RET-8", "RET-9"),
        Code("troth.recordings.actions.deciding.ask_about"),
    ),
    Sentence(
        "others.recordings",
        Section.OTHERS,
        _(
            "A recording is watched by its host and the administrators, and by whom they share it with: who was there, "
            "the organization, or whoever has its link. They see who watched it, and when."
        ),
        ("SHR-2",),
        Code("troth.recordings.watching.readable_by"),
    ),
)
