"""Whether people of other companies are told apart, and what is known of them has a source."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.organizations.models import Contact, Kind
from troth.privacy.looking import look_for
from troth.privacy.promises import Look, Probe


def contacts_have_sources() -> Look:
    counted = wrong = 0
    for contact in Contact.everything.only(*Contact.VALUES, "sources").iterator():
        counted += 1
        wrong += any(getattr(contact, name) and name not in contact.sources for name in Contact.VALUES)
    return look_for(
        counted, wrong, _("%(count)s contacts hold a value of which nobody knows where it came from.")
    )


def kinds_apart() -> Look:
    contacts = Contact.everything.all()
    return look_for(
        contacts.count(),
        contacts.exclude(kind__in=Kind.values).count(),
        _("%(count)s contacts are of no kind that is known."),
    )


PROBES = (
    Probe(
        ("COL-3",), "organizations.sources", contacts_have_sources, gettext_lazy("Sources of contacts' data")
    ),
    Probe(("WHO-1",), "organizations.kinds", kinds_apart, gettext_lazy("Kinds of contacts")),
)
