"""How this installation is protected, as far as its settings and its disk say so (SEC-1).

Each measure is a function that answers None where it does not hold, so that
neither the notice nor the security page says what is not true here.
"""

import stat
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.privacy.policy import Facts, find
from troth.privacy.registry import Registry

DAY = 24 * 3600


@dataclass(frozen=True)
class Measure:
    """One measure: its words, what it is a part of, and the function of this module that knows if it holds.

    What holds `always` does not depend on how an installation is set up.
    """

    key: str
    words: str | Promise
    kind: str | Promise
    always: bool = False

    @property
    def path(self) -> str:
        """Where the function stands."""
        return f"{__name__}.{self.key}"

    def facts(self, registry: Registry) -> Facts | None:
        """What to fill the words in with; None where it does not hold here."""
        found: Facts | None = find(self.path)(registry)
        return found


def https(registry: Registry) -> Facts | None:
    return {} if settings.PUBLIC_URL.startswith("https://") else None


def hsts(registry: Registry) -> Facts | None:
    seconds = settings.SECURE_HSTS_SECONDS
    return {"days": str(seconds // DAY)} if seconds >= DAY else None


def media_encryption(registry: Registry) -> Facts | None:
    return {} if settings.MEDIA_PUBLIC_URL.startswith(("ws://", "wss://")) else None


def mail_encryption(registry: Registry) -> Facts | None:
    tls = getattr(settings, "EMAIL_USE_TLS", False) or getattr(settings, "EMAIL_USE_SSL", False)
    return {} if tls else None


def cookie_flags(registry: Registry) -> Facts | None:
    held = settings.SESSION_COOKIE_HTTPONLY and settings.SESSION_COOKIE_SAMESITE in ("Lax", "Strict")
    if not held:
        return None
    return {
        "secure": _(", and is sent over encrypted connections only") if settings.SESSION_COOKIE_SECURE else ""
    }


def passwords(registry: Registry) -> Facts | None:
    first = settings.PASSWORD_HASHERS[0]
    return {"hash": "Argon2id"} if first.endswith("Argon2PasswordHasher") else None


def guessing(registry: Registry) -> Facts | None:
    return {} if settings.AUTHENTICATION_BACKENDS == ["troth.accounts.backends.SignInBackend"] else None


def content_policy(registry: Registry) -> Facts | None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    allowed = [*directives["script-src"], *directives["style-src"]]
    return {} if not any("unsafe" in one for one in allowed) and "*" not in allowed else None


def framing(registry: Registry) -> Facts | None:
    return {} if settings.X_FRAME_OPTIONS == "DENY" else None


def purposes(registry: Registry) -> Facts | None:
    engine = settings.DATABASES["default"]["ENGINE"]
    return {} if engine.startswith("troth.privacy.backends.") else None


def overwriting(registry: Registry) -> Facts | None:
    options = settings.DATABASES["default"].get("OPTIONS", {})
    return {} if "secure_delete=ON" in str(options.get("init_command", "")) else None


def record_chain(registry: Registry) -> Facts | None:
    return {} if find("troth.privacy.append_only.guard") else None


def private_files(registry: Registry) -> Facts | None:
    path = Path(settings.DATA) / "keys.json"
    return {} if path.exists() and not stat.S_IMODE(path.stat().st_mode) & 0o077 else None


def pseudonymous_media(registry: Registry) -> Facts | None:
    return {} if find("troth.meetings.models.session.new_identity") else None


_CONNECTION = gettext_lazy("On the way")
_ENTRY = gettext_lazy("Who gets in")
_PAGES = gettext_lazy("In the browser")
_STORE = gettext_lazy("Where it is kept")

MEASURES = (
    Measure("https", gettext_lazy("Pages travel encrypted, over HTTPS."), _CONNECTION),
    Measure(
        "hsts",
        gettext_lazy("Browsers are told not to use anything else for %(days)s days (HSTS)."),
        _CONNECTION,
    ),
    Measure(
        "media_encryption",
        gettext_lazy(
            "Sound and pictures travel encrypted between your browser and the media server (DTLS-SRTP)."
        ),
        _CONNECTION,
    ),
    Measure(
        "mail_encryption",
        gettext_lazy("Mail is handed to the mail server over an encrypted connection."),
        _CONNECTION,
    ),
    Measure(
        "passwords",
        gettext_lazy(
            "Passwords are stored hashed with %(hash)s: nobody can read them, and guessing them is slow."
        ),
        _ENTRY,
        always=True,
    ),
    Measure(
        "guessing",
        gettext_lazy("Too many failed attempts to sign in are refused for a while."),
        _ENTRY,
        always=True,
    ),
    Measure(
        "cookie_flags",
        gettext_lazy("The cookie that signs you in is out of reach of scripts and of other sites%(secure)s."),
        _ENTRY,
        always=True,
    ),
    Measure(
        "content_policy",
        gettext_lazy("Pages run scripts and show styles of this site only (Content Security Policy)."),
        _PAGES,
        always=True,
    ),
    Measure(
        "framing", gettext_lazy("No other site can show these pages inside its own."), _PAGES, always=True
    ),
    Measure(
        "purposes",
        gettext_lazy("Each query is held against the purpose it is asked for, column by column."),
        _STORE,
        always=True,
    ),
    Measure("overwriting", gettext_lazy("What is deleted is overwritten in the database file."), _STORE),
    Measure(
        "record_chain",
        gettext_lazy("What was done is on record in chains that the database lets nobody change."),
        _STORE,
        always=True,
    ),
    Measure(
        "pseudonymous_media",
        gettext_lazy(
            "The media server knows people by a random name and what they call themselves, not by address."
        ),
        _STORE,
    ),
    Measure(
        "private_files",
        gettext_lazy("The installation's keys can be read by the program's own user alone."),
        _STORE,
        always=True,
    ),
)
