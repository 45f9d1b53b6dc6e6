"""A run that is killed, at any line, is taken up again, and leaves nothing behind."""

import zipfile
from collections.abc import Iterator

import pytest
from django.utils import timezone

from tests.killing import killed_at, lines_of
from troth.accounts.models import Person
from troth.privacy import archive, exports
from troth.privacy.exports import file_of, folder, make_export, open_export
from troth.privacy.models import Export
from troth.privacy.tasks import tend_exports

pytestmark = pytest.mark.django_db(transaction=True)

OURS = (exports.__file__, archive.__file__)


@pytest.fixture
def empty() -> Iterator[None]:
    for path in folder().iterdir():
        path.unlink()
    yield
    for path in folder().iterdir():
        path.unlink()


def test_a_run_that_is_killed_at_any_line_is_taken_up_again(empty: None, alice: Person) -> None:
    whole = open_export(alice, alice.email)
    lines = lines_of(OURS, lambda: make_export(whole.id))
    whole.refresh_from_db()
    assert whole.is_ready
    exports.drop_export(whole)
    # Each line of the run itself, and of the writing every sixth.
    places = [one for one in lines if one[0] == exports.__file__]
    places += [one for one in lines if one[0] == archive.__file__][::6]
    assert len(places) > 30
    for place in places:
        export = open_export(alice, alice.email)
        killed_at(OURS, place, lambda: make_export(export.id))  # noqa: B023 — done before the next turn
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
