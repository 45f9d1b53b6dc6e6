"""From a person to the contacts: the operator reaches them, nobody else."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem, not_found
from troth.organizations.looks import access_customer
from troth.organizations.models import Contact, ContactImport

Visitor = AbstractBaseUser | AnonymousUser
WAITS = timedelta(days=1)
"""How long an import can be reached: its declared period."""


def access_contacts(person: Visitor) -> Person:
    """The operator. Refuses with 401 or 403."""
    if not isinstance(person, Person):
        raise Problem(401, "sign-in", _("Sign in first."))
    if not person.is_operator:
        raise Problem(403, "not-allowed", _("Only the operator of this installation may do this."))
    return person


def access_contact(person: Visitor, contact_id: UUID) -> Contact:
    """A contact, for the operator. Raises LookNeeded for one at a customer where no reason was given (SHR-3)."""
    operator = access_contacts(person)
    contact = Contact.objects.select_related("organization").filter(pk=contact_id).first()
    if contact is None:
        raise not_found()
    if contact.organization_id is not None:
        access_customer(operator, contact.organization_id, "contact")
    return contact


def access_contact_import(person: Visitor, import_id: UUID) -> ContactImport:
    """An import that is not past its day, without the file in it, for the operator."""
    access_contacts(person)
    found = ContactImport.objects.defer("content").filter(pk=import_id, uploaded_at__gt=now() - WAITS).first()
    if found is None:
        raise not_found()
    return found
