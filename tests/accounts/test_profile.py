"""What a person says about themselves, and their picture."""

import io
import struct
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.organizations.models import Organization

As = Callable[[Person], Client]
GPS = 0x8825
ORIENTATION = 0x0112


def a_photo(width: int = 600, height: int = 400, orientation: int = 6) -> bytes:
    """A JPEG as a phone makes it: lying on its side, with place and camera. Its left half is red."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (52.0, 31.0, 12.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(
    client: Client, content: bytes, name: str = "me.jpg", type_: str = "image/jpeg"
) -> tuple[int, str]:
    file = SimpleUploadedFile(name, content, type_)
    answer = client.post("/account/profile/picture/", {"picture": file})
    return answer.status_code, answer.content.decode()


def stored() -> list[Path]:
    return list((settings.DATA / "files" / "pictures").glob("*"))


def test_col_1_and_col_4_a_person_keeps_their_own_profile(alice: Person, as_person: As) -> None:
    """COL-1, COL-4: given by the person; name, function and contact details for work."""
    profile = {
        "name": "Alice B. Adams",
        "job_title": "Engineer",
        "department": "Bridges",
        "phone": "+49 30 123456",
        "time_zone": "Europe/Berlin",
        "language": "en",
    }
    client = as_person(alice)
    answer = client.post("/account/profile/", profile, follow=True)
    assert "Your profile is saved" in answer.content.decode()
    alice.refresh_from_db()
    assert {field: getattr(alice, field) for field in profile} == profile


def test_use_1_times_are_shown_in_the_zone_of_the_profile(
    alice: Person, as_person: As, make_meeting: Callable[..., Meeting]
) -> None:
    make_meeting(alice, starts_at=(now() + timedelta(days=2)).replace(hour=12, minute=0))
    client = as_person(alice)
    assert ", 12:00</time>" in client.get("/meetings/").content.decode()
    client.post("/account/profile/", {"name": "Alice", "time_zone": "Asia/Kolkata", "language": "en"})
    assert ", 17:30</time>" in client.get("/meetings/").content.decode()


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("time_zone", "Mars/Olympus"), ("language", "xx"), ("name", "x" * 121)]
)
def test_a_profile_that_can_not_be_is_refused(alice: Person, as_person: As, field: str, value: str) -> None:
    profile = {"name": "Alice", "time_zone": "UTC", "language": "en"} | {field: value}
    answer = as_person(alice).post("/account/profile/", profile)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in answer.content.decode()
    alice.refresh_from_db()
    assert alice.name == "Alice Adams"


def test_nobody_becomes_operator_through_the_profile(alice: Person, as_person: As) -> None:
    as_person(alice).post(
        "/account/profile/",
        {"name": "A", "time_zone": "UTC", "language": "en", "is_operator": "on", "email": "x@x.example"},
    )
    alice.refresh_from_db()
    assert (alice.is_operator, alice.email) == (False, "alice@demo.example")


def test_a_picture_is_upright_square_and_says_nothing_of_where_it_was_taken(
    alice: Person, as_person: As
) -> None:
    client = as_person(alice)
    original = a_photo()
    assert b"Secret Camera" in original
    assert upload(client, original)[0] == 302
    alice.refresh_from_db()
    answer = client.get(f"/account/picture/{alice.picture}")
    assert answer["Content-Type"] == "image/webp"
    assert "private" in answer["Cache-Control"]
    content = answer.content
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.size) == ("WEBP", (256, 256))
    assert not image.getexif()
    assert b"Secret Camera" not in content
    assert b"EXIF" not in content
    # Turned by 90 degrees: red was on the left, and is on top.
    top = image.convert("RGB").getpixel((128, 30))
    bottom = image.convert("RGB").getpixel((128, 226))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > top[2]
    assert bottom[2] > 200 > bottom[0]


@pytest.mark.django_db(transaction=True)
def test_a_replaced_and_a_removed_picture_leave_no_file(alice: Person, as_person: As) -> None:
    before = set(stored())
    client = as_person(alice)
    upload(client, a_photo())
    first = set(stored()) - before
    upload(client, a_photo(500, 500))
    second = set(stored()) - before
    assert len(first) == len(second) == 1
    assert first != second
    client.post("/account/profile/picture/remove/")
    assert set(stored()) == before
    alice.refresh_from_db()
    assert alice.picture == ""


def a_bomb() -> bytes:
    """A PNG of a few hundred bytes that claims 30,000 × 30,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 99))
        + chunk(b"IEND", b"")
    )


def a_picture_as(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "green").save(out, kind)
    return out.getvalue()


def a_wide_picture() -> bytes:
    """A true picture, 41 megapixels, a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (41_000, 1_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (a_bomb(), "40 megapixels"),
        (a_wide_picture(), "40 megapixels"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "could not be read"),
        (a_picture_as("TIFF"), "could not be read"),
        (a_picture_as("EPS"), "could not be read"),
        (a_photo()[:400], "could not be read"),
        (b"no picture at all", "could not be read"),
        (a_photo() + b"\0" * (5 * 1024 * 1024), "larger than 5 MB"),
    ],
    ids=["bomb", "too many pixels", "svg", "tiff", "eps", "torn", "text", "too many bytes"],
)
def test_what_is_no_decent_picture_is_refused(
    alice: Person, as_person: As, content: bytes, words: str
) -> None:
    before = stored()
    status, page = upload(as_person(alice), content)
    assert status == 422
    assert words in page
    assert stored() == before


def test_a_picture_is_shown_to_colleagues_only(
    demo: Organization, alice: Person, bob: Person, carol: Person, operator: Person, as_person: As
) -> None:
    upload(as_person(alice), a_photo())
    alice.refresh_from_db()
    path = f"/account/picture/{alice.picture}"
    assert as_person(alice).get(path).status_code == 200
    assert as_person(bob).get(path).status_code == 200
    assert as_person(carol).get(path).status_code == 404
    assert as_person(operator).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_a_picture_address_leads_nowhere_else(alice: Person, as_person: As) -> None:
    client = as_person(alice)
    for name in ("..%2Fkeys.json", "keys.json", "%00", "unknown.webp"):
        assert client.get(f"/account/picture/{name}").status_code == 404
    assert client.get("/account/picture/").status_code == 404
