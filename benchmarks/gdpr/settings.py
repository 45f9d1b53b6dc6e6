"""Three databases: the engine's, and two through Django's own backend. `run.py` makes and names them."""

from copy import deepcopy

from troth.web.settings import *  # noqa: F403
from troth.web.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.gdpr"]

DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}
DATABASES |= {alias: deepcopy(DATABASES["default"]) for alias in ("plain", "hand")}
for _alias in ("plain", "hand"):
    DATABASES[_alias]["ENGINE"] = str(DATABASES[_alias]["ENGINE"]).replace(
        "troth.privacy.backends", "django.db.backends"
    )
