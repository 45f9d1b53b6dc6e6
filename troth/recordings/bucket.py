"""A region's recordings in an S3 bucket: `s3://bucket/folder`, or `s3://profile@bucket/folder`.

Who may write there, at which address, is in Amazon's own configuration files
and variables, a profile for each region where they differ. A bucket that
keeps versions, and what an upload that broke off left, is emptied of them too.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from troth.recordings.shelf import Pieces, Shelf, Unreachable

AHEAD = 1024 * 1024
"""Bytes that are read at once where somebody reads on and on."""
MISSING = {"404", "NoSuchKey", "NotFound"}
CONFIG = Config(connect_timeout=5, read_timeout=30, retries={"mode": "standard", "max_attempts": 3})


class BucketShelf(Shelf):
    """As a folder's; `root` has only what is in the making, and must be on a disk in the region too."""

    def __init__(self, root: Path, address: str) -> None:
        super().__init__(root)
        parts = urlsplit(address)
        profile, _, bucket = parts.netloc.rpartition("@")
        self._client, self._bucket = _client(profile), bucket
        self._above = f"{parts.path.strip('/')}/".lstrip("/")

    def put(self, name: str, content: bytes) -> None:
        with _answers(name):
            self._client.put_object(Bucket=self._bucket, Key=self._key(name), Body=content)

    def place(self, draft: Path, name: str) -> None:
        with _answers(name):
            self._client.upload_file(str(draft), self._bucket, self._key(name))
        draft.unlink(missing_ok=True)

    def open(self, name: str) -> IO[bytes]:
        return io.BufferedReader(_Object(self, name, self.size(name)), AHEAD)

    def read(self, name: str, start: int, end: int) -> Iterator[bytes]:
        asked = f"bytes={start}-{end - 1}"
        with _answers(name):
            body = self._client.get_object(Bucket=self._bucket, Key=self._key(name), Range=asked)["Body"]
        return Pieces(body, end - start)

    def size(self, name: str) -> int:
        with _answers(name):
            found = self._client.head_object(Bucket=self._bucket, Key=self._key(name))
        return int(found["ContentLength"])

    def names(self, folder: str) -> list[str]:
        above = self._key(folder) + "/"
        found = [
            one.get("Key") or one["Prefix"]
            for kind in ("Contents", "CommonPrefixes")
            for one in self._each("list_objects_v2", kind, Prefix=above, Delimiter="/")
        ]
        return sorted(one.removeprefix(self._above).rstrip("/") for one in found if one != above)

    def changed_at(self, folder: str) -> datetime | None:
        moments = [one["LastModified"] for one in self._under("list_objects_v2", "Contents", folder)]
        return max(moments, default=None)

    def remove(self, folder: str) -> None:
        super().remove(folder)
        with _answers(folder):
            for one in self._under("list_multipart_uploads", "Uploads", folder):
                self._client.abort_multipart_upload(
                    Bucket=self._bucket, Key=one["Key"], UploadId=one["UploadId"]
                )
            for kind in ("Versions", "DeleteMarkers"):
                for one in self._under("list_object_versions", kind, folder):
                    self._client.delete_object(
                        Bucket=self._bucket, Key=one["Key"], VersionId=one["VersionId"]
                    )

    def refuse_without_room(self) -> None:
        super().refuse_without_room()
        with _answers(""):
            self._client.head_bucket(Bucket=self._bucket)

    def _key(self, name: str) -> str:
        self.path(name)
        return f"{self._above}{name}"

    def _each(self, question: str, kind: str, **words: str) -> Iterator[dict[str, Any]]:
        with _answers(words["Prefix"]):
            pages = self._client.get_paginator(question).paginate(Bucket=self._bucket, **words)
            for page in pages:
                yield from page.get(kind, ())

    def _under(self, question: str, kind: str, name: str) -> list[dict[str, Any]]:
        """What is said of an object, and of all in the folder of that name."""
        key = self._key(name)
        found = self._each(question, kind, Prefix=key)
        return [one for one in found if one["Key"] == key or one["Key"].startswith(f"{key}/")]


class _Object(io.RawIOBase):
    """An object to read and seek in."""

    def __init__(self, shelf: BucketShelf, name: str, size: int) -> None:
        self._shelf, self._name, self._size, self._at = shelf, name, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        end = min(self._at + len(buffer), self._size)
        if end <= self._at:
            return 0
        content = b"".join(self._shelf.read(self._name, self._at, end))
        buffer[: len(content)] = content
        self._at += len(content)
        return len(content)


def endpoint(address: str) -> str:
    """The URL of the server that a bucket is on. What can't be told has the bucket's own name, which is nobody's own."""
    parts = urlsplit(address)
    profile, _, bucket = parts.netloc.rpartition("@")
    try:
        return str(_client(profile).meta.endpoint_url)
    except BotoCoreError:
        return f"s3://{bucket}"


@cache
def _client(profile: str) -> Any:
    return boto3.Session(profile_name=profile or None).client("s3", config=CONFIG)


@contextmanager
def _answers(name: str) -> Iterator[None]:
    """What a storage says in its own words. Raises FileNotFoundError, or Unreachable."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in MISSING:
            raise FileNotFoundError(name) from None
        raise Unreachable from error
    except (BotoCoreError, boto3.exceptions.Boto3Error) as error:
        raise Unreachable from error
