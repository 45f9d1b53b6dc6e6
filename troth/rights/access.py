"""The ways from a request to a version of the notice, to a copy of one's data, and to an organization's hold."""

from uuid import UUID

from troth.accounts.models import Person
from troth.lib.problems import not_found
from troth.organizations.access import Visitor, access_administration
from troth.organizations.models import Membership
from troth.privacy.models import DisclosureCase, ErasureNotification, Export, Hold, Notice, OutsideRecipient
from troth.privacy.recipients import versions_of
from troth.rights.asker import Asker
from troth.rights.known import exports_of


def access_notice(number: int) -> Notice:
    """One version, old ones too. Anybody may read any. Raises a 404 Problem where there is none of that number."""
    notice = Notice.objects.filter(number=number).first()
    if notice is None:
        raise not_found()
    return notice


def access_export(asker: Asker, export_id: UUID) -> Export:
    """A copy that somebody asked for themselves."""
    export = exports_of(asker).filter(id=export_id).first()
    if export is None:
        raise not_found()
    return export


def access_operation(person: Visitor) -> Person:
    """Who runs the installation; for everybody else there is nothing here."""
    if not (isinstance(person, Person) and person.is_operator):
        raise not_found()
    return person


def access_recipient(person: Visitor, key: str) -> tuple[Person, list[OutsideRecipient]]:
    """Who runs the installation, and what was declared under a key, the newest first."""
    operator, versions = access_operation(person), versions_of(key)
    if not versions:
        raise not_found()
    return operator, versions


def access_recipient_in_force(person: Visitor, key: str) -> tuple[Person, OutsideRecipient]:
    """Who runs the installation, and the recipient that is declared under a key now."""
    operator, versions = access_recipient(person, key)
    if versions[0].until is not None:
        raise not_found()
    return operator, versions[0]


def access_notification(person: Visitor, notification_id: UUID) -> tuple[Person, ErasureNotification]:
    """Who runs the installation, and a recipient that is to be told of an erasure."""
    operator = access_operation(person)
    due = ErasureNotification.objects.filter(due_at__isnull=False, told_at=None)
    notification = due.filter(pk=notification_id).first()
    if notification is None:
        raise not_found()
    return operator, notification


def access_case(person: Visitor, case_id: UUID) -> tuple[Person, DisclosureCase]:
    """Who runs the installation, and a case of law, danger or sale."""
    operator, found = access_operation(person), DisclosureCase.objects.filter(pk=case_id).first()
    if found is None:
        raise not_found()
    return operator, found


def access_hold(person: Visitor, hold_id: UUID) -> tuple[Membership, Hold]:
    """The administrator's own place, and a hold of their organization that was not released yet."""
    own = access_administration(person)
    hold = Hold.objects.filter(pk=hold_id, scope=str(own.organization_id), released_at__isnull=True).first()
    if hold is None:
        raise not_found()
    return own, hold
