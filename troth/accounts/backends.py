"""Who somebody is: the one place where a password is read, but for the pages that change it."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from troth.accounts.models import Person
from troth.privacy import Purpose
from troth.privacy.purposes import under

to_know_you = under(Purpose.SERVE, Purpose.SECURE)


class SignInBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth is untyped
    """allauth's, for the purposes of signing in, whatever the page is for."""

    @to_know_you
    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        person: Person | None = super().authenticate(request, **credentials)
        return person

    @to_know_you
    def get_user(self, user_id: Any) -> Person | None:
        person: Person | None = super().get_user(user_id)
        return person
