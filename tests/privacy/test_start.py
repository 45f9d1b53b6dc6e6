"""The real program, started with an app that declares nothing."""

import os
import subprocess
import sys

import pytest

COMMAND = "from troth.web.cli import main; main()"
SERVE = "import troth.web.wsgi"
NAMED = {
    f"TROTH_OPERATOR_{what}": f"{what.lower()}@operator.example" for what in ("NAME", "ADDRESS", "EMAIL")
}
"""An installation that says who runs it is not told to."""


def _start(settings: str, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    # On whichever database the tests are: nothing is asked of it here.
    environment = {name: value for name, value in os.environ.items() if name != "TROTH_TESTS_ON"}
    return subprocess.run(
        [sys.executable, "-c", code, *words],
        env={**environment, **NAMED, "DJANGO_SETTINGS_MODULE": settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [(COMMAND, ["check"]), (COMMAND, ["privacy", "map"]), (SERVE, [])],
    ids=["check", "map", "serve"],
)
def test_the_program_refuses_to_start_with_an_undeclared_model(code: str, words: list[str]) -> None:
    started = _start("tests.privacy.broken_settings", code, *words)
    assert started.returncode == 1, started.stderr
    assert "broken_app.Diary has no privacy declaration." in started.stderr
    assert "privacy.E001" in started.stderr
    assert 'nothing_personal("id", "secret")' in started.stderr
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize(("code", "words"), [(COMMAND, ["check"]), (SERVE, [])], ids=["check", "serve"])
def test_the_program_starts_as_it_is(code: str, words: list[str]) -> None:
    started = _start("tests.settings", code, *words)
    assert (started.returncode, started.stderr) == (0, "")
