"""`troth`, the operator's command."""

import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from troth.web.cli import app

COMMAND = [sys.executable, "-m", "troth.web.cli"]
COMMANDS = [
    "run",
    "serve",
    "work",
    "media",
    "migrate",
    "backup",
    "restore",
    "check",
    "privacy",
    "audit",
    "contacts",
    "recipients",
    "cases",
    "django",
]


def troth(*arguments: str, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TROTH_", "DJANGO_"))}
    return subprocess.run(
        [*COMMAND, *arguments],
        env=kept | {"TROTH_DATA": str(data)} | more,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_help_lists_every_command(tmp_path: Path) -> None:
    done = troth("--help", data=tmp_path)
    assert done.returncode == 0
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout


def test_help_is_quick_because_it_loads_no_server_and_no_settings() -> None:
    code = "import sys, troth.web.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "troth.privacy.cli" in loaded
    assert not loaded & {"granian", "apscheduler", "troth.web.settings", "troth.web.config", "allauth"}


@pytest.mark.django_db
def test_a_command_within_a_process_leaves_its_log_alone() -> None:
    """Else the log goes where the first command wrote to, though that is closed by then."""
    before = [handler.stream for handler in _log_streams()]
    CliRunner().invoke(app, ["feedback"])
    assert [handler.stream for handler in _log_streams()] == before


def _log_streams() -> list[logging.StreamHandler[Any]]:
    return [one for one in logging.getLogger().handlers if type(one) is logging.StreamHandler]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(tmp_path: Path, name: str) -> None:
    done = troth(name, "--help", data=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_shell_completes(tmp_path: Path) -> None:
    asked = {"_TROTH_COMPLETE": "complete_bash", "COMP_WORDS": "troth mi", "COMP_CWORD": "1"}
    code = "import sys; sys.argv[0] = 'troth'; from troth.web.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | asked, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["migrate"]


def test_an_unknown_command_is_refused(tmp_path: Path) -> None:
    done = troth("fly", data=tmp_path)
    assert done.returncode == 2
    assert "No such command 'fly'" in done.stderr


def test_check_finds_nothing_wrong(tmp_path: Path) -> None:
    done = troth("check", data=tmp_path)
    assert (done.returncode, done.stdout) == (0, "Nothing is wrong.\n"), done.stderr


def test_a_wrong_setting_is_a_sentence(tmp_path: Path) -> None:
    done = troth("check", data=tmp_path, TROTH_PORT="0")
    assert done.returncode == 1
    assert "TROTH_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_migrate_makes_the_database(tmp_path: Path) -> None:
    done = troth("migrate", data=tmp_path)
    assert (done.returncode, done.stdout) == (0, "The database is up to date.\n"), done.stderr
    assert (tmp_path / "troth.sqlite3").exists()


def test_a_database_that_does_not_answer_is_a_sentence(tmp_path: Path) -> None:
    done = troth("migrate", data=tmp_path, TROTH_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert done.returncode == 1
    assert "TROTH_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_commands_of_django_are_reachable(tmp_path: Path) -> None:
    done = troth("django", "diffsettings", "--all", data=tmp_path)
    assert done.returncode == 0
    assert "PERMISSIONS_POLICY" in done.stdout
