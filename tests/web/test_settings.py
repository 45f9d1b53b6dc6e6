"""docs/settings.md says what the code takes, and the code refuses the rest with a sentence."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from troth.web.config import BadSettings, Config, load, load_keys

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"
ROW = re.compile(r"^\| `(TROTH_[A-Z_]+)` \| (.*?) \| (.*?) \|$", re.MULTILINE)


def shown(default: object) -> str:
    """A default as the table writes it."""
    return "" if default in ("", None) else f"`{default}`"


def test_docs_list_every_setting_and_no_other() -> None:
    code = [
        (f"TROTH_{name.upper()}", shown(field.default), field.description or "")
        for name, field in Config.model_fields.items()
    ]
    assert ROW.findall(DOCS.read_text()) == code


@pytest.fixture
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """An environment that sets the data folder only."""
    for name in [name for name in os.environ if name.startswith("TROTH_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TROTH_DATA", str(tmp_path))
    return monkeypatch


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TROTH_PORT", "80000"),
        ("TROTH_PORT", "65533"),
        ("TROTH_PORT", "eight"),
        ("TROTH_URL", "meet.example.com"),
        ("TROTH_URL", "ftp://meet.example.com"),
        ("TROTH_PROXIES", "-1"),
        ("TROTH_OWN_HOSTS", "https://mail.example.com"),
        ("TROTH_OWN_HOSTS", "mail.example.com;rm"),
        ("TROTH_WEB_WORKERS", "0"),
        ("TROTH_SPEECH_MODEL", "/nowhere"),
        ("TROTH_LOG_LEVEL", "LOUD"),
        ("TROTH_DEVELOPMENT", "perhaps"),
        ("TROTH_PRIVACY_INBOX", "pop://mail.example.com"),
        ("TROTH_PRIVACY_INBOX", "maildir:"),
        ("TROTH_PRIVACY_INBOX", "imap://joe:secret@mail.example.com/INBOX"),
        ("TROTH_PRIVACY_INBOX", "imaps://joe:secret@[/INBOX"),
    ],
)
def test_a_wrong_setting_is_named(clean: pytest.MonkeyPatch, name: str, value: str) -> None:
    clean.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        load()
    assert name in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_media_server_elsewhere_needs_its_keys(clean: pytest.MonkeyPatch) -> None:
    clean.setenv("TROTH_MEDIA_URL", "wss://media.example.com")
    with pytest.raises(BadSettings, match="TROTH_MEDIA_KEY"):
        load()


def test_every_wrong_setting_is_told_at_once(clean: pytest.MonkeyPatch) -> None:
    clean.setenv("TROTH_PORT", "0")
    clean.setenv("TROTH_PROXIES", "9")
    with pytest.raises(BadSettings) as refused:
        load()
    assert "TROTH_PORT" in str(refused.value)
    assert "TROTH_PROXIES" in str(refused.value)


def test_keys_are_made_once_and_for_this_user_only(clean: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first, second = load_keys(load()), load_keys(load())
    assert first == second
    assert len(first["media_secret"]) >= 32
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_keys_from_the_environment_win(clean: pytest.MonkeyPatch) -> None:
    made = load_keys(load())
    clean.setenv("TROTH_SECRET_KEY", "given")
    assert load_keys(load()) == made | {"secret_key": "given"}


def test_a_data_folder_that_is_a_file_is_a_sentence(clean: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    clean.setenv("TROTH_DATA", str(path))
    with pytest.raises(BadSettings, match="can't be written"):
        load_keys(load())


def test_SEC_1_off_loopback_https_is_insisted_on(tmp_path: Path) -> None:
    """The settings of a company's installation, behind its proxy."""
    program = (
        "from troth.web import settings as s; "
        "print(s.SECURE_HSTS_SECONDS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.IN_DEVELOPMENT)"
    )

    def settings_of(url: str) -> str:
        environment = {"PATH": os.environ["PATH"], "TROTH_DATA": str(tmp_path), "TROTH_URL": url}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    assert settings_of("https://meet.example.com") == f"{365 * 24 * 3600} True True False"
    assert settings_of("http://127.0.0.1:8000") == "0 False False True"
