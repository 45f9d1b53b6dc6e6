"""The ways from a request over HTTP to a request about data: its person's, by account, address or link, and the desk's."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem, not_found
from troth.organizations.access import Visitor
from troth.rights.access import access_operation
from troth.rights.asker import Asker, asker_of
from troth.rights.models import SubjectRequest
from troth.rights.models.request import KEPT_DAYS

LINKS = signing.Signer(salt="troth.rights.requests")
LINK_DAYS = 30
"""Days that a link from a mail about a request opens it."""
HOUR = timedelta(hours=1)
KEY = "request"
"""In the session: the id of the request that a link opened, and when."""


def access_at_desk(visitor: Visitor, request_id: UUID) -> tuple[Person, SubjectRequest]:
    """The operator, and any request."""
    officer = access_operation(visitor)
    found = SubjectRequest.objects.select_related("person").filter(pk=request_id).first()
    if found is None:
        raise not_found()
    return officer, found


def requests_of(asker: Asker) -> QuerySet[SubjectRequest]:
    """The requests of who asks, the newest first: of their account, and those that only name their address."""
    readable = Q(closed_at=None) | Q(closed_at__gt=now() - timedelta(days=KEPT_DAYS))
    return (
        SubjectRequest.objects.select_related("person").filter(asker.owned, readable).order_by("-received_at")
    )


def access_own_request(request: HttpRequest, request_id: UUID) -> SubjectRequest:
    """A request of who asks, or the one that a link opened in this browser. Raises 401 where nobody is known."""
    asker = asker_of(request)
    found = requests_of(asker).filter(pk=request_id).first() if asker else None
    if found is None and _opened(request) == request_id:
        found = SubjectRequest.objects.select_related("person").filter(pk=request_id).first()
    if found is not None and found.is_readable:
        return found
    if asker is None:
        raise Problem(401, "sign-in", _("Sign in, or open the link in the last mail about your request."))
    raise not_found()


def token_for(subject_request: SubjectRequest) -> str:
    """What a mailed link to a request carries: its id and the moment, signed."""
    return LINKS.sign(f"{subject_request.pk.hex}.{int(now().timestamp())}")


def access_by_token(token: str) -> SubjectRequest:
    """The request that a link was mailed for. Raises 410 for one that is too old, forged, or over."""
    over = Problem(
        410, "request-link-over", _("This link does not work any more. See your requests under “Your data”.")
    )
    try:
        id, _dot, moment = LINKS.unsign(token).partition(".")
        mailed_at = datetime.fromtimestamp(int(moment), UTC)
        found = SubjectRequest.objects.select_related("person").filter(pk=UUID(id)).first()
    except (signing.BadSignature, ValueError):
        raise over from None
    if found is None or not found.is_readable or mailed_at < now() - timedelta(days=LINK_DAYS):
        raise over
    return found


def open_in(request: HttpRequest, subject_request: SubjectRequest) -> None:
    """Opens one request in this browser, for an hour."""
    if not request.user.is_authenticated:
        request.session.cycle_key()
    request.session[KEY] = [str(subject_request.pk), now().isoformat()]


def _opened(request: HttpRequest) -> UUID | None:
    if KEY not in request.session:
        return None
    id, moment = request.session[KEY]
    return UUID(id) if datetime.fromisoformat(moment) > now() - HOUR else None
