"""The only ways from a request to a version of the notice, which anybody may read, and to a copy of one's data."""

from uuid import UUID

from troth.lib.problems import not_found
from troth.privacy.models import Export, Notice
from troth.rights.asker import Asker
from troth.rights.queries import exports_of


def access_notice(number: int) -> Notice:
    """One version, old ones too. Raises a 404 Problem where there is none of that number."""
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
