"""What people can do about their data, and where."""

from django.utils.translation import gettext_lazy as _

from troth.privacy.policy import Code, Fact, Law, Section, Sentence

FACTS = "troth.rights.policy.facts"

CHOICES = (
    Sentence(
        "choices.see",
        Section.CHOICES,
        _("See what is known about you, where it came from, why it is kept, until when, and who sees it."),
        ("RET-2",),
        Code("troth.rights.your_data_pages.your_data"),
        route="your_data",
    ),
    Sentence(
        "choices.copy",
        Section.CHOICES,
        _("Take a copy of all of it, for yourself and for other programs."),
        ("RET-2",),
        Code("troth.privacy.exports.open_export"),
        route="your_data_copies",
    ),
    Sentence(
        "choices.change",
        Section.CHOICES,
        _("Correct or delete most of it where you made it: your profile, your meetings, your lines of chat."),
        ("RET-2",),
        Code("troth.rights.ways.WAYS"),
        route="your_data",
    ),
    Sentence(
        "choices.erase",
        Section.CHOICES,
        _(
            "Erase everything. For %(days)s days you can come back by a link that is mailed to you; then it is gone."
        ),
        ("RET-2",),
        Fact(f"{FACTS}.days_to_return"),
        route="erase",
    ),
    Sentence(
        "choices.guest",
        Section.CHOICES,
        _("As a guest you do this in the meeting, without an account."),
        ("RET-2",),
        Code("troth.rights.guest_pages.erase_in_meeting"),
    ),
    Sentence(
        "choices.address",
        Section.CHOICES,
        _("Without an account you prove your address by a mailed link, and see what is known of it."),
        ("RET-2",),
        Code("troth.rights.your_data_pages.ask_for_link"),
        route="your_data",
    ),
    Sentence(
        "choices.consent",
        Section.CHOICES,
        _("See what you agreed to, in which words and when, and take it back as easily as you gave it."),
        ("LAW-2",),
        Code("troth.privacy.consents.withdraw"),
        route="your_data_choices",
    ),
    Sentence(
        "choices.withdrawal",
        Section.CHOICES,
        _("Taking it back does not undo what was done before. You are told first what it will limit or end."),
        ("LAW-3",),
        Code("troth.privacy.consents.withdraw"),
    ),
    Sentence(
        "choices.object",
        Section.CHOICES,
        _(
            "Object to a use that rests on a legitimate interest, and to marketing always: it then stops at once."
        ),
        ("LAW-4",),
        Code("troth.privacy.consents.object_to"),
        route="your_data_choices",
    ),
    Sentence(
        "choices.requests",
        Section.CHOICES,
        _("Ask for anything else: it is taken, acknowledged, and answered in the time the law gives."),
        ("RET-3",),
        Code("troth.rights.requests.taking.take"),
        route="your_data_ask",
    ),
    Sentence(
        "choices.complain",
        Section.CHOICES,
        _("You may complain to the data protection authority where you live or work."),
        (),
        Law("GDPR art. 77"),
    ),
)
