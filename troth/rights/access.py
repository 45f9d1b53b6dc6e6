"""The ways from a request to a version of the notice, to a copy of one's data, and to an organization's hold."""

from uuid import UUID

from troth.accounts.models import Person
from troth.lib.problems import not_found
from troth.organizations.access import Visitor, access_administration
from troth.organizations.models import Membership
from troth.privacy.models import Export, Hold, Notice
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


def access_runs(person: Visitor) -> None:
    """Lets who runs the installation through; for everybody else there is nothing here."""
    if not (isinstance(person, Person) and person.is_operator):
        raise not_found()


def access_hold(person: Visitor, hold_id: UUID) -> tuple[Membership, Hold]:
    """The administrator's own place, and a hold of their organization that was not released yet."""
    own = access_administration(person)
    hold = Hold.objects.filter(pk=hold_id, scope=str(own.organization_id), released_at__isnull=True).first()
    if hold is None:
        raise not_found()
    return own, hold
