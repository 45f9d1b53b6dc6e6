"""The browsers of who asks and who answers."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from troth.accounts.models import Person


@pytest.fixture
def browser() -> Client:
    """Somebody without an account."""
    return Client(headers={"Accept": "text/html"})


class Desk(Client):
    """A browser that its person is signed in with, by however many months a test turns the clock."""

    def __init__(self, person: Person) -> None:
        super().__init__(headers={"Accept": "text/html"})
        self.person = person

    def request(self, **request: Any) -> Any:
        self.force_login(self.person)
        return super().request(**request)


@pytest.fixture
def officer(operator: Person) -> Client:
    """The operator's browser."""
    return Desk(operator)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path
