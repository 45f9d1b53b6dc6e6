"""What tests of outreach share."""

import pytest
from pytest_django import Settings


@pytest.fixture
def real_tasks(settings: Settings, db: None) -> None:
    """Tasks as an installation keeps them: in the database, until a worker runs them."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def operated(settings: Settings) -> None:
    """An installation that says whose it is."""
    settings.OPERATOR_NAME, settings.OPERATOR_EMAIL = "Example Ltd", "privacy@example.com"
