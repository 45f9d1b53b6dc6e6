"""Whether accounts are what is promised of them."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, get_hashers
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.privacy.looking import look_for
from troth.privacy.promises import Look, Probe


def passwords_hashed() -> Look:
    known = tuple(f"{one.algorithm}$" for one in get_hashers())
    people = Person.objects.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    wrong = sum(
        not password.startswith(known) for password in people.values_list("password", flat=True).iterator()
    )
    return look_for(people.count(), wrong, _("%(count)s passwords are not stored as they should be."))


def addresses_proven() -> Look:
    signed_in = Person.objects.filter(last_login__isnull=False)
    proven = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return look_for(
        signed_in.count(),
        signed_in.filter(~Exists(proven)).count(),
        _("%(count)s people have signed in without a proven address."),
    )


def sessions_end() -> Look:
    longest = now() + timedelta(seconds=settings.SESSION_COOKIE_AGE, hours=1)
    sessions = Session.objects.all()
    return look_for(
        sessions.count(),
        sessions.filter(expire_date__gt=longest).count(),
        _("%(count)s browsers are remembered for longer than is told."),
    )


PROBES = (
    Probe(("SEC-1",), "accounts.passwords", passwords_hashed, gettext_lazy("Stored passwords")),
    Probe(("USE-5",), "accounts.proven", addresses_proven, gettext_lazy("Addresses of who signed in")),
    Probe(("CKI-1",), "accounts.sessions", sessions_end, gettext_lazy("Browsers that are remembered")),
)
