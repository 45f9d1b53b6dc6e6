"""Finding contacts."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from troth.organizations.contacts.provenance import Provenance, restore
from troth.organizations.models import VALUE_FIELDS, Contact, Kind, Organization


def search_contacts(
    words: str = "", kind: str = "", *, looking_at: Collection[UUID] = ()
) -> QuerySet[Contact]:
    """Contacts with all the words somewhere in name, address, company or department, of one kind or all, by name.

    Of people at customers only those whose organization is looked at (SHR-3).
    """
    found = Contact.objects.order_by("name", "email", "pk")
    found = found.filter(Q(organization=None) | Q(organization__in=looking_at))
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


def customers_with_contacts(*, not_among: Collection[UUID] = ()) -> QuerySet[Organization]:
    """The customers that there are contacts at, by name, without those that are looked at already."""
    there = Contact.objects.exclude(organization=None).order_by().values("organization")
    return Organization.objects.filter(pk__in=there).exclude(pk__in=not_among).order_by("name", "pk")


def values_of(contact: Contact) -> Iterable[tuple[str, str, Provenance | None]]:
    """What is known of a contact: each value's name in words, the value, and where it came from."""
    for name in Contact.VALUES:
        if value := getattr(contact, name):
            stored = contact.sources.get(name)
            label = VALUE_FIELDS[name].verbose_name
            yield str(label), value, restore(stored) if stored else None
