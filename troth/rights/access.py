"""The only way from a request to a version of the notice. Anybody may read any."""

from troth.lib.problems import not_found
from troth.privacy.models import Notice


def access_notice(number: int) -> Notice:
    """One version, old ones too. Raises a 404 Problem where there is none of that number."""
    notice = Notice.objects.filter(number=number).first()
    if notice is None:
        raise not_found()
    return notice
