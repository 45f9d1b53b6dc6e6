"""An erasure, or a coming back, that is killed at any line goes on or never was (SIGKILL, no exception is seen)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session

from tests.killing import Place, killed_at, lines_of
from tests.privacy.test_leaving import _folder, everything, met  # noqa: F401 — fixtures
from troth.accounts.models import Person
from troth.lib import files
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.privacy import deleting, erasing, leaving, ledger, places, sealing
from troth.privacy.graph import rows_of
from troth.privacy.leaving import come_back, leave, pick_up
from troth.privacy.models import AuditEntry, Erasure, ErasureState

pytestmark = pytest.mark.django_db(transaction=True)

OURS = [module.__file__ for module in (leaving, sealing, files, ledger, places, erasing, deleting)]
TOKEN = "the-link-that-was-mailed"


@pytest.fixture(autouse=True)
def _token(monkeypatch: pytest.MonkeyPatch) -> None:
    """The link is known although the process that made it is dead."""
    monkeypatch.setattr(leaving.secrets, "token_urlsafe", lambda _: TOKEN)


@pytest.fixture
def before(alice: Person, met: Meeting) -> dict[str, Any]:  # noqa: F811
    Session.objects.all().delete()
    # Of a meeting that is on people come back to the door, and not to where they were.
    met.sessions.update(ended_at=now())
    return everything()


def _lines(action: Callable[[], Any]) -> list[Place]:
    """The lines in which an erasure's own steps stand, and of the engine's below them every fourth."""
    found = lines_of(OURS, action)
    own = [place for place in found if place[0] == leaving.__file__]
    return own + [place for place in found if place[0] != leaving.__file__][::4]


def _clock() -> None:
    """What the clock does within two hours."""
    with time_machine.travel(now() + timedelta(hours=2)):
        pick_up()


def _is_whole(before: dict[str, Any]) -> None:
    _clock()
    assert everything() == before
    assert list(sealing.folder().glob("*")) == []
    assert ledger.people_to_forget() == {}


def test_an_erasure_killed_at_any_line_goes_on_or_never_was(alice: Person, before: dict[str, Any]) -> None:
    lines = _lines(lambda: leave(rows_of([alice]), "person"))
    come_back(TOKEN)
    assert len(lines) > 60
    gone = 0
    for place in lines:
        # A line that runs once in an installation, as one that makes a folder, is not met again.
        killed_at(OURS, place, lambda: leave(rows_of([alice]), "person"))
        if not Erasure.objects.filter(state=ErasureState.LEAVING).exists():
            _is_whole(before)
            continue
        gone += 1
        _clock()
        erasure = Erasure.objects.get(state=ErasureState.LEAVING)
        assert (erasure.settled, erasure.things) == (True, []), place
        assert "alice" not in str(everything()).lower(), place
        assert places.read(f"pictures:{alice.picture}") is None, place
        come_back(TOKEN)
        _is_whole(before)
    assert 10 < gone < len(lines) - 10
    # What never was is not on record either.
    assert AuditEntry.objects.filter(action="erasure.begun").count() == gone + 1


def test_a_coming_back_killed_at_any_line_goes_on_or_never_was(alice: Person, before: dict[str, Any]) -> None:
    leave(rows_of([alice]), "person")
    for place in _lines(lambda: come_back(TOKEN)):
        leave(rows_of([alice]), "person")
        killed_at(OURS, place, lambda: come_back(TOKEN))
        if Erasure.objects.filter(state=ErasureState.LEAVING).exists():
            assert "alice" not in str(everything()).lower(), place
            come_back(TOKEN)
        _is_whole(before)
