"""The words declarations are written in.

Each word has a stable id (its value, which the map and the notice's JSON
carry) and plain words for people (its `label`). Kinds of people and purposes
are ours and name the Fideslang ids they stand for (`taxonomy.py`), so that a
map made here can be read by other tools.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Subject(TextChoices):
    """The kinds of people data can be about, never confused (WHO-1)."""

    MEMBER = "member", _("People with an account")
    GUEST = "guest", _("Guests of a meeting")
    INVITEE = "invitee", _("People invited to an organization or a meeting")
    CUSTOMER = "customer", _("Contacts at a customer")
    SUPPLIER = "supplier", _("Contacts at a supplier")
    PARTNER = "partner", _("Contacts at a reseller or partner")
    PROSPECT = "prospect", _("People we may offer something to")
    VISITOR = "visitor", _("Visitors of the website")

    @property
    def fideslang(self) -> str:
        """The Fideslang data subject. A guest is no `anonymous_user`: that is for people nobody could identify."""
        return _SUBJECTS[self]


_SUBJECTS = {
    Subject.MEMBER: "employee",
    Subject.GUEST: "visitor",
    Subject.INVITEE: "employee",
    Subject.CUSTOMER: "customer",
    Subject.SUPPLIER: "supplier_vendor",
    Subject.PARTNER: "supplier_vendor",
    Subject.PROSPECT: "prospect",
    Subject.VISITOR: "visitor",
}


class Purpose(TextChoices):
    """What code may run for."""

    SERVE = "serve", _("to provide the service")
    BILL = "bill", _("to bill it and to check use against the licence")
    SECURE = "secure", _("to keep it safe and to know that it is you")
    SUPPORT = "support", _("to answer when you ask for help")
    ENGAGE = "engage", _("to tell you how to get more out of it, and to ask what you think")
    PROMOTE = "promote", _("to offer you other services")
    IMPROVE = "improve", _("to improve it")
    LEGAL = "legal", _("to obey the law and to protect rights")

    @property
    def fideslang(self) -> tuple[str, ...]:
        """The Fideslang data uses, the closest first."""
        return _PURPOSES[self]


_PURPOSES = {
    Purpose.SERVE: ("essential.service",),
    Purpose.BILL: ("essential.service.payment_processing", "finance"),
    Purpose.SECURE: (
        "essential.service.security",
        "essential.service.authentication",
        "essential.fraud_detection",
    ),
    Purpose.SUPPORT: ("essential.service.operations.support",),
    Purpose.ENGAGE: ("marketing.communications",),
    Purpose.PROMOTE: ("marketing",),
    Purpose.IMPROVE: ("functional.service.improve", "analytics.reporting"),
    Purpose.LEGAL: ("essential.legal_obligation",),
}


class Basis(TextChoices):
    """Lawful bases that are on record (LAW-1); GDPR art. 6(1)(a), (b), (c), (f)."""

    CONSENT = "consent", _("your consent")
    CONTRACT = "contract", _("the contract")
    LEGAL_OBLIGATION = "legal_obligation", _("a duty by law")
    LEGITIMATE_INTEREST = "legitimate_interest", _("a legitimate interest")


class Source(TextChoices):
    """Where a value came from (COL-1..3). The labels go on after “came from”.

    NOTED is for fields whose rows each say it, in one of the other words.
    """

    PERSON = "person", _("you")
    USE = "use", _("your use of the service")
    COLLEAGUE = "colleague", _("a colleague")
    ADMINISTRATOR = "administrator", _("your administrator")
    HOST = "host", _("the host of the meeting")
    OPERATOR = "operator", _("the operator")
    USER = "user", _("another user of the service")
    LINKED_ACCOUNT = "linked_account", _("a linked account")
    EMPLOYER = "employer", _("the employer")
    RESELLER = "reseller", _("a reseller or distributor")
    PARTNER = "partner", _("a partner")
    PUBLIC = "public", _("public sources")
    ENRICHMENT_VENDOR = "enrichment_vendor", _("a vendor of business data")
    PAYMENT_VENDOR = "payment_vendor", _("a payment vendor")
    DELIVERY_VENDOR = "delivery_vendor", _("a delivery vendor")
    ADVERTISING_NETWORK = "advertising_network", _("an advertising network")
    ANALYTICS_PROVIDER = "analytics_provider", _("an analytics provider")
    NOTED = (
        "noted",
        _(
            "the source noted with each value: you, a colleague, your employer or its administrator, a linked account, "
            "another user, a reseller or partner, public sources, or a vendor (of business data, payment, delivery, "
            "advertising or analytics)"
        ),
    )


class Recipient(TextChoices):
    """Who gets to see a value; recipients outside the installation are added with their hand-over."""

    NOBODY_ELSE = "nobody_else", _("nobody else")
    COLLEAGUES = "colleagues", _("people of your organization")
    ADMINISTRATORS = "administrators", _("administrators of the organization")
    HOST = "host", _("the host of the meeting")
    PARTICIPANTS = "participants", _("participants of the meeting")
    OPERATOR = "operator", _("the operator")


class Controller(TextChoices):
    """Who decides about the data (POL-3)."""

    OPERATOR = "operator", _("The operator")
    ORGANIZATION = "organization", _("Your organization, or the one whose meeting it is")


class Region(TextChoices):
    """Where a value is stored (SEC-2)."""

    HOME = "home", _("where this installation runs")
    CHOSEN = "chosen", _("in the country that the organization chose for its recordings")


class Then(TextChoices):
    """What happens to a row when its time is over."""

    DELETE = "delete", _("deleted")
    OBFUSCATE = "obfuscate", _("obfuscated")


@dataclass(frozen=True)
class Rule:
    """A period in days that an organization's administrator sets, from `least` to `most` (RET-4)."""

    label: str | Promise
    default: int
    least: int
    most: int

    @property
    def facts(self) -> dict[str, str]:
        """What sentences of the notice say of it."""
        return {"default": str(self.default), "least": str(self.least), "most": str(self.most)}


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "meeting_days": Rule(_("days a past meeting can be looked at"), default=365, least=1, most=3650),
        "recording_days": Rule(_("days a recording is kept"), default=365, least=1, most=3650),
        "connection_days": Rule(
            _("days how people were connected can be looked at"), default=90, least=1, most=396
        ),
    }
)
