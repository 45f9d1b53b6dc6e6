"""A real S3 server on a folder, and a bucket in it for each of two countries."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import httpx
import pytest

from tests.ports import free_ports
from tests.waiting import until
from troth.recordings import bucket

KEYS = ("troth", "a-key-of-tests")
BUILT = Path(__file__).parents[2] / ".tools" / "bin" / "versitygw"


class Storage:
    """The server. What it keeps lies in `root`, a folder for each bucket."""

    def __init__(self, folder: Path) -> None:
        self.root, self._versions, self._users = (folder / name for name in ("kept", "versions", "users"))
        for one in (self.root, self._versions, self._users):
            one.mkdir()
        self.port = free_ports(1)
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = BUILT if BUILT.exists() else shutil.which("versitygw")
        assert program, "versitygw is missing: `make test` builds it."
        self._process = subprocess.Popen(
            [program, "--port", f"127.0.0.1:{self.port}", "--iam-dir", self._users,
             "posix", "--versioning-dir", self._versions, self.root],
            env=os.environ | {"ROOT_ACCESS_KEY": KEYS[0], "ROOT_SECRET_KEY": KEYS[1]},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until(self._answers, "the S3 server answers")

    def _answers(self) -> bool:
        try:
            return httpx.get(self.url, timeout=2).status_code > 0
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(20)
            self._process = None

    def files(self, country: str) -> set[str]:
        """What lies in a country's bucket, its old versions among it."""
        roots = [top / f"rec-{country.lower()}" for top in (self.root, self._versions)]
        return {str(one.relative_to(root)) for root in roots for one in root.rglob("*") if one.is_file()}


@pytest.fixture
def storage(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    """Recordings of the Netherlands in a bucket that keeps versions; those of Singapore in another, by a profile."""
    storage = Storage(tmp_path)
    (tmp_path / "config").write_text(
        f"[profile sg]\nregion = us-east-1\nendpoint_url = {storage.url}\n"
        f"aws_access_key_id = {KEYS[0]}\naws_secret_access_key = {KEYS[1]}\n"
    )
    for name, value in {
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_ENDPOINT_URL": storage.url,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": KEYS[0],
        "AWS_SECRET_ACCESS_KEY": KEYS[1],
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    storage.start()
    bucket._client.cache_clear()
    client: Any = boto3.client("s3")
    for name in ("rec-nl", "rec-sg"):
        client.create_bucket(Bucket=name)
    client.put_bucket_versioning(Bucket="rec-nl", VersioningConfiguration={"Status": "Enabled"})
    settings.REGIONS = {country: tmp_path / "work" / country for country in ("NL", "SG")}
    settings.BUCKETS = {"NL": "s3://rec-nl/films", "SG": "s3://sg@rec-sg"}
    yield storage
    storage.stop()
    bucket._client.cache_clear()
