"""Tables of customers, and of the people at the companies the operator deals with."""

from troth.organizations.models.contact import VALUE_FIELDS, Contact, Kind
from troth.organizations.models.contact_import import ContactImport, ImportState
from troth.organizations.models.look import Look
from troth.organizations.models.organization import Invitation, Membership, Organization, Role

__all__ = [
    "VALUE_FIELDS",
    "Contact",
    "ContactImport",
    "ImportState",
    "Invitation",
    "Kind",
    "Look",
    "Membership",
    "Organization",
    "Role",
]
