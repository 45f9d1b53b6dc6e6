"""Django's settings, from the installation's (`config.py`)."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from troth.web.config import load, load_keys
from troth.web.database import database_of

CONFIG = load()
KEYS = load_keys(CONFIG)

HERE = Path(__file__).resolve().parent
DATA = CONFIG.data
SECRET_KEY = KEYS["secret_key"]
DEBUG = False
PUBLIC_URL = CONFIG.public_url
IN_DEVELOPMENT = CONFIG.in_development
_public = urlsplit(PUBLIC_URL)
_https = _public.scheme == "https"

ALLOWED_HOSTS = [_public.hostname or "127.0.0.1", "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# Rooms, top of the house last. The order decides whose templates win.
INSTALLED_APPS = [
    "troth.web",
    "troth.website",
    "troth.rights",
    "troth.transcripts",
    "troth.recordings",
    "troth.captions",
    "troth.connections",
    "troth.meetings",
    "troth.billing",
    "troth.organizations",
    "troth.accounts",
    "troth.media",
    "troth.outreach",
    "troth.privacy",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_permissions_policy",
    "django_tasks",
    "django_tasks_db",
    "django_vite",
    "lucide",
]

MIDDLEWARE = [
    "troth.privacy.stopping.CookieMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "troth.web.middleware.BodyLimitMiddleware",
    "troth.web.middleware.NulMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "troth.rights.finished.FinishedMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "troth.web.middleware.PurposeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "troth.web.middleware.ProblemMiddleware",
    "troth.privacy.signals.SignalMiddleware",
    "troth.web.middleware.PersonMiddleware",
]

ROOT_URLCONF = "troth.web.urls"
WSGI_APPLICATION = "troth.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "troth.web.context.installation",
            ],
            "builtins": ["django.templatetags.i18n", "lucide.templatetags.lucide"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database_of(CONFIG)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CONFIG.redis_url,
        "KEY_FUNCTION": "troth.lib.limits.cache_key",
    }
    if CONFIG.redis_url
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "KEY_FUNCTION": "troth.lib.limits.cache_key",
        # Beyond it Django throws away counts of failed guesses that still matter.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "process",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["troth.accounts.backends.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "meetings"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = False
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
# A browser left signed in can't take the account: its address is changed by who knows the password.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _public.scheme
ACCOUNT_ADAPTER = "troth.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "troth.organizations.forms.SignupForm",
    "login": "troth.accounts.forms.LoginForm",
    "add_email": "troth.accounts.forms.AddEmailForm",
    "change_password": "troth.accounts.forms.ChangePasswordForm",
    "set_password": "troth.accounts.forms.SetPasswordForm",
    "reset_password": "troth.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "troth.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "troth.accounts.forms.ReauthenticateForm",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Beside allauth's own limits: inviting, and trying links of invitations.
ACCOUNT_RATE_LIMITS = {"invite": "20/m/user,200/d/user", "invitation": "30/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIG.proxies
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "troth.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_HSTS_SECONDS = 0 if CONFIG.on_loopback or not _https else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.proxies else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

_media = urlsplit(CONFIG.media_public_url)
_media_origins = [
    f"{_media.scheme}://{_media.netloc}",
    f"{_media.scheme.replace('ws', 'http')}://{_media.netloc}",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "connect-src": [SELF, *_media_origins],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "accelerometer": [],
    "autoplay": ["self"],
    "camera": ["self"],
    "display-capture": ["self"],
    "fullscreen": ["self"],
    "geolocation": [],
    "gyroscope": [],
    "magnetometer": [],
    "microphone": ["self"],
    "midi": [],
    "payment": [],
    "usb": [],
}

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static" / "built"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# The build puts a hash of the content into the names of its files or of their folder.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[0-9a-zA-Z_-]{8}(/\w+)?\.\w+$"
DJANGO_VITE = {
    "default": {"manifest_path": HERE / "static" / "built" / "manifest.json", "static_url_prefix": ""}
}

if CONFIG.smtp_url:
    _smtp = urlsplit(CONFIG.smtp_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname or "localhost"
    EMAIL_PORT = _smtp.port or (465 if _smtp.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_SSL = _smtp.scheme == "smtps"
    EMAIL_USE_TLS = _smtp.scheme == "smtp" and not (_smtp.hostname or "").startswith("127.")
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "outbox"
OPERATOR_NAME = CONFIG.operator_name
OPERATOR_ADDRESS = CONFIG.operator_address
OPERATOR_EMAIL = CONFIG.operator_email
PRIVACY_INBOX = CONFIG.privacy_inbox
DEFAULT_FROM_EMAIL = CONFIG.mail_from

REGIONS = CONFIG.region_folders
BUCKETS = CONFIG.region_buckets
RECORDERS = CONFIG.recorders
CAPTIONERS = CONFIG.captioners
# None: the model that is installed.
SPEECH_MODEL = CONFIG.speech_model
# The recorder's browser comes by the shortest way.
RECORDER_URL = CONFIG.recorder_url

# Other machines that are no third party's.
OWN_HOSTS = frozenset(CONFIG.own_hosts.split(",")) - {""}
MEDIA_IS_OURS = CONFIG.media_is_ours
MEDIA_API_URL = CONFIG.media_api_url
MEDIA_PUBLIC_URL = CONFIG.media_public_url
# What a network must let through to it: LiveKit's own where the server is not started here.
MEDIA_PORTS = CONFIG.media_ports
MEDIA_KEY = KEYS["media_key"]
MEDIA_SECRET = KEYS["media_secret"]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"route": {"()": "troth.web.logs.RouteFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["route"]}},
    "root": {"handlers": ["stderr"], "level": CONFIG.log_level},
    "loggers": {
        "apscheduler": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        # It has a word for each piece of sound.
        "faster_whisper": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
