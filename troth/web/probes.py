"""What the installation itself answers to a browser, and what its worker keeps."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import Morsel, SimpleCookie
from io import BytesIO
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.models import DBTaskResult

from troth.lib.clock import now
from troth.privacy.looking import look_at, look_for
from troth.privacy.promises import Look, Probe
from troth.web.worker import KEPT_DAYS

PUBLIC = ("/", "/account/login/", "/privacy/", "/privacy/policy/", "/privacy/people/", "/terms/")
"""Pages that somebody sees who comes for the first time."""
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass(frozen=True)
class Answer:
    """What the program answers to a first request. Names of headers are in small letters."""

    path: str
    status: int
    headers: Mapping[str, str]
    cookies: list["Morsel[str]"]
    body: bytes


def ask(path: str, **headers: str) -> Answer:
    """Asks the program itself, as the web server would for a browser that was never here."""
    public = urlsplit(settings.PUBLIC_URL)
    environ: dict[str, object] = {}
    setup_testing_defaults(environ)
    environ |= headers
    environ |= {
        "PATH_INFO": path,
        "HTTP_HOST": public.netloc,
        "HTTP_ACCEPT": "text/html",
        "HTTP_X_FORWARDED_PROTO": public.scheme,
        "wsgi.url_scheme": public.scheme,
        "wsgi.input": BytesIO(),
    }
    said: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        said.append((status, headers))
        return written.append

    written: list[bytes] = []
    answer = WSGIHandler()(environ, start)
    body = b"".join(answer)
    answer.close()
    status, sent = said[0]
    cookies: list[Morsel[str]] = []
    for name, value in sent:
        if name.lower() == "set-cookie":
            cookies += SimpleCookie(value).values()
    return Answer(path, int(status[:3]), {name.lower(): value for name, value in sent}, cookies, body)


def _answers() -> Iterator[Answer]:
    for path in PUBLIC:
        yield ask(path)


def pages_answer() -> Look:
    found = list(_answers())
    wrong = [f"{one.path} ({one.status})" for one in found if one.status != 200]
    return look_at(len(found), wrong, _("These pages do not open: %(what)s."))


def headers_sent() -> Look:
    found = list(_answers())
    wrong = {
        f"{one.path}: {name}"
        for one in found
        for name, value in HEADERS.items()
        if one.headers.get(name) != value
    }
    wrong |= {f"{one.path}: content-security-policy" for one in found if not _is_strict(one)}
    if settings.SECURE_HSTS_SECONDS:
        wrong |= {
            f"{one.path}: strict-transport-security"
            for one in found
            if "strict-transport-security" not in one.headers
        }
    return look_at(len(found), wrong, _("These headers are missing: %(what)s."))


def _is_strict(answer: Answer) -> bool:
    policy = answer.headers.get("content-security-policy", "")
    return "default-src 'none'" in policy and "unsafe" not in policy


def cookies_guarded() -> Look:
    secure = settings.PUBLIC_URL.startswith("https://")
    cookies = [cookie for one in _answers() for cookie in one.cookies]
    wrong = {
        cookie.key
        for cookie in cookies
        if cookie["samesite"] not in ("Lax", "Strict") or (secure and not cookie["secure"])
    }
    if not (settings.SESSION_COOKIE_HTTPONLY and secure == settings.SESSION_COOKIE_SECURE):
        wrong.add(settings.SESSION_COOKIE_NAME)
    return look_at(len(cookies) + 1, wrong, _("These cookies are not guarded: %(what)s."))


def nothing_set_unasked() -> Look:
    """Who only reads gets no cookie; the page to sign in sets the one that guards its form."""
    needed = {settings.CSRF_COOKIE_NAME}
    answers = list(_answers())
    wrong = {
        f"{one.path}: {cookie.key}" for one in answers for cookie in one.cookies if cookie.key not in needed
    }
    return look_at(len(answers), wrong, _("Set at a first visit, without being asked for: %(what)s."))


def signals_honoured() -> Look:
    """A first request with a signal is answered differently, as caches are told, and sets nothing."""
    said = ask("/.well-known/gpc.json")
    told = json.loads(said.body).get("gpc") is True if said.status == 200 else False
    home = ask("/", HTTP_SEC_GPC="1")
    needed = {cookie.key for cookie in home.cookies} <= {settings.CSRF_COOKIE_NAME}
    fine = told and needed and home.status == 200
    return Look(2, "" if fine else _("Global Privacy Control is not honoured."))


def tasks_name_nobody() -> Look:
    tasks = DBTaskResult.objects.all()
    return look_for(
        tasks.count(),
        tasks.filter(args_kwargs__icontains="@").count(),
        _("%(count)s tasks carry an address: they should carry ids only."),
    )


def tasks_forgotten() -> Look:
    finished = DBTaskResult.objects.finished()
    limit = now() - timedelta(days=KEPT_DAYS + 1)
    return look_for(
        finished.count(),
        finished.filter(finished_at__lt=limit).count(),
        _("%(count)s records of finished tasks are older than the week they may stay."),
    )


def encrypted() -> Look:
    public = settings.PUBLIC_URL.startswith("https://") or settings.CONFIG.on_loopback
    return Look(1, "" if public else _("Pages travel without encryption: the public address is no HTTPS."))


def errors_tell_nothing() -> Look:
    return Look(1, _("Errors show the program's inside to visitors.") if settings.DEBUG else "")


PROBES = (
    Probe(("POL-1", "POL-4"), "web.pages", pages_answer, gettext_lazy("Public pages")),
    Probe(("SEC-1",), "web.headers", headers_sent, gettext_lazy("Headers that protect pages")),
    Probe(("SEC-1", "CKI-1"), "web.cookies", cookies_guarded, gettext_lazy("Flags of cookies")),
    Probe(("CKI-3",), "web.first_visit", nothing_set_unasked, gettext_lazy("Cookies at a first visit")),
    Probe(("CKI-4",), "web.signals", signals_honoured, gettext_lazy("Signals of browsers")),
    Probe(("SEC-1",), "web.tasks", tasks_name_nobody, gettext_lazy("What tasks carry")),
    Probe(("RET-5",), "web.old_tasks", tasks_forgotten, gettext_lazy("Records of finished tasks")),
    Probe(("SEC-1",), "web.encrypted", encrypted, gettext_lazy("Encryption on the way")),
    Probe(("SEC-1",), "web.errors", errors_tell_nothing, gettext_lazy("What an error shows")),
)
