"""Who asks for their data: somebody signed in, or somebody who proved that an address is theirs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from troth.accounts.access import proven_address
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.privacy.models import Proof

LINKS = signing.Signer(salt="troth.rights.your-data")
HOUR = timedelta(hours=1)
"""How long a link is good, and how long what it opened stays open."""
KEY = "your_data"
"""In the session: the id of the proof that was opened."""


@dataclass(frozen=True)
class Asker:
    """Whose data is asked for: the account's, and whoever is at the address; `until` where that ends by itself."""

    person: Person | None
    address: str
    until: datetime | None = None

    @property
    def owned(self) -> Q:
        """Of rows with `person` and `address` those of the account, and those without one that name the address."""
        found = Q(pk=None) if self.person is None else Q(person=self.person)
        return found | Q(person=None, address=self.address) if self.address else found


def asker_of(request: HttpRequest) -> Asker | None:
    """Who asks. An address that was just proved goes before the account that the browser is signed in with."""
    if KEY in request.session:
        proof = _opened(request.session[KEY])
        if proof is not None and proof.opened_at is not None:
            return Asker(None, proof.address, proof.opened_at + HOUR)
    if isinstance(request.user, Person):
        return Asker(request.user, proven_address(request.user))
    return None


def is_over(request: HttpRequest) -> bool:
    """Whether the browser had somebody's data open and its hour is over."""
    return KEY in request.session and _opened(request.session[KEY]) is None


def _opened(id: str) -> Proof | None:
    return Proof.objects.filter(id=id, opened_at__gt=now() - HOUR).first()


def token_for(proof: Proof) -> str:
    """What a link to somebody's data carries."""
    return LINKS.sign(proof.id.hex)


def access_proof(token: str) -> Proof:
    """The proof that a link was mailed for. Raises 410 for a link that is used, older than an hour, or forged."""
    over = Problem(410, "link-over", _("This link does not work any more."))
    try:
        id = UUID(LINKS.unsign(token))
    except (signing.BadSignature, ValueError):
        raise over from None
    proof = Proof.objects.filter(id=id, opened_at=None, asked_at__gt=now() - HOUR).first()
    if proof is None:
        raise over
    return proof


def access_asker(request: HttpRequest) -> Asker:
    """Who asks. Raises 401 where nobody is known."""
    asker = asker_of(request)
    if asker is None:
        raise Problem(401, "sign-in", _("Sign in, or ask for a link to your data."))
    return asker
