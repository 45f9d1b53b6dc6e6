"""A run that is killed, at any line, is taken up again, and leaves nothing behind."""

import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from troth.accounts.models import Person
from troth.privacy import archive, exports
from troth.privacy.exports import file_of, folder, make_export, open_export
from troth.privacy.models import Export
from troth.privacy.tasks import tend_exports

pytestmark = pytest.mark.django_db(transaction=True)

OURS = (exports.__file__, archive.__file__)
Place = tuple[str, int]


def traced(told: Callable[[Place], None], action: Callable[[], Any]) -> None:
    """Does something and tells each line of ours before it runs."""

    def each(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in OURS:
            return None
        if event == "line":
            told((frame.f_code.co_filename, frame.f_lineno))
        return each

    before = sys.gettrace()
    sys.settrace(each)
    try:
        action()
    finally:
        sys.settrace(before)


def killed_at(place: Place, action: Callable[[], Any]) -> bool:
    """Does something in a process that dies, as by kill -9, before that line. Answers whether it came so far."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        traced(lambda here: os._exit(9) if here == place else None, action)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.fixture
def empty() -> Iterator[None]:
    for path in folder().iterdir():
        path.unlink()
    yield
    for path in folder().iterdir():
        path.unlink()


def test_a_run_that_is_killed_at_any_line_is_taken_up_again(empty: None, alice: Person) -> None:
    lines: dict[Place, None] = {}
    whole = open_export(alice, alice.email)
    traced(lambda here: lines.update({here: None}), lambda: make_export(whole.id))
    whole.refresh_from_db()
    assert whole.is_ready
    exports.drop_export(whole)
    # Each line of the run itself, and of the writing every sixth.
    places = [one for one in lines if one[0] == exports.__file__]
    places += [one for one in lines if one[0] == archive.__file__][::6]
    assert len(places) > 30
    for place in places:
        export = open_export(alice, alice.email)
        killed_at(place, lambda: make_export(export.id))  # noqa: B023 — done before the next turn
        export.refresh_from_db()
        if not export.is_ready:
            Export.objects.update(claimed_until=timezone.now())
            asked = timezone.now() - exports.CLAIM
            Export.objects.update(asked_at=asked)
            tend_exports()
            export.refresh_from_db()
        assert export.is_ready, place
        with zipfile.ZipFile(file_of(export)) as found:
            assert found.testzip() is None
        tend_exports()
        assert list(folder().iterdir()) == [file_of(export)], place
        exports.drop_export(export)
        assert not list(folder().iterdir()), place


def test_a_claim_keeps_a_second_run_away_and_lapses(empty: None, alice: Person) -> None:
    export = open_export(alice, alice.email)
    Export.objects.update(
        state=Export.State.RUNNING, run="first", claimed_until=timezone.now() + exports.CLAIM
    )
    make_export(export.id)
    tend_exports()
    export.refresh_from_db()
    assert (export.state, export.run) == (Export.State.RUNNING, "first")
    Export.objects.update(claimed_until=timezone.now())
    tend_exports()
    export.refresh_from_db()
    assert export.is_ready
