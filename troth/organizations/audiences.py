"""Whom the operator may write to in numbers: people with an account, and contacts by their kind."""

from functools import partial

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Person
from troth.organizations.models import Contact, Kind
from troth.outreach.audiences import Audience, register
from troth.outreach.kinds import MessageKind

BOTH = (MessageKind.ENGAGEMENT, MessageKind.PROMOTIONAL)
CONTACTS = {
    Kind.CUSTOMER: (_("Contacts at customers"), BOTH),
    Kind.PARTNER: (_("Contacts at resellers and partners"), BOTH),
    # They use nothing of ours that one could tell them more about.
    Kind.SUPPLIER: (_("Contacts at suppliers"), (MessageKind.PROMOTIONAL,)),
    Kind.PROSPECT: (_("Prospects"), (MessageKind.PROMOTIONAL,)),
}


def connect() -> None:
    """Offers them, once a process."""
    register(Audience("members", _("People with an account"), _members, BOTH, address="email", person="pk"))
    for kind, (label, kinds) in CONTACTS.items():
        register(Audience(kind.value, label, partial(_contacts, kind), kinds, address="email"))


def _members() -> QuerySet[Person]:
    """Only at addresses that are proven: anybody can sign up with somebody else's."""
    proven = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    return Person.objects.filter(Exists(proven), is_active=True)


def _contacts(kind: Kind) -> QuerySet[Contact]:
    return Contact.objects.filter(kind=kind)
