"""The program's settings with an app that lacks its declaration."""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as APPS

INSTALLED_APPS = [*APPS, "tests.privacy.broken_app"]
# Silencing must not help.
SILENCED_SYSTEM_CHECKS = ["privacy.E001"]
