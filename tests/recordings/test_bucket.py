"""Recordings in S3 buckets, one for each country, on a real server."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.gatherings import Visit
from tests.recordings.buckets import Storage, storage
from tests.recordings.conftest import begin, only, start
from tests.recordings.films import recorded
from tests.recordings.test_film import bring, finish, stream
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.privacy.beside import settle_rows
from troth.recordings.models import Part, Recording, State
from troth.recordings.probes import each_in_its_country
from troth.recordings.shelf import shelf_of
from troth.web.config import Config

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[Person], Client]
__all__ = ["storage"]


@pytest.fixture
def shelves(storage: Storage, settings: Any) -> dict[str, Path]:
    """Buckets instead of folders, for every test here."""
    return settings.REGIONS


def test_SEC_2_a_film_lies_in_its_own_countrys_bucket_and_nowhere_else(
    host: Visit, storage: Storage, shelves: dict[str, Path], tmp_path: Path
) -> None:
    start(host)
    bring("mp4", stream("mp4", 2, tmp_path))
    assert len(storage.files("NL")) == 4
    recording = finish()
    assert recording.state == State.READY
    assert storage.files("NL") >= {f"films/{recording.film}", f"films/{recording.poster}"}
    assert storage.files("SG") == set()
    # Nothing of it stays on the disk that it was made on.
    assert [one for one in shelves["NL"].rglob("*") if one.is_file()] == []
    assert each_in_its_country().fault == ""
    shelf = shelf_of("NL")
    assert shelf.names(only().parts.get().folder) == []
    local = tmp_path / "watched.mp4"
    with shelf.open(recording.film) as film:
        local.write_bytes(film.read())
    assert local.stat().st_size == recording.size


def test_a_film_in_a_bucket_is_read_in_ranges(
    storage: Storage, make_meeting: Callable[..., Meeting], alice: Person, as_person: As
) -> None:
    recording = recorded(make_meeting(alice), alice, region="SG")
    assert storage.files("SG") == {recording.film, recording.poster}
    with shelf_of("SG").open(recording.film) as file:
        whole = file.read()
        file.seek(-10, 2)
        assert file.read() == whole[-10:]
    client = as_person(alice)
    answer: Any = client.get(f"/recordings/{recording.id}/film", headers={"Range": "bytes=100-299"})
    assert (answer.status_code, b"".join(answer)) == (206, whole[100:300])
    assert client.get(f"/recordings/{recording.id}/").status_code == 200


def test_RET_5_deleted_for_good_no_version_is_left(
    storage: Storage, make_meeting: Callable[..., Meeting], alice: Person, as_person: As
) -> None:
    recording = recorded(make_meeting(alice), alice)
    shelf = shelf_of("NL")
    shelf.put(recording.film, b"an older cut")
    shelf.put(f"{recording.folder}-other/film.mp4", b"a neighbour's")
    shelf._client.create_multipart_upload(Bucket="rec-nl", Key=f"films/{recording.folder}/broken-off")  # type: ignore[attr-defined]
    assert len(storage.files("NL")) > 3
    client = as_person(alice)
    client.post(f"/recordings/{recording.id}/trash/")
    assert client.post(f"/recordings/{recording.id}/delete/").status_code == 302
    assert not Recording.everything.exists()
    assert storage.files("NL") == {f"films/{recording.folder}-other/film.mp4"}


def test_what_is_deleted_while_the_storage_is_away_goes_when_it_is_back(
    storage: Storage, make_meeting: Callable[..., Meeting], alice: Person, as_person: As
) -> None:
    recording = recorded(make_meeting(alice), alice)
    client = as_person(alice)
    client.post(f"/recordings/{recording.id}/trash/")
    storage.stop()
    assert client.post(f"/recordings/{recording.id}/delete/").status_code == 302
    assert settle_rows() == 1
    storage.start()
    assert storage.files("NL") != set()
    settle_rows()
    assert storage.files("NL") == set()
    assert settle_rows() == 0


def test_a_storage_that_does_not_answer_is_said_and_costs_nothing(
    host: Visit, storage: Storage, alice: Person, as_person: As, tmp_path: Path
) -> None:
    start(host)
    recorder = begin("mp4")
    content = stream("mp4", 2, tmp_path)
    assert recorder.keep(1, content[: len(content) // 2]).status_code == 200
    storage.stop()
    refused = recorder.keep(2, content[len(content) // 2 :])
    assert (refused.status_code, refused.json()["kind"]) == (503, "storage")  # type: ignore[attr-defined]
    storage.start()
    assert recorder.keep(2, content[len(content) // 2 :]).status_code == 200
    Part.objects.filter(id=recorder.part.id).update(ended_at=now() + timedelta(seconds=1))
    recording = finish()
    assert recording.seconds == pytest.approx(2, abs=0.2)
    storage.stop()
    answer = as_person(alice).get(f"/recordings/{recording.id}/film", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert "does not answer" in answer.text


@pytest.mark.parametrize(
    "value",
    [
        "NL=rec",
        "NL=https://rec",
        "US=s3://rec",
        "NL=s3://rec,NL=s3://other",
        "NL=s3://rec/nl,SG=s3://rec/sg",
        "NL=s3://A b",
    ],
)
def test_buckets_that_are_none_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match="must"):
        Config(regions="NL=/srv/nl,SG=/srv/sg", buckets=value)


def test_buckets_are_read() -> None:
    config = Config(regions="NL=/srv/nl,SG=/srv/sg", buckets="NL=s3://rec/films, SG=s3://sg@rec-sg")
    assert config.region_buckets == {"NL": "s3://rec/films", "SG": "s3://sg@rec-sg"}
