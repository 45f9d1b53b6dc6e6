"""The settings of the measured installation, with Django's own database backends and no purposes."""

from benchmarks.settings import *  # noqa: F403
from benchmarks.settings import DATABASES, MIDDLEWARE

DATABASES["default"]["ENGINE"] = str(DATABASES["default"]["ENGINE"]).replace(
    "troth.privacy.backends", "django.db.backends"
)
MIDDLEWARE = [one for one in MIDDLEWARE if one != "troth.web.middleware.PurposeMiddleware"]
