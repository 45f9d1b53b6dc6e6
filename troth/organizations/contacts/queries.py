"""Finding contacts."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from troth.organizations.contacts.provenance import Provenance, restore
from troth.organizations.models import VALUE_FIELDS, Contact, Kind


def search_contacts(words: str = "", kind: str = "") -> QuerySet[Contact]:
    """Contacts with all the words somewhere in name, address, company or department, of one kind or all, by name."""
    found = Contact.objects.order_by("name", "email", "pk")
    if kind in Kind.values:
        found = found.filter(kind=kind)
    for word in words.split()[:8]:
        found = found.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(company__icontains=word)
            | Q(department__icontains=word)
        )
    return found


def values_of(contact: Contact) -> Iterable[tuple[str, str, Provenance | None]]:
    """What is known of a contact: each value's name in words, the value, and where it came from."""
    for name in Contact.VALUES:
        if value := getattr(contact, name):
            stored = contact.sources.get(name)
            label = VALUE_FIELDS[name].verbose_name
            yield str(label), value, restore(stored) if stored else None
