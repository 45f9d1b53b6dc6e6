"""Whether the database is still there is asked seldom, and at once where it matters."""

import time

import pytest
from django.db.backends.postgresql import base

from troth.lib.postgresql.base import BELIEVED, DatabaseWrapper


class Asked:
    """What a database would say, and how often it was asked."""

    def __init__(self) -> None:
        self.alive, self.times = True, 0

    def __call__(self, wrapper: base.DatabaseWrapper) -> bool:
        self.times += 1
        return self.alive


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    asked = Asked()
    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", lambda wrapper: asked(wrapper))
    return asked


@pytest.fixture
def connection() -> DatabaseWrapper:
    return DatabaseWrapper({"OPTIONS": {}, "TIME_ZONE": None}, "own")


def test_a_living_connection_is_believed_for_a_moment(
    connection: DatabaseWrapper, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    assert connection.is_usable()
    assert connection.is_usable()
    assert asked.times == 1
    later = moment + BELIEVED
    monkeypatch.setattr(time, "monotonic", lambda: later)
    asked.alive = False
    assert not connection.is_usable()
    assert not connection.is_usable()
    assert asked.times == 3


def test_after_an_error_it_is_not_believed(connection: DatabaseWrapper, asked: Asked) -> None:
    assert connection.is_usable()
    asked.alive = False
    connection.errors_occurred = True
    assert not connection.is_usable()


def test_a_new_connection_is_known_by_its_own_life(connection: DatabaseWrapper, asked: Asked) -> None:
    assert connection.is_usable()
    connection.close()
    asked.alive = False
    assert not connection.is_usable()
