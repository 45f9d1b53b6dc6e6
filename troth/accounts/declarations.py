"""What Django's and allauth's tables for signing in hold about people."""

from django.utils.translation import gettext_lazy as _

from troth.accounts.models import WRITTEN_TO
from troth.privacy import (
    SELF,
    Basis,
    Controller,
    Declaration,
    Keep,
    KeepWhileOwned,
    Personal,
    Purpose,
    Source,
    Subject,
    nothing_personal,
)

TABLES = {
    "account.EmailAddress": Declaration(
        about=_("The address you sign in with"),
        controller=Controller.OPERATOR,
        owners={"user": Subject.MEMBER},
        # Whoever is written to, for whatever purpose, is written to at an address that is proven.
        purposes=WRITTEN_TO | {Purpose.SECURE: Basis.LEGITIMATE_INTEREST},
        keep=KeepWhileOwned(),
        personal={
            "user": Personal("user.unique_id", Source.USE),
            "email": Personal("user.contact.email"),
            "verified": Personal("user.account", Source.USE),
            "primary": Personal("user.account.settings"),
        },
        other=("id",),
    ),
    "account.EmailConfirmation": Declaration(
        about=_("Links that confirm an address"),
        controller=Controller.OPERATOR,
        owners={"email_address__user": Subject.MEMBER},
        purposes={Purpose.SECURE: Basis.LEGITIMATE_INTEREST},
        keep=Keep(start="created", days=3, since=_("it was made")),
        personal={
            "email_address": Personal("user.contact.email", Source.USE),
            "key": Personal("user.authorization.credentials", Source.USE),
            "sent": Personal("user.behavior", Source.USE),
        },
        other=("id", "created"),
    ),
    "usersessions.UserSession": Declaration(
        about=_("Browsers you are signed in with"),
        controller=Controller.OPERATOR,
        owners={"user": Subject.MEMBER},
        purposes={Purpose.SERVE: Basis.CONTRACT, Purpose.SECURE: Basis.LEGITIMATE_INTEREST},
        keep=Keep(start="last_seen_at", days=14, since=_("you last used it")),
        personal={
            "user": Personal("user.unique_id", Source.USE),
            "ip": Personal("user.device.ip_address", Source.USE, label=_("IP address")),
            "user_agent": Personal("user.device", Source.USE, label=_("browser")),
            "session_key": Personal("user.authorization.credentials", Source.USE),
            "created_at": Personal("user.behavior", Source.USE),
            "last_seen_at": Personal("user.behavior", Source.USE),
            "data": Personal("user.device", Source.USE),
        },
        other=("id",),
    ),
    "sessions.Session": Declaration(
        about=_("What your browser's session remembers"),
        controller=Controller.OPERATOR,
        owners={SELF: (Subject.MEMBER, Subject.GUEST, Subject.VISITOR)},
        purposes={Purpose.SERVE: Basis.CONTRACT, Purpose.SECURE: Basis.LEGITIMATE_INTEREST},
        keep=Keep(start="expire_date", days=1, since=_("it expired")),
        personal={
            "session_key": Personal("user.device.cookie_id", Source.USE, label=_("number of the session")),
            "session_data": Personal("user.unique_id", Source.USE, label=_("what it remembers")),
        },
        other=("expire_date",),
    ),
    "auth.Permission": nothing_personal("id", "name", "content_type", "codename"),
    "auth.Group": nothing_personal("id", "name"),
    "auth.Group_permissions": nothing_personal("id", "group", "permission"),
    "contenttypes.ContentType": nothing_personal("id", "app_label", "model"),
}
