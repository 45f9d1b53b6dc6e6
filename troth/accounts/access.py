"""From a request to a person, and to what is theirs alone."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.problems import Problem, not_found


def access_person(request: HttpRequest) -> Person:
    """The signed-in person. Refuses with 401."""
    if isinstance(request.user, AnonymousUser) or not request.user.is_authenticated:
        raise Problem(401, "sign-in", _("Sign in first."))
    return request.user


def proven_address(person: Person) -> str:
    """The person's address, where it is known to be theirs; else nothing."""
    proven = EmailAddress.objects.filter(user=person, email__iexact=person.email, verified=True)
    return person.email if proven.exists() else ""


def access_browser(person: Person, browser_id: int) -> UserSession:
    """A browser that the person is signed in with."""
    browser = UserSession.objects.filter(user=person, pk=browser_id).first()
    if browser is None:
        raise not_found()
    return browser
