"""The promises in plain words, by their stable ids."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "WHO": _("Whose data it is"),
        "COL": _("What is collected, and from where"),
        "CKI": _("Cookies and signals"),
        "USE": _("What it is used for"),
        "LAW": _("On which basis"),
        "RET": _("How long it stays"),
        "SEC": _("Protection and place"),
        "SHR": _("Who else gets it"),
        "XFR": _("Where it travels"),
        "POL": _("The notice itself"),
    }
)

PROMISES: Mapping[str, str | Promise] = MappingProxyType(
    {
        "WHO-1": _(
            "People of customers and suppliers, users, people of resellers and partners, and prospects are kept "
            "apart: nobody is taken for one of another kind."
        ),
        "WHO-2": _("The service is for business. Behind every host stands an organization."),
        "WHO-3": _(
            "It is not for profiling, for deciding about people by machine, for criminal records, for watching "
            "public places, or for anything else of high risk. No feature does it."
        ),
        "COL-1": _("What you give yourself: accounts, profiles, forms, payments, registrations, surveys."),
        "COL-2": _("What comes from use: requests for help, chat, a recording that the host asked for."),
        "COL-3": _("What comes from others, each value with where it came from."),
        "COL-4": _("Who you are: name, work, and how to reach you."),
        "COL-5": _("What was bought or sold between us and you or your organization."),
        "COL-6": _("What a contract can't be made or kept without."),
        "COL-7": _("How a meeting's connection was: device, address, rough place, duration, quality."),
        "COL-8": _("How the website was visited: pages, times, searches, errors, where from and where to."),
        "COL-9": _("The number or name you used to reach support."),
        "COL-10": _("Research reads counts of many people, never rows that say who somebody is."),
        "CKI-1": _("A browser that is signed in is remembered for a while."),
        "CKI-2": _("Every cookie is named on a page, and one that is not named can't be set."),
        "CKI-3": _("Cookies for analytics and advertising wait for your yes, which you can take back."),
        "CKI-4": _("Global Privacy Control and Do-Not-Track are taken as a no."),
        "USE-1": _("To provide the service your organization has a contract for; others see who you are."),
        "USE-2": _("To bill, and to write receipts."),
        "USE-3": _("To compare use with the licence."),
        "USE-4": _("To notice fraud and misuse."),
        "USE-5": _("To know that it is you."),
        "USE-6": _("For messages that the service can't be without."),
        "USE-7": _("For messages on how to use it better, and questions on how you like it."),
        "USE-8": _("For offers, each with a way to stop them that works."),
        "USE-9": _("To understand how the service is used, in totals only."),
        "USE-10": _("Where the law or the protection of rights asks for it."),
        "USE-11": _("For anything else only with your consent, asked for beforehand."),
        "USE-12": _("For nothing that the record of a value does not name."),
        "LAW-1": _("Every use has a lawful basis on record."),
        "LAW-2": _("Consent is recorded with its words, and is taken back as easily as it was given."),
        "LAW-3": _(
            "Taking it back changes nothing that was done before; you are told beforehand what it will end."
        ),
        "LAW-4": _("You may object to uses that rest on a legitimate interest, and to marketing always."),
        "RET-1": _("It is kept while you use the service."),
        "RET-2": _("Most of it you change or delete yourself, without asking."),
        "RET-3": _("What you can't do yourself is taken as a request, and answered in time."),
        "RET-4": _("A past meeting can be looked at for a period that the administrator sets."),
        "RET-5": _("After that it is about nobody any more, and can still be counted."),
        "RET-6": _("Within six months of the end of a subscription its data is gone."),
        "RET-7": _("Where an organization provides the service, its instructions on time prevail."),
        "RET-8": _("Beyond its time something stays for a named reason only."),
        "RET-9": _("What stays is stripped of who it was about, as far as the reason allows."),
        "SEC-1": _("It is protected, and a page says how, on this installation."),
        "SEC-2": _("Data lives in one declared place; recordings where the organization chose."),
        "SHR-1": _("Nobody outside gets anything before the operator has looked into them."),
        "SHR-2": _("People share with each other in a meeting, and see with whom."),
        "SHR-3": _("Staff look only where they need to, and each look is on record."),
        "SHR-4": _("Vendors get what their function needs."),
        "SHR-5": _("A reseller gets what concerns the licence bought through them."),
        "SHR-6": _("Providers of analytics get what your cookie choice lets them."),
        "SHR-7": _("Anybody else only if you agreed to that very case."),
        "SHR-8": _("Authorities, where the law compels it; others, to protect people and rights."),
        "SHR-9": _("Affiliates; and a buyer of the business, with notice to you and choices."),
        "SHR-10": _("Personal data is not sold."),
        "SHR-11": _("Every disclosure is on record: to whom, what, about whom, why, when."),
        "XFR-1": _("The countries data can reach are listed, each with what covers the transfer."),
        "XFR-2": _("Data about people in the EU, EEA, UK and Switzerland leaves only under such cover."),
        "POL-1": _("The notice says what its words mean, has a date, and earlier versions stay readable."),
        "POL-2": _("It is on record which version you read; a change that matters asks again."),
        "POL-3": _("It is clear who decides about data: the organization, or the operator."),
        "POL-4": _("The notice is made from what the program declares, and can't say anything else."),
    }
)


def group_of(promise: str) -> str:
    """The letters before the number."""
    return promise.partition("-")[0]
