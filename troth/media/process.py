"""The media server that runs here: where its program is, and how it is configured.

Needs no Django, so that the process supervisor can use it before anything else is up.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

import yaml

VERSION = "1.13.5"
RELAY_PORTS = (30000, 30100)
CHECKOUT = Path(__file__).resolve().parents[2]


class NoMediaServer(Exception):
    """No usable `livekit-server` is to be found; the message says how to get one."""


@dataclass(frozen=True)
class MediaServer:
    """What the configuration of one media server follows from.

    `port` is TCP for signalling; `port + 1` is for sound and picture, over UDP
    and, off loopback, TCP too; `port + 2` is the relay, UDP. `address` is the
    IP address that clients send media to.
    """

    bind: str
    port: int
    address: str
    key: str
    secret: str
    webhook: str

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.bind) and is_loopback(self.address)


def is_loopback(address: str) -> bool:
    """Whether `address` means this machine and nothing else does."""
    return address in {"localhost", "::1"} or address.startswith("127.")


def configuration(server: MediaServer) -> dict[str, object]:
    """The configuration as LiveKit reads it. Names no server but this one, so it works without the internet."""
    # A relay of our own is what keeps LiveKit from handing public STUN servers to clients.
    rtc: dict[str, object] = {
        "udp_port": server.port + 1,
        # 0 turns it off: LiveKit would open it on every address, whatever bind_addresses says.
        "tcp_port": 0 if server.on_loopback else server.port + 1,
        "use_external_ip": False,
        "node_ip": server.address,
        # On a slow line a picture stops rather than the sound; off unless said, whatever LiveKit's sample says.
        "congestion_control": {"enabled": True, "allow_pause": True},
    }
    if server.on_loopback:
        rtc |= {
            "enable_loopback_candidate": True,
            "interfaces": {"includes": ["lo"]},
            "ips": {"includes": [str(ip_network(server.address))]},
        }
    # Browsers reach signalling at `address`: bound to loopback, nobody else would.
    bind = server.bind if server.on_loopback or not is_loopback(server.bind) else "0.0.0.0"
    return {
        "port": server.port,
        "bind_addresses": [bind],
        "rtc": rtc,
        "turn": {
            "enabled": True,
            "udp_port": server.port + 2,
            "bind_addresses": [bind],
            "relay_range_start": RELAY_PORTS[0],
            "relay_range_end": RELAY_PORTS[1],
        },
        "room": {"auto_create": False, "empty_timeout": 60, "departure_timeout": 5},
        "keys": {server.key: server.secret},
        "webhook": {"api_key": server.key, "urls": [server.webhook]},
        "logging": {"level": "warn", "pion_level": "error", "json": False},
    }


def write_configuration(server: MediaServer, folder: Path) -> Path:
    """Write `livekit.yaml` into `folder`, readable by this user only. Returns its path. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "livekit.yaml"
    draft = folder / f".livekit.{os.getpid()}.yaml"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        yaml.safe_dump(configuration(server), file, sort_keys=False)
    draft.replace(path)
    return path


def find_program() -> Path:
    """The `livekit-server` of the right version: from PATH, else from the checkout. Raises NoMediaServer."""
    seen = []
    for path in _candidates():
        version = program_version(path)
        if version == VERSION:
            return path
        seen.append(f"{path} is {version or 'not runnable'}")
    found = f" ({'; '.join(seen)})" if seen else ""
    raise NoMediaServer(
        f"livekit-server {VERSION} is not installed{found}. `make run` builds it; or put it on PATH."
    )


def _candidates() -> Iterator[Path]:
    if on_path := shutil.which("livekit-server"):
        yield Path(on_path)
    if (built := CHECKOUT / ".tools" / "bin" / "livekit-server").exists():
        yield built


def program_version(path: Path) -> str:
    """What `livekit-server --version` says, as `1.13.5`; empty where it does not run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20).stdout.split()
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said[-1].removeprefix("v") if said else ""
