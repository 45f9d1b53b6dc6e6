"""The program's own settings, with the routes of the measured installation."""

from troth.web.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
