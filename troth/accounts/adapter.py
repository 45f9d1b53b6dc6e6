"""Where django-allauth meets the rest of the house."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Sends mail as letters, with links to the installation's own address.

    allauth takes the address for links from the request's Host header, which
    the sender chooses.
    """

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context = {
            **context,
            "email": email,
            "public_url": settings.PUBLIC_URL,
            "signup_url": _absolute("account_signup"),
            "login_url": _absolute("account_login"),
        }
        if template_prefix.endswith("account_already_exists"):
            context["password_reset_url"] = _absolute("account_reset_password")
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        text = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
        send_letter(MessageKind.TRANSACTIONAL, email, subject, text)

    def is_safe_url(self, url: str | None) -> bool:
        """Whether `next` stays here: it is a path of ours. allauth would take any of ALLOWED_HOSTS too."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:
        """Its pages are pages for everybody; what programs may do is in the API."""
        return False

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _absolute("account_confirm_email", emailconfirmation.key)

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, token = key.split("-", 1)
        return _absolute("account_reset_password_from_key", uid, token)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")


def _absolute(name: str, *args: str) -> str:
    return settings.PUBLIC_URL + reverse(name, args=args)
