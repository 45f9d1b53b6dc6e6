"""The tables of the shapes, for test modules that import `tables`."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.privacy.shapes import TABLES, tables_of


@pytest.fixture(scope="module", autouse=True)
def tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """They are there while a module's tests run, and gone afterwards: nobody else declares them."""
    with django_db_blocker.unblock(), tables_of(list(TABLES.values())):
        yield
