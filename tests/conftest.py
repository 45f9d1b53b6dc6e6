"""What every test may ask for: people, meetings, and the real servers they meet on."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone
from hypothesis import settings as hypothesis_settings

from tests.ports import free_ports
from tests.waiting import until
from troth.media import connection as media_connection
from troth.media import rooms
from troth.media.connection import MediaDown
from troth.media.process import MediaServer, find_program, write_configuration
from troth.privacy.append_only import unguarded
from troth.privacy.purposes import for_the_engine

# How long an example takes says nothing about the code.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")

pytest_plugins = ["tests.people", "tests.gatherings", "tests.post", "tests.recordings.films"]


@pytest.fixture(scope="session", autouse=True)
def data_folder() -> Iterator[Path]:
    """The data folder of this run, removed afterwards."""
    folder = Path(settings.TEST_DATA)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _tests_read_everything() -> Iterator[None]:
    """What a test itself reads; requests, tasks and commands in it run for their own purposes."""
    with for_the_engine():
        yield


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Limits begin anew with each test."""
    for one in caches.all(initialized_only=True):
        one.clear()


class Media:
    """A real media server of this run, which a test may kill and start again."""

    def __init__(self, folder: Path) -> None:
        self.port = free_ports(3)
        self.config = write_configuration(
            MediaServer(
                bind="127.0.0.1",
                port=self.port,
                address="127.0.0.1",
                key=settings.MEDIA_KEY,
                secret=settings.MEDIA_SECRET,
                webhook="http://127.0.0.1:9/",
            ),
            folder,
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [find_program(), "--config", str(self.config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._answers, "the media server answers")

    def _answers(self) -> bool:
        try:
            rooms.rooms()
        except MediaDown:
            return False
        return True

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def _media(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Media]:
    # The machine that tests run on may be slow; what a server that is away does to people is tested where none is.
    media_connection.CONNECT = media_connection.TIMEOUT = 30.0
    media = Media(tmp_path_factory.mktemp("media"))
    settings.MEDIA_API_URL = f"http://127.0.0.1:{media.port}"
    settings.MEDIA_PUBLIC_URL = f"ws://127.0.0.1:{media.port}"
    media.start()
    yield media
    media.kill()


@pytest.fixture
def media(_media: Media) -> Media:
    """The media server, up, and without a room."""
    if _media.process is None or _media.process.poll() is not None:
        _media.start()
    for name in rooms.rooms():
        rooms.delete_room(name)
    return _media


@pytest.fixture
def still() -> Iterator[None]:
    """The clock stands: what is counted by the second, the hour or the day is counted in one of them."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.fixture
def no_media(settings: Any) -> None:
    """Nothing answers where the media server should be."""
    settings.MEDIA_API_URL = "http://127.0.0.1:9"


def _let_tests_flush() -> None:
    """What tests wrote in transactions of their own is emptied out after them, and the audit record would refuse."""
    flush = TransactionTestCase._fixture_teardown

    def unguarded_flush(case: TransactionTestCase) -> None:
        with unguarded(connection):
            flush(case)

    TransactionTestCase._fixture_teardown = unguarded_flush


def pytest_configure(config: pytest.Config) -> None:
    _let_tests_flush()
    config.addinivalue_line("markers", "browser: drives real browsers against a whole installation")


def pytest_unconfigure() -> None:
    """Stops the PostgreSQL of this run, after the test database is gone from it."""
    if server := getattr(settings, "TEST_POSTGRESQL", None):
        server.cleanup()
