"""What `make` does before anything runs: each step once, shown, and explained when it fails."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tools"


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """tools/steps.py, working on a checkout of its own."""
    monkeypatch.syspath_prepend(str(TOOLS))
    module = __import__("steps")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "TOOLS", tmp_path / ".tools")
    return module


def shell(script: str) -> list[str]:
    return ["sh", "-c", script]


def failing(steps: ModuleType, script: str, fetches: bool = True) -> str:
    """What a person reads when the one step's command is `script`."""
    step = steps.Step("A thing", lambda: False, lambda step: step.run(shell(script)), fetches=fetches)
    with pytest.raises(steps.Trouble) as trouble:
        steps.perform([[step]])
    return str(trouble.value)


def test_a_failed_command_shows_its_last_words(steps: ModuleType) -> None:
    said = failing(steps, "echo the reason; exit 3")
    assert said.startswith("A thing: sh failed (exit code 3). It said:\n    the reason\n")
    assert str(steps.TOOLS / "logs" / "a-thing.log") in said


def test_a_missing_network_is_told_from_other_failures(steps: ModuleType) -> None:
    words = "echo 'Temporary failure in name resolution'; exit 1"
    assert "a package registry can't be reached" in failing(steps, words)
    assert "a package registry can't be reached" not in failing(steps, words, fetches=False)


def test_a_full_disk_is_a_sentence(steps: ModuleType) -> None:
    assert "the disk is full" in failing(steps, "echo 'write: No space left on device'; exit 1")


def test_a_missing_program_is_a_sentence(steps: ModuleType) -> None:
    step = steps.Step("A thing", lambda: False, lambda step: step.run(["/no/such/program"]))
    with pytest.raises(steps.Trouble, match="/no/such/program can't be run"):
        steps.perform([[step]])


def test_what_is_there_is_not_got_again(steps: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    there: set[str] = {"one"}

    def step(name: str) -> object:
        def get(step: object) -> None:
            assert name not in there
            there.add(name)

        return steps.Step(name, lambda: name in there, get)

    chains = [[step("one"), step("two")], [step("three")]]
    steps.perform(chains)
    assert there == {"one", "two", "three"}
    assert "✓ two" in capsys.readouterr().out
    steps.perform(chains)
    assert capsys.readouterr().out == ""


def test_an_installed_thing_that_is_not_found_is_no_success(steps: ModuleType) -> None:
    step = steps.Step("A thing", lambda: False, lambda step: step.run(shell("true")))
    with pytest.raises(steps.Trouble, match="still not to be found"):
        steps.perform([[step]])


def test_stamps_follow_content_and_names_not_dates(steps: ModuleType, tmp_path: Path) -> None:
    one = tmp_path / "one"
    one.write_text("1")
    first = steps.digest([one])
    os.utime(one, (1, 1))
    assert steps.digest([one]) == first
    assert steps.digest([one], "more") != first
    one.write_text("2")
    assert steps.digest([one]) != first
    one.write_text("1")
    one.rename(tmp_path / "two")
    assert steps.digest([tmp_path / "two"]) != first


def test_a_folder_that_can_not_be_written_is_a_sentence(steps: ModuleType) -> None:
    with pytest.raises(steps.Trouble, match="The folder /proc can't be written"):
        steps.refuse_read_only(Path("/proc"))


def test_without_apt_the_command_is_told(steps: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    step = steps.Step("FFmpeg", lambda: False, lambda _: None)
    with pytest.raises(steps.Trouble, match="as root \\(apt-get install --yes ffmpeg\\)"):
        steps.install_from_system(step, ["ffmpeg"], "FFmpeg")


def test_an_old_python_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(TOOLS / "bootstrap.py"), run_name="__main__")
    assert "Troth needs Python 3.11 or newer" in str(end.value)


def test_no_python_at_all_is_a_sentence() -> None:
    done = subprocess.run(
        ["make", "run", "PYTHON=python-that-is-not-there"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Python is missing" in done.stdout


def test_make_lists_what_there_is() -> None:
    said = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in ("run", "test", "check", "bench"):
        assert any(line.startswith(f"{name} ") for line in said.splitlines())


def test_ci_runs_make_test_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "make").write_text('#!/bin/sh\necho "make $*"\n')
    (tmp_path / "make").chmod(0o755)
    env = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    done = subprocess.run([ROOT / ".ci" / "run"], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "make test\n"
