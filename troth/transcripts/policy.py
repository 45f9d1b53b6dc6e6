"""What the notice says of transcripts."""

from django.utils.translation import gettext_lazy as _

from troth.privacy.policy import Code, Section, Sentence

SENTENCES = (
    Sentence(
        "what.transcripts",
        Section.WHAT,
        _(
            "Where an organization has it so: what those who agreed say in a recording, written down as text with their "
            "name. They are told when they are asked."
        ),
        ("COL-2", "USE-11"),
        Code("troth.transcripts.actions.writing.write_piece"),
    ),
    Sentence(
        "use.transcripts",
        Section.USE,
        _(
            "Speech becomes text on this installation; the sound is sent to nobody. Whose words they are is known by the "
            "microphone that they came from, and nobody is recognized by their voice."
        ),
        ("USE-11", "WHO-3"),
        Code("troth.lib.speech.hear"),
    ),
    Sentence(
        "time.transcripts",
        Section.TIME,
        _(
            "A transcript is deleted with its recording. The lines of who is erased are deleted at once, and what they "
            "said is not written down again."
        ),
        ("RET-9", "RET-2"),
        Code("troth.transcripts.speakers.speaker_of"),
    ),
    Sentence(
        "others.transcripts",
        Section.OTHERS,
        _(
            "A transcript is read by whoever may watch its recording. Whoever comes by a link has captions without names."
        ),
        ("SHR-2",),
        Code("troth.transcripts.access.access_transcript"),
    ),
)
