"""Who runs the service, whose data it is, who decides, and what the service is not for."""

from django.utils.translation import gettext_lazy as _

from troth.privacy.policy import Code, Declared, Fact, Section, Sentence
from troth.privacy.vocabulary import Controller

FACTS = "troth.rights.policy.facts"

WHO = (
    Sentence(
        "minute.who",
        Section.MINUTE,
        _("%(operator)s runs this service for organizations: meetings, and the pages and mail around them."),
        ("WHO-2", "POL-3"),
        Fact(f"{FACTS}.operator"),
    ),
    Sentence(
        "minute.what",
        Section.MINUTE,
        _(
            "It keeps what is needed for that. Each thing is listed with where it came from, why, and until when."
        ),
        ("COL-1", "COL-2", "COL-3"),
        Fact(f"{FACTS}.kinds"),
        route="notice_policy",
    ),
    Sentence(
        "minute.use",
        Section.MINUTE,
        _("Nothing is read for a purpose that is not listed: the program refuses to."),
        ("USE-12",),
        Code("troth.privacy.purposes.refuse_unless_readable"),
    ),
    Sentence(
        "minute.sold",
        Section.MINUTE,
        _("Nothing about you is sold."),
        ("SHR-10",),
        Fact(f"{FACTS}.nothing_sold"),
    ),
    Sentence(
        "minute.time",
        Section.MINUTE,
        _("When its time is over it is deleted, or loses everything that tells who it was about."),
        ("RET-5",),
        Code("troth.privacy.retention.sweep"),
    ),
    Sentence(
        "minute.yours",
        Section.MINUTE,
        _("You can see what is known about you, take a copy, and erase it, yourself and at any time."),
        ("RET-2",),
        Code("troth.rights.your_data_pages.your_data"),
        route="your_data",
    ),
    Sentence(
        "minute.true",
        Section.MINUTE,
        _(
            "This notice is made from what the program itself declares. What is promised is looked at every day, "
            "and the result is public."
        ),
        ("POL-4",),
        Code("troth.privacy.promises.run_probes"),
        route="promises",
    ),
    Sentence(
        "minute.contact",
        Section.MINUTE,
        _("Write to %(email)s about anything in it."),
        ("POL-3",),
        Fact(f"{FACTS}.mailbox"),
    ),
    Sentence(
        "who.operator",
        Section.WHO,
        _("%(operator)s, %(address)s, runs this installation."),
        ("POL-3",),
        Fact(f"{FACTS}.operator_at"),
    ),
    Sentence(
        "who.business",
        Section.WHO,
        _(
            "The service is for business use: only people of an organization hold meetings, and signing up opens one."
        ),
        ("WHO-2",),
        Code("troth.meetings.access.access_hosting"),
    ),
    Sentence(
        "who.kinds",
        Section.WHO,
        _("It knows %(kinds)s, and keeps them apart: what is said here of one kind is not done to another."),
        ("WHO-1",),
        Fact(f"{FACTS}.kinds"),
    ),
    Sentence(
        "who.organization",
        Section.WHO,
        _(
            "Your organization, or the one whose meeting it is, decides about this, and the operator works on its "
            "instructions: %(tables)s."
        ),
        ("POL-3", "RET-7"),
        Declared(controller=Controller.ORGANIZATION),
    ),
    Sentence(
        "who.operates",
        Section.WHO,
        _("The operator decides about this: %(tables)s."),
        ("POL-3",),
        Declared(controller=Controller.OPERATOR),
    ),
    Sentence(
        "notice.generated",
        Section.NOTICE,
        _(
            "It is made from the declarations the program runs on, and the program does not start while one is "
            "missing. So it changes when they do."
        ),
        ("POL-4",),
        Code("troth.privacy.checks.refuse_undeclared"),
    ),
    Sentence(
        "notice.words",
        Section.NOTICE,
        _("Its words are explained at its end."),
        ("POL-1",),
        Code("troth.privacy.document.compose"),
    ),
    Sentence(
        "notice.versions",
        Section.NOTICE,
        _("Each version has a date, and earlier ones stay readable with what changed between them."),
        ("POL-1",),
        Code("troth.privacy.changes.changes_between"),
        route="notice_versions",
    ),
    Sentence(
        "notice.read",
        Section.NOTICE,
        _(
            "It is on record which version you read: with an account when you say so, as a guest when you enter a "
            "meeting. A change that matters asks you again; until you answer you can use the service all the same."
        ),
        ("POL-2",),
        Code("troth.privacy.acknowledging.unread_by"),
    ),
    Sentence(
        "notice.roles",
        Section.NOTICE,
        _("The record of processing says the same for authorities and auditors, also as data."),
        ("POL-3", "POL-4"),
        Code("troth.privacy.processing.record_of_processing"),
        route="record_of_processing",
    ),
    Sentence(
        "terms.business",
        Section.TERMS,
        _("The service is for business use. Whoever holds a meeting does so for an organization."),
        ("WHO-2",),
        Code("troth.meetings.access.access_hosting"),
    ),
    Sentence(
        "terms.not",
        Section.TERMS,
        _(
            "You may not use it for profiling people, for decisions about them that a machine makes, for data on "
            "criminal convictions, for the systematic watching of public places, or for other processing of high "
            "risk to people. The program has no feature for it, and keeps no such data."
        ),
        ("WHO-3",),
        Fact(f"{FACTS}.nothing_of_high_risk"),
    ),
)
