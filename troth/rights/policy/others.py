"""Who gets it, where it travels, how it is protected, and cookies."""

from django.utils.translation import gettext_lazy as _

from troth.privacy.policy import Code, Declared, Fact, Section, Sentence
from troth.privacy.vocabulary import Recipient
from troth.rights.measures import MEASURES

FACTS = "troth.rights.policy.facts"

OF_RECIPIENTS = {
    Recipient.PARTICIPANTS: (_("Participants of a meeting see: %(categories)s."), ("SHR-2",)),
    Recipient.HOST: (_("The host of a meeting sees: %(categories)s."), ("SHR-2", "RET-4")),
    Recipient.COLLEAGUES: (_("People of your organization see: %(categories)s."), ("SHR-2",)),
    Recipient.ADMINISTRATORS: (
        _("Administrators of the organization see: %(categories)s."),
        ("SHR-2", "RET-4"),
    ),
    Recipient.OPERATOR: (_("The operator sees: %(categories)s."), ("SHR-3",)),
}

OTHERS = (
    *(
        Sentence(f"others.{one.value}", Section.OTHERS, text, promises, Declared(seen_by=one))
        for one, (text, promises) in OF_RECIPIENTS.items()
    ),
    Sentence(
        "others.sold",
        Section.OTHERS,
        _("Nothing about you is sold."),
        ("SHR-10",),
        Fact(f"{FACTS}.nothing_sold"),
    ),
    Sentence(
        "travel.home",
        Section.TRAVEL,
        _("Everything is kept where this installation runs, and nowhere else."),
        ("SEC-2",),
        Fact(f"{FACTS}.home"),
    ),
    Sentence(
        "travel.home_but_recordings",
        Section.TRAVEL,
        _("Everything but recordings is kept where this installation runs, and nowhere else."),
        ("SEC-2",),
        Fact(f"{FACTS}.home_but_recordings"),
    ),
    Sentence(
        "travel.recordings",
        Section.TRAVEL,
        _(
            "A recording is kept in the one country that its organization chose before it began, and nowhere else. "
            "Here it may choose: %(countries)s."
        ),
        ("SEC-2",),
        Fact(f"{FACTS}.recording_countries"),
    ),
    *(
        Sentence(f"protection.{one.key}", Section.PROTECTION, one.words, ("SEC-1",), Fact(one.path))
        for one in MEASURES
    ),
    Sentence(
        "cookies.session",
        Section.COOKIES,
        _(
            "A cookie remembers for %(days)s days that you are signed in, so that you type your password once."
        ),
        ("CKI-1",),
        Fact(f"{FACTS}.remembered"),
    ),
    Sentence(
        "others.declared",
        Section.OTHERS,
        _(
            "Somebody outside gets something only after they were declared here and looked into, and for that alone."
        ),
        ("SHR-1", "SHR-4"),
        Code("troth.privacy.disclosing.hand_over"),
        route="public_recipients",
    ),
    Sentence(
        "others.agreed",
        Section.OTHERS,
        _(
            "Providers of analytics, search engines, and anybody else of no function named here, only if you agreed."
        ),
        ("SHR-6", "SHR-7"),
        Code("troth.privacy.models.recipients.Function"),
    ),
    Sentence(
        "others.on_record",
        Section.OTHERS,
        _(
            "Each hand-over is on record: to whom, what, about whom, why, on which basis and when. You see yours."
        ),
        ("SHR-11",),
        Code("troth.privacy.models.disclosures.Disclosure"),
        route="your_data_given",
    ),
    Sentence(
        "others.staff",
        Section.OTHERS,
        _(
            "Who works for the operator looks at an organization's people only after writing down why, and its "
            "administrators see each look."
        ),
        ("SHR-3",),
        Code("troth.organizations.looks.open_look"),
    ),
    Sentence(
        "others.resellers",
        Section.OTHERS,
        _(
            "A reseller or distributor is a recipient like any other, for the licence that was bought through them."
        ),
        ("SHR-5",),
        Code("troth.privacy.models.recipients.Function"),
    ),
    Sentence(
        "others.law",
        Section.OTHERS,
        _(
            "Where the law compels it or somebody is in danger, named data is given after two people approved it. It "
            "shows among what was given about you, at once or when its secrecy ends."
        ),
        ("SHR-8",),
        Code("troth.privacy.casework.approve_case"),
        route="your_data_given",
    ),
    Sentence(
        "others.sale",
        Section.OTHERS,
        _("Before the business is sold or merged you are told by mail, with the choices you then have."),
        ("SHR-9",),
        Code("troth.privacy.casework.to_be_told"),
    ),
    Sentence(
        "others.told",
        Section.OTHERS,
        _("When you erase yourself, those who were given something about you are told to do the same."),
        ("SHR-11",),
        Code("troth.privacy.telling.become_due"),
    ),
    Sentence(
        "travel.covered",
        Section.TRAVEL,
        _(
            "Data about people in the EU and EEA, the United Kingdom and Switzerland goes to another country only "
            "where their law finds it covered. The countries are listed, each with what covers it."
        ),
        ("XFR-1", "XFR-2"),
        Code("troth.privacy.transfers.cover_of"),
        route="public_transfers",
    ),
    Sentence(
        "cookies.stopped",
        Section.COOKIES,
        _("A cookie that is not named here is stopped before it reaches your browser."),
        ("CKI-2",),
        Code("troth.privacy.stopping.CookieMiddleware"),
        route="cookies",
    ),
    Sentence(
        "cookies.wait",
        Section.COOKIES,
        _("Optional ones wait for your yes. Refusing is one press, and you can change it at any time."),
        ("CKI-3",),
        Code("troth.privacy.choices.choice_of"),
        route="cookies",
    ),
    Sentence(
        "cookies.signals",
        Section.COOKIES,
        _("Global Privacy Control and Do Not Track are taken as a no to analytics, promotion and sharing."),
        ("CKI-4",),
        Code("troth.privacy.choices.SIGNALS"),
        route="cookies",
    ),
)
