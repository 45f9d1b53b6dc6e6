"""The film by HTTP: in ranges (RFC 9110, section 14), to whom it is for, and each look on record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client

from tests.recordings.films import recorded
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.recordings.models import How, Look, Recording, Shared
from troth.recordings.ranges import Unsatisfiable, read_range
from troth.recordings.shelf import shelf_of

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]


@pytest.fixture
def met(weekly: Meeting, alice: Person, bob: Person) -> Recording:
    return recorded(weekly, alice, bob)


def whole(recording: Recording) -> bytes:
    with shelf_of(recording.region).open(recording.film) as file:
        return file.read()


def film(client: Client, recording: Recording, what: str = "film", **headers: str) -> Any:
    """An answer about a recording, read to its end."""
    answer: Any = client.get(f"/recordings/{recording.id}/{what}", headers=headers)
    answer.taken = b"".join(answer)
    return answer


@pytest.mark.parametrize(
    ("asked", "size", "found"),
    [
        ("", 100, None),
        ("bytes=0-9", 100, (0, 10)),
        ("bytes=90-", 100, (90, 100)),
        ("bytes=90-500", 100, (90, 100)),
        ("bytes=-10", 100, (90, 100)),
        ("bytes=-500", 100, (0, 100)),
        ("BYTES=5-5", 100, (5, 6)),
        ("bytes= 5-5 ", 100, (5, 6)),
        ("bytes=9-5", 100, None),
        ("bytes=-", 100, None),
        ("bytes=0-1,5-6", 100, None),
        ("lines=0-1", 100, None),
        ("bytes=" + "9" * 5000 + "-", 100, None),
    ],
)
def test_a_range_is_read_as_the_standard_has_it(asked: str, size: int, found: object) -> None:
    assert read_range(asked, size) == found


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(asked: str) -> None:
    with pytest.raises(Unsatisfiable):
        read_range(asked, 100)


def test_all_of_a_film_and_any_piece_of_it(met: Recording, alice: Person, as_person: As) -> None:
    client, content = as_person(alice), whole(met)
    answer = film(client, met)
    assert (answer.status_code, answer["Content-Type"], answer["Accept-Ranges"]) == (
        200,
        "video/webm",
        "bytes",
    )
    assert (answer.taken, int(answer["Content-Length"])) == (content, met.size)
    assert answer["Cache-Control"] == "private, no-store"
    assert "Content-Disposition" not in answer
    piece = film(client, met, Range="bytes=100-299")
    assert (piece.status_code, piece["Content-Length"]) == (206, "200")
    assert piece["Content-Range"] == f"bytes 100-299/{met.size}"
    assert piece.taken == content[100:300]
    assert film(client, met, Range="bytes=-7").taken == content[-7:]


def test_a_range_outside_says_how_long_the_film_is(met: Recording, alice: Person, as_person: As) -> None:
    answer = film(as_person(alice), met, Range=f"bytes={met.size}-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{met.size}")


def test_a_range_of_another_film_gives_the_whole(met: Recording, alice: Person, as_person: As) -> None:
    client = as_person(alice)
    tag = film(client, met)["ETag"]
    for known, status in ((tag, 206), ('"another"', 200), (f"W/{tag}", 200), ("Thu, 26 Nov 2026", 200)):
        answer = film(client, met, **{"Range": "bytes=0-9", "If-Range": known})
        assert answer.status_code == status, known
    assert film(client, met, **{"If-None-Match": tag}).status_code == 304


def test_head_tells_of_the_film_without_giving_it(met: Recording, alice: Person, as_person: As) -> None:
    answer = as_person(alice).head(f"/recordings/{met.id}/film", headers={"Range": "bytes=0-9"})
    assert (answer.status_code, int(answer["Content-Length"]), answer.content) == (200, met.size, b"")
    assert answer["Accept-Ranges"] == "bytes"
    assert not Look.objects.exists()


def test_a_film_is_read_piece_by_piece(
    met: Recording, alice: Person, as_person: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("troth.recordings.shelf.PIECE", 1000)
    answer: Any = as_person(alice).get(f"/recordings/{met.id}/film")
    pieces = list(answer)
    assert max(map(len, pieces)) == 1000
    assert b"".join(pieces) == whole(met)


def test_a_film_that_is_gone_from_its_shelf_is_not_there(
    met: Recording, alice: Person, as_person: As
) -> None:
    shelf_of(met.region).remove(met.folder)
    for what in ("film", "poster", "download"):
        assert film(as_person(alice), met, what).status_code == 404


def test_no_film_comes_from_a_country_that_was_taken_away(
    met: Recording, alice: Person, as_person: As, settings: Any
) -> None:
    settings.REGIONS = {}
    assert film(as_person(alice), met).status_code == 404
    page = film(as_person(alice), met, "")
    assert (page.status_code, b"<video" in page.taken) == (200, False)
    assert b"not set up here now: Netherlands" in page.taken


def test_shr_2_a_look_is_on_record_once_a_person_and_day(
    met: Recording, alice: Person, bob: Person, as_person: As, still: None
) -> None:
    for person in (bob, bob, alice):
        for piece in ("bytes=0-9", "bytes=10-"):
            film(as_person(person), met, Range=piece)
    assert sorted(Look.objects.values_list("person__name", "how")) == [
        ("Alice Adams", How.SEEN),
        ("Bob Brown", How.SEEN),
    ]
    with time_machine.travel(now() + timedelta(days=1)):
        film(as_person(bob), met)
    assert Look.objects.filter(person=bob).count() == 2


def test_shr_2_each_download_is_on_record_and_one_that_goes_on_is_the_same(
    met: Recording, alice: Person, as_person: As
) -> None:
    for piece in ("", "bytes=0-", "bytes=100-", "bytes=-5"):
        film(as_person(alice), met, "download", **({"Range": piece} if piece else {}))
    assert list(Look.objects.values_list("how", "day")) == [(How.DOWNLOADED, None)] * 2


def test_a_download_has_a_name_that_no_disk_minds(met: Recording, alice: Person, as_person: As) -> None:
    Meeting.objects.update(title='../Über "uns":\u202e weekly/\r\n*?.')
    answer = film(as_person(alice), met, "download")
    name = quote(f"Über uns weekly {met.started_at:%Y-%m-%d %H.%M}.webm")
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    Meeting.objects.update(title="")
    assert "Recording" in film(as_person(alice), met, "download")["Content-Disposition"]


def test_shr_2_who_may_not_take_it_along_watches_it_there(met: Recording, bob: Person, as_person: As) -> None:
    assert film(as_person(bob), met).status_code == 200
    refused = film(as_person(bob), met, "download")
    assert refused.status_code == 403
    assert b"/download" not in as_person(bob).get(f"/recordings/{met.id}/").content
    Recording.objects.update(may_download=True)
    assert film(as_person(bob), met, "download").status_code == 200
    assert b"/download" in as_person(bob).get(f"/recordings/{met.id}/").content


@pytest.mark.parametrize(
    ("shared", "who"),
    [
        (Shared.HOST, {"alice", "admin", "owner"}),
        (Shared.PARTICIPANTS, {"alice", "admin", "owner", "bob"}),
        (Shared.ORGANIZATION, {"alice", "admin", "owner", "bob", "dora"}),
    ],
)
def test_shr_2_a_recording_is_for_whom_it_is_shared_with(
    met: Recording,
    alice: Person,
    bob: Person,
    admin: Person,
    owner: Person,
    carol: Person,
    operator: Person,
    as_person: As,
    shared: Shared,
    who: set[str],
) -> None:
    from tests.people import person
    from troth.organizations.models import Role

    dora = person("Dora Dale", "dora@demo.example", alice.membership.organization, Role.MEMBER)
    Recording.objects.update(shared=shared)
    everybody = {
        "alice": alice,
        "bob": bob,
        "admin": admin,
        "owner": owner,
        "dora": dora,
        "carol": carol,
        "operator": operator,
    }
    for name, somebody in everybody.items():
        client = as_person(somebody)
        expected = 200 if name in who else 403 if name == "operator" else 404
        for what in ("", "film", "poster"):
            answer = film(client, met, what)
            assert answer.status_code == expected, (name, what)
            is_listed = bytes(str(met.id), "ascii") in client.get("/recordings/").content
        assert is_listed is (name in who), name


def test_who_left_the_organization_sees_its_recordings_no_more(
    met: Recording, bob: Person, as_person: As
) -> None:
    bob.membership.delete()
    assert film(as_person(Person.objects.get(pk=bob.pk)), met).status_code == 403
