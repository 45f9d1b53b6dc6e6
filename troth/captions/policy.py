"""What the notice says of captions."""

from django.utils.translation import gettext_lazy as _

from troth.privacy.policy import Code, Section, Sentence

SENTENCES = (
    Sentence(
        "what.captions",
        Section.WHAT,
        _(
            "Where a host turns captions on: what you were asked about them and what you answered. The words themselves "
            "are shown to who is in the meeting, and kept nowhere."
        ),
        ("COL-2", "USE-11"),
        Code("troth.captions.ear.Ear"),
    ),
    Sentence(
        "use.captions",
        Section.USE,
        _("Nothing that you say in a meeting is shown as text before you agreed, or after you took it back."),
        ("USE-11",),
        Code("troth.captions.queries.agreed"),
        route="your_data_choices",
    ),
)
