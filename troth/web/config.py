"""The installation's settings: from the environment, typed, checked at start.

`docs/settings.md` lists each; a test compares the two.
"""

import json
import os
import re
import secrets as random
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from troth.media.process import is_loopback

BUCKET = re.compile(r"s3://([A-Za-z0-9_-]+@)?[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_-]+)*/?", re.ASCII)
HOST = re.compile(r"[a-z0-9]([a-z0-9.:-]*[a-z0-9])?", re.ASCII)


COUNTRIES = ("US", "NL", "SG", "AU")
"""Where recordings may live, and nowhere else (SEC-2)."""


def read_regions(value: str) -> dict[str, Path]:
    """The folder of each country in `NL=/srv/recordings,US=/mnt/us`. Raises ValueError for another country."""
    found: dict[str, Path] = {}
    for item in filter(None, (part.strip() for part in value.split(","))):
        country, _, folder = item.partition("=")
        if country not in COUNTRIES or country in found or not folder.startswith("/"):
            raise ValueError("must look like NL=/srv/recordings,US=/mnt/us, of US, NL, SG and AU")
        found[country] = Path(folder)
    return found


def read_buckets(value: str) -> dict[str, str]:
    """The bucket of each country in `NL=s3://bucket/folder,US=s3://profile@bucket`. Raises ValueError for anything else."""
    found: dict[str, str] = {}
    for item in filter(None, (part.strip() for part in value.split(","))):
        country, _, address = item.partition("=")
        if country not in COUNTRIES or country in found or not BUCKET.fullmatch(address):
            raise ValueError("must look like NL=s3://bucket/folder,US=s3://profile@bucket")
        found[country] = address
    return found


class Config(BaseSettings):
    """What can be set, each from `TROTH_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="TROTH_", extra="ignore")

    data: Path = Field(Path("data"), description="Folder that holds the database, files, mail and keys.")
    bind: str = Field("127.0.0.1", description="Address the web server listens on.")
    port: int = Field(
        8000, ge=1, le=65532, description="Port of the web server. Media use the three ports after it."
    )
    url: str = Field(
        "", description="Address people use, as `https://meet.example.com`. Default: bind and port."
    )
    development: bool | None = Field(
        None,
        description="Show /outbox to the operator, and keep recordings in the data folder. Default: only where `url` and "
        "`bind` are loopback; there the demo is seeded too.",
    )
    secret_key: str = Field(
        "", description="Key for signatures. Default: made once, kept in the data folder."
    )
    database_url: str = Field(
        "", description="`postgresql://user:password@host:port/name`. Default: SQLite in the data folder."
    )
    redis_url: str = Field(
        "", description="`redis://host:port/0` for cache and limits. Default: the database."
    )
    smtp_url: str = Field(
        "",
        description="`smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. Default: files in the data folder.",
    )
    mail_from: str = Field("Troth <troth@localhost>", description="Sender of the installation's mail.")
    operator_name: str = Field(
        "", description="Who runs this installation, as the privacy notice names them."
    )
    operator_address: str = Field(
        "", description="The operator's postal address, in one line, for the privacy notice."
    )
    operator_email: str = Field("", description="Where people reach the operator about privacy.")
    own_hosts: str = Field(
        "",
        description="Names of other machines that you run yourself, by commas: what goes there goes to nobody else.",
    )
    privacy_inbox: str = Field(
        "",
        description="Where mail to `operator_email` arrives, to take objections from it: `maildir:/path` or "
        "`imaps://user:password@host/folder`. Default: only people read it.",
    )
    media_url: str = Field(
        "", description="Address of a LiveKit server that runs elsewhere. Default: one is started here."
    )
    media_key: str = Field("", description="API key of that LiveKit server.")
    media_secret: str = Field("", description="API secret of that LiveKit server.")
    media_address: str = Field(
        "", description="Address browsers reach the media server started here by. Default: `bind`."
    )
    regions: str = Field(
        "",
        description="Where recordings may be kept, as `NL=/srv/recordings,US=/mnt/us`: of US, NL, SG and AU, each a folder "
        "of its own on a disk in that country. Default: none; `NL` in the data folder in development.",
    )
    buckets: str = Field(
        "",
        description="S3 for countries of `TROTH_REGIONS`, as `NL=s3://bucket/folder,US=s3://profile@bucket`: recordings are kept "
        "there, and the country's folder has only what is being made. Address and keys are the profile's in Amazon's own files.",
    )
    recorders: int = Field(
        1,
        ge=0,
        le=16,
        description="How many meetings this machine records at once: two thirds of a core and 1 GB each. 0: another machine "
        "runs `troth record`, with 0 too, or nobody.",
    )
    captioners: int = Field(
        1,
        ge=0,
        le=64,
        description="How many meetings this machine captions at once, all on one core. 0: another machine runs `troth caption`, or nobody.",
    )
    speech_model: Path | None = Field(
        None,
        description="Folder of the model that makes text of speech, a Whisper in CTranslate2's form. Default: the "
        "installed one, for English.",
    )
    proxies: int = Field(
        0, ge=0, le=4, description="How many proxies stand in front and append to X-Forwarded-For."
    )
    web_workers: int = Field(2, ge=1, le=64, description="Web server processes.")
    log_level: str = Field(
        "INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="How much the log says."
    )

    @field_validator("url", "media_url")
    @classmethod
    def _is_an_origin(cls, value: str) -> str:
        if value:
            parts = urlsplit(value)
            if parts.scheme not in {"http", "https", "ws", "wss"} or not parts.hostname:
                raise ValueError("must look like https://meet.example.com")
        return value.rstrip("/")

    @field_validator("own_hosts")
    @classmethod
    def _are_hosts(cls, value: str) -> str:
        names = [name.strip().lower() for name in value.split(",") if name.strip()]
        for name in names:
            if not HOST.fullmatch(name):
                raise ValueError("must look like media.example.com,mail.example.com")
        return ",".join(names)

    @field_validator("regions")
    @classmethod
    def _are_regions(cls, value: str) -> str:
        folders = read_regions(value)
        if len({folder.resolve() for folder in folders.values()}) < len(folders):
            raise ValueError("must be a folder of its own for each country")
        return value

    @field_validator("buckets")
    @classmethod
    def _are_buckets(cls, value: str, info: ValidationInfo) -> str:
        found = read_buckets(value)
        if not found.keys() <= read_regions(info.data.get("regions", "")).keys():
            raise ValueError("must be of countries that have a folder in TROTH_REGIONS")
        if len({urlsplit(address).netloc for address in found.values()}) < len(found):
            raise ValueError("must be a bucket of its own for each country")
        return value

    @field_validator("speech_model", mode="before")
    @classmethod
    def _is_a_model(cls, value: str) -> str | None:
        if value and not (Path(value) / "model.bin").is_file():
            raise ValueError("must be a folder with a model.bin in it")
        return value or None

    @field_validator("privacy_inbox")
    @classmethod
    def _is_an_inbox(cls, value: str) -> str:
        # The sentences repeat nothing of the value: a password may be in it.
        if value:
            scheme, _, rest = value.partition(":")
            host = urlsplit(value).hostname if scheme in {"imap", "imaps"} else ""
            if not (host or (scheme == "maildir" and rest)):
                raise ValueError("must look like maildir:/path or imaps://user:password@host/folder")
            if scheme == "imap" and not is_loopback(host or ""):
                raise ValueError(
                    "imap:// sends the password in the clear, so it is for this machine alone: use imaps://"
                )
        return value

    @property
    def public_url(self) -> str:
        """The origin people type, without a trailing slash."""
        return self.url or f"http://{self.bind}:{self.port}"

    @property
    def recorder_url(self) -> str:
        """Where a recorder's browser finds this web server: on this machine where it is started here."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.bind, self.bind)
        return f"http://{host}:{self.port}" if self.recorders else self.public_url

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the installation."""
        return {urlsplit(self.public_url).hostname or "", self.bind} <= {"127.0.0.1", "localhost", "::1"}

    @property
    def in_development(self) -> bool:
        """Whether /outbox is shown and recordings are kept in the data folder; on loopback a demo is seeded too."""
        return self.on_loopback if self.development is None else self.development

    @property
    def region_folders(self) -> dict[str, Path]:
        """Where recordings may be kept: a folder for each country."""
        if not self.regions and self.in_development:
            return {"NL": self.data / "regions" / "NL"}
        return read_regions(self.regions)

    @property
    def region_buckets(self) -> dict[str, str]:
        """Where recordings are kept in S3: an address for a country."""
        return read_buckets(self.buckets)

    @property
    def media_is_ours(self) -> bool:
        """Whether `troth run` starts the media server."""
        return not self.media_url

    @property
    def media_public_url(self) -> str:
        """Where browsers connect for media: `ws://` or `wss://`."""
        url = self.media_url or f"ws://{self.media_address or self.bind}:{self.port + 1}"
        return url.replace("http", "ws", 1) if url.startswith("http") else url

    @property
    def media_ports(self) -> dict[str, int]:
        """Where browsers send sound and pictures; 0 is closed. Of another's server LiveKit's defaults are told."""
        if not self.media_is_ours:
            return {"udp": 7882, "tcp": 7881, "relay": 443}
        address = self.media_address or self.bind
        on_loopback = is_loopback(self.bind) and is_loopback(address)
        return {
            "udp": self.port + 2,
            "tcp": 0 if on_loopback else self.port + 2,
            # LiveKit's relay reaches no private address, so it would not reach the server itself.
            "relay": 0 if _is_private(address) else self.port + 3,
        }

    @property
    def media_api_url(self) -> str:
        """Where this program calls the media server: `http://` or `https://`."""
        url = self.media_url or f"http://{self.bind}:{self.port + 1}"
        return url.replace("ws", "http", 1) if url.startswith("ws") else url


def _is_private(address: str) -> bool:
    try:
        return not ip_address(address).is_global
    except ValueError:
        return address == "localhost"


class BadSettings(SystemExit):
    """The environment asks for something impossible; the message says what to change."""


def load() -> Config:
    """The settings of this process. Raises BadSettings with a sentence for each that is wrong."""
    try:
        config = Config()
    except ValidationError as error:
        lines = [f"TROTH_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()]
        raise BadSettings("\n".join(["These settings need a change:", *lines])) from None
    if config.media_url and not (config.media_key and config.media_secret):
        raise BadSettings("TROTH_MEDIA_URL is set: set TROTH_MEDIA_KEY and TROTH_MEDIA_SECRET too.")
    config.data = config.data.resolve()
    return config


def load_keys(config: Config) -> dict[str, str]:
    """The installation's keys: `secret_key`, `media_key`, `media_secret`.

    Made once, kept in the data folder with mode 0600; what the environment
    gives wins. Two processes that start together agree: the first file linked
    into place is the one both read.
    """
    path = config.data / "keys.json"
    if not path.exists():
        try:
            config.data.mkdir(parents=True, exist_ok=True)
            fresh = {
                "secret_key": random.token_urlsafe(50),
                "media_key": "troth" + random.token_hex(6),
                "media_secret": random.token_urlsafe(40),
            }
            draft = config.data / f".keys.{os.getpid()}.{random.token_hex(4)}"
            draft.touch(mode=0o600)
            draft.write_text(json.dumps(fresh))
            try:
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        except OSError as error:
            raise BadSettings(
                f"The data folder {config.data} can't be written ({error.strerror}). "
                "Choose another with TROTH_DATA (or make run DATA=…), or change its owner."
            ) from None
    keys: dict[str, str] = json.loads(path.read_text())
    given = {
        "secret_key": config.secret_key,
        "media_key": config.media_key,
        "media_secret": config.media_secret,
    }
    return keys | {name: value for name, value in given.items() if value}
