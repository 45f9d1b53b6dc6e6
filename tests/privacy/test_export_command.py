"""`troth privacy export`: the same archive, for who asks in another way."""

import stat
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from troth.accounts.models import Person
from troth.privacy.cli import app
from troth.privacy.exports import folder
from troth.privacy.models import Export

pytestmark = pytest.mark.django_db


def test_everything_about_an_address_is_written_to_a_file(alice: Person, tmp_path: Path) -> None:
    path = tmp_path / "alice.zip"
    done = CliRunner().invoke(app, ["export", "ALICE@demo.example", "--to", str(path)])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(path) as archive:
        assert b"Alice Adams" in archive.read("data.json")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not Export.everything.exists()
    assert not list(folder().iterdir())


def test_an_unknown_address_makes_no_file(alice: Person, tmp_path: Path) -> None:
    path = tmp_path / "nobody.zip"
    done = CliRunner().invoke(app, ["export", "nobody@demo.example", "--to", str(path)])
    assert done.exit_code == 1
    assert "Nothing is known about this address." in done.output
    assert not path.exists()


def test_a_file_that_is_there_is_not_written_over(alice: Person, tmp_path: Path) -> None:
    path = tmp_path / "alice.zip"
    path.write_text("mine")
    done = CliRunner().invoke(app, ["export", "alice@demo.example", "--to", str(path)])
    assert done.exit_code == 1
    assert path.read_text() == "mine"
