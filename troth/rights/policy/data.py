"""What is collected, what it is used for, on which basis, and how long it stays."""

from django.utils.translation import gettext_lazy as _

from troth.privacy.policy import Code, Declared, Fact, Section, Sentence
from troth.privacy.vocabulary import Purpose, Source

FACTS = "troth.rights.policy.facts"

PROMISES_OF_SOURCES = {Source.PERSON: ("COL-1", "COL-4"), Source.USE: ("COL-2",)}
PROMISES_OF_PURPOSES = {
    Purpose.SERVE: ("USE-1",),
    Purpose.BILL: ("USE-2",),
    Purpose.SECURE: ("USE-4", "USE-5"),
    Purpose.SUPPORT: ("COL-9",),
    Purpose.ENGAGE: ("USE-7",),
    Purpose.PROMOTE: ("USE-8",),
    Purpose.IMPROVE: ("USE-9",),
    Purpose.LEGAL: ("USE-10",),
}
OF_SOURCES = {
    Source.PERSON: _("From yourself: %(categories)s."),
    Source.USE: _("From your use of the service: %(categories)s."),
    Source.COLLEAGUE: _("From a colleague: %(categories)s."),
    Source.ADMINISTRATOR: _("From your administrator: %(categories)s."),
    Source.HOST: _("From the host of a meeting: %(categories)s."),
    Source.OPERATOR: _("From the operator: %(categories)s."),
    Source.USER: _("From another user: %(categories)s."),
    Source.LINKED_ACCOUNT: _("From an account you linked: %(categories)s."),
    Source.EMPLOYER: _("From your employer: %(categories)s."),
    Source.RESELLER: _("From a reseller or distributor: %(categories)s."),
    Source.PARTNER: _("From a partner: %(categories)s."),
    Source.PUBLIC: _("From public sources: %(categories)s."),
    Source.ENRICHMENT_VENDOR: _("From a vendor of business data: %(categories)s."),
    Source.PAYMENT_VENDOR: _("From a payment vendor: %(categories)s."),
    Source.DELIVERY_VENDOR: _("From a delivery vendor: %(categories)s."),
    Source.ADVERTISING_NETWORK: _("From an advertising network: %(categories)s."),
    Source.ANALYTICS_PROVIDER: _("From an analytics provider: %(categories)s."),
    Source.NOTED: _(
        "Of contacts at companies, from the source noted with each value (a colleague, the employer, a reseller or "
        "partner, public sources, a vendor): %(categories)s."
    ),
}
OF_PURPOSES = {
    Purpose.SERVE: _("To provide the service; your name shows others who you are. Basis: %(bases)s."),
    Purpose.BILL: _("To bill it and to check use against the licence. Basis: %(bases)s."),
    Purpose.SECURE: _("To keep it safe, to notice misuse, and to know that it is you. Basis: %(bases)s."),
    Purpose.SUPPORT: _("To answer when you ask for help. Basis: %(bases)s."),
    Purpose.ENGAGE: _("To tell you how to get more out of it, and to ask what you think. Basis: %(bases)s."),
    Purpose.PROMOTE: _("To offer you other services. Basis: %(bases)s."),
    Purpose.IMPROVE: _("To improve it, in totals only. Basis: %(bases)s."),
    Purpose.LEGAL: _("To obey the law and to protect rights. Basis: %(bases)s."),
}

DATA = (
    *(
        Sentence(
            f"what.{source.value}",
            Section.WHAT,
            text,
            PROMISES_OF_SOURCES.get(source, ("COL-3",)),
            Declared(source=source),
        )
        for source, text in OF_SOURCES.items()
    ),
    Sentence(
        "what.origin",
        Section.WHAT,
        _("What somebody else said about you is kept with who said it, and when."),
        ("COL-3",),
        Code("troth.organizations.contacts.provenance.Provenance"),
    ),
    Sentence(
        "what.connection",
        Section.WHAT,
        _("Of a meeting's connection: %(categories)s."),
        ("COL-7",),
        Declared(app="connections"),
    ),
    Sentence(
        "what.connection_sees",
        Section.WHAT,
        _(
            "The host of a meeting and the administrators of its organization see how well each was connected; where a "
            "device was, administrators see of their own people only. Local addresses are not kept."
        ),
        ("COL-7", "SHR-2"),
        Code("troth.connections.access.Viewer"),
    ),
    Sentence(
        "what.visits",
        Section.WHAT,
        _("Of visits to the website: %(categories)s."),
        ("COL-8",),
        Declared(app="website"),
    ),
    Sentence(
        "what.payment",
        Section.WHAT,
        _("Of what you or your organization bought: %(tables)s."),
        ("COL-5", "COL-6"),
        Declared(category="user.payment"),
    ),
    Sentence(
        "what.people",
        Section.WHAT,
        _("What is known about each kind of person, thing by thing, is on a page of its own."),
        ("WHO-1", "COL-4"),
        Fact(f"{FACTS}.kinds"),
        route="notice_people",
    ),
    *(
        Sentence(
            f"use.{purpose.value}",
            Section.USE,
            text,
            PROMISES_OF_PURPOSES[purpose],
            Declared(purpose=purpose),
        )
        for purpose, text in OF_PURPOSES.items()
    ),
    Sentence(
        "use.licence",
        Section.USE,
        _("How many people are in a meeting is compared with what the organization has bought."),
        ("USE-3",),
        Code("troth.billing.queries.meeting_capacity"),
    ),
    Sentence(
        "use.guessing",
        Section.USE,
        _("Failed guesses of passwords, passcodes and links are counted, and too many are refused."),
        ("USE-4",),
        Code("troth.lib.limits.Limit"),
    ),
    Sentence(
        "use.proven",
        Section.USE,
        _("An account opens only to an address that was proven by a mailed link."),
        ("USE-5",),
        Code("troth.accounts.backends.SignInBackend"),
    ),
    Sentence(
        "use.needed_mail",
        Section.USE,
        _(
            "Mail that the service can't be without, such as a new password or an invitation, can't be turned off."
        ),
        ("USE-6",),
        Code("troth.outreach.actions.send_letter"),
    ),
    Sentence(
        "use.chosen_mail",
        Section.USE,
        _(
            "Whether you get advice on using it, and offers, you choose. Each such message has a link that stops "
            "them with one press, and an objection mailed to the operator does too."
        ),
        ("USE-7", "USE-8"),
        Code("troth.outreach.preferences.refuse"),
    ),
    Sentence(
        "use.totals",
        Section.USE,
        _(
            "How the service is used is studied in totals; a group of fewer than %(people)s people is not shown."
        ),
        ("USE-9", "COL-10"),
        Fact(f"{FACTS}.smallest_group"),
    ),
    Sentence(
        "use.other",
        Section.USE,
        _("For anything else you are asked beforehand, and it waits for your consent."),
        ("USE-11",),
        Code("troth.privacy.consents.stands"),
    ),
    Sentence(
        "use.refused",
        Section.USE,
        _("What is kept for one purpose is not read for another: the program refuses it, in every query."),
        ("USE-12",),
        Code("troth.privacy.purposes.refuse_unless_readable"),
    ),
    Sentence(
        "use.bases",
        Section.USE,
        _("Which basis holds for which thing stands beside each, on the pages by kind of person."),
        ("LAW-1",),
        Code("troth.privacy.findings.check_table"),
        route="notice_people",
    ),
    Sentence(
        "time.owned",
        Section.TIME,
        _("As long as you use the service: %(tables)s."),
        ("RET-1",),
        Declared(while_owned=True),
    ),
    Sentence(
        "time.meetings",
        Section.TIME,
        _(
            "A past meeting can be looked at for %(default)s days by its people, its host and the administrator. An "
            "administrator may choose another period, from %(least)s to %(most)s days; it prevails."
        ),
        ("RET-4", "RET-7"),
        Fact(f"{FACTS}.meeting_period"),
    ),
    Sentence(
        "time.connections",
        Section.TIME,
        _(
            "How you were connected to a meeting, and how good that was, can be looked at for %(default)s days by you, "
            "the meeting's host and the administrator. An administrator may choose another period, from %(least)s to "
            "%(most)s days."
        ),
        ("RET-4", "RET-7"),
        Fact(f"{FACTS}.connection_period"),
    ),
    Sentence(
        "time.connections_counted",
        Section.TIME,
        _(
            "After that, sums are left of it: of each day, where they are of %(people)s people or more, else of the month."
        ),
        ("RET-5", "USE-9"),
        Fact(f"{FACTS}.connection_counts"),
    ),
    Sentence(
        "time.counted",
        Section.TIME,
        _(
            "What is past its time can't be read from that moment, and a sweep takes it each day. Counts are left."
        ),
        ("RET-5",),
        Code("troth.privacy.sweeping.take"),
    ),
    Sentence(
        "time.subscription",
        Section.TIME,
        _(
            "%(days)s days after the end of a subscription all of the organization's data is deleted, or when it "
            "agreed another day, never later than %(most)s days."
        ),
        ("RET-6",),
        Fact(f"{FACTS}.subscription"),
    ),
    Sentence(
        "time.holds",
        Section.TIME,
        _("Longer stays only what a legal hold keeps, for the reason that was written down with it."),
        ("RET-8",),
        Code("troth.privacy.holds.held_among"),
    ),
    Sentence(
        "time.stripped",
        Section.TIME,
        _("What stays for others after you are gone loses your name and everything else that tells of you."),
        ("RET-9",),
        Code("troth.privacy.blanks.blank"),
    ),
    Sentence(
        "time.backups",
        Section.TIME,
        _("When a backup is restored, whoever was erased since is erased again."),
        ("RET-9",),
        Code("troth.privacy.leaving.forget_again"),
    ),
    Sentence(
        "time.opted_out",
        Section.TIME,
        _("That you do not want to be written to is remembered without your address, so that it holds."),
        ("RET-8", "RET-9"),
        Code("troth.privacy.opt_outs.remember"),
    ),
)
