"""Somebody as mail knows them, and the links in mail that stand for them.

A link carries the address and what it is for, encrypted and authenticated
(AES-256-GCM): nothing is stored for it, nobody can make one up, and whoever
sees the link, in a log for instance, learns nothing. It does not expire: a way
out has to work in a mail that is years old.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from troth.lib.problems import Problem
from troth.outreach.kinds import REFUSABLE, MessageKind
from troth.privacy.addresses import as_kept

NONCE = 12
"""Bytes, as NIST SP 800-38D recommends."""
NOBODY = bytes(16)


@dataclass(frozen=True)
class Addressee:
    """An address, in lower case, and the account it is of."""

    address: str
    person: AbstractBaseUser | None = None

    @property
    def masked(self) -> str:
        """The address as its owner knows it again, and somebody who was forwarded a link does not learn it."""
        name, _at, domain = self.address.rpartition("@")
        return f"{name[:1]}…@{domain}"


def at_address(address: str) -> Addressee:
    """Who is at an address."""
    address = as_kept(address)
    return Addressee(address, get_user_model().objects.filter(email=address).first())


def token_for(addressee: Addressee, kind: MessageKind) -> str:
    """What a link in a message of this kind carries."""
    person = addressee.person.pk.bytes if addressee.person else NOBODY
    nonce = secrets.token_bytes(NONCE)
    plain = bytes([REFUSABLE.index(kind)]) + person + addressee.address.encode()
    sealed = nonce + AESGCM(_key()).encrypt(nonce, plain, None)
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def read_token(token: str) -> tuple[Addressee, MessageKind]:
    """For whom and for what a link was made. The account is found though its address has changed since.

    Raises 404 for one that is not ours.
    """
    try:
        sealed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        plain = AESGCM(_key()).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except (InvalidTag, ValueError, binascii.Error):
        raise Problem(
            404, "link", _("This link is not whole. Copy all of it from the mail, or answer the mail.")
        ) from None
    kind, key, address = REFUSABLE[plain[0]], plain[1:17], plain[17:].decode()
    person = None
    if key != NOBODY:
        person = get_user_model().objects.filter(pk=UUID(bytes=key)).first()
    return (Addressee(address, person) if person else at_address(address)), kind


def unsubscribe_link(token: str) -> str:
    """Where mail programs and people say that they want no more of a kind."""
    return f"{settings.PUBLIC_URL}{reverse('unsubscribe', args=[token])}"


def choices_link(token: str) -> str:
    """Where people say what they want."""
    return f"{settings.PUBLIC_URL}{reverse('mail_choices', args=[token])}"


def _key() -> bytes:
    return salted_hmac("troth.outreach.addressees", "links", algorithm="sha256").digest()
