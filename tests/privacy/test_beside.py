"""What lies beside rows goes with them, by whatever way they go (RET-5)."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from troth.lib.clock import now
from troth.outreach.models import Letter
from troth.privacy import beside, places
from troth.privacy.deleting import erase_rows
from troth.privacy.leaving import pick_up
from troth.privacy.models import Erasure
from troth.privacy.places import Place
from troth.privacy.registry import ModelClass
from troth.privacy.retention import sweep

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def removed(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was taken away: each letter has a thing of its own, and one that tells of whom it is to."""
    settings.DATA = tmp_path
    gone: list[str] = []

    def find(model: ModelClass, keys: Collection[Any]) -> Iterator[tuple[Any, str]]:
        assert model is not Letter or Letter.everything.filter(pk__in=keys).count() == len(keys), (
            "asked too late"
        )
        return ((key, "thing") for key in keys if model is Letter)

    monkeypatch.setattr(places, "_PLACES", {})
    places.register(Place("own", find, lambda name: gone.append(f"own {name}")))
    places.register(Place("telling", find, lambda name: gone.append(f"telling {name}"), only_erased=True))
    return gone


def letter(age: timedelta = timedelta()) -> Letter:
    written = Letter.objects.create(recipient="sam@supplier.example", subject="Hello", text="Hello")
    Letter.everything.filter(pk=written.pk).update(written_at=now() - age)
    return written


def test_a_row_whose_time_is_over_takes_along_what_is_its_own(removed: list[str]) -> None:
    letter(timedelta(days=400))
    letter()
    assert sweep().counts == {"outreach.Letter": 1}
    assert removed == ["own thing"]
    assert Erasure.objects.get().things == ["own:thing"]


def test_a_row_that_somebody_deletes_takes_all_of_it_along(removed: list[str]) -> None:
    row = letter()
    with transaction.atomic():
        erase_rows(Letter, {row.pk})
        assert removed == [], "what is rolled back would be lost"
    assert sorted(removed) == ["own thing", "telling thing"]


def test_where_nothing_lies_beside_nothing_is_noted(
    removed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_PLACES", {})
    letter(timedelta(days=400))
    assert sweep().counts == {"outreach.Letter": 1}
    assert not Erasure.objects.exists()


def test_what_a_killed_sweep_left_the_clock_takes(
    removed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    letter(timedelta(days=400))
    with monkeypatch.context() as killed:
        killed.setattr(beside, "_finish", lambda *_: None)
        sweep()
    assert removed == []
    assert pick_up() == 1
    assert removed == ["own thing"]
    assert not Erasure.objects.exists()
    assert pick_up() == 0


def test_what_a_place_that_is_away_has_the_clock_asks_for_again(removed: list[str]) -> None:
    def no_answer(name: str) -> None:
        raise places.Away

    own = places._PLACES["own"]
    places.register(replace(own, remove=no_answer))
    letter(timedelta(days=400))
    sweep()
    assert pick_up() == 1
    assert removed == []
    places.register(own)
    assert pick_up() == 1
    assert removed == ["own thing"]
    assert not Erasure.objects.exists()
