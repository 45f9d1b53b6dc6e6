"""The media server of this installation, from its settings."""

import ipaddress
import socket

from troth.media.process import MediaServer
from troth.web.config import BadSettings, Config, load_keys


def media_server(config: Config) -> MediaServer:
    """What the media server started here is given. Raises BadSettings where no browser could reach it."""
    keys = load_keys(config)
    everywhere = config.bind in {"0.0.0.0", "::"}
    if everywhere and not config.media_address:
        raise BadSettings(
            f"TROTH_BIND={config.bind} means every address of this machine. Set TROTH_MEDIA_ADDRESS "
            "to the one that browsers reach it by."
        )
    here = "127.0.0.1" if everywhere else config.bind
    return MediaServer(
        bind=config.bind,
        port=config.port + 1,
        address=_ip(config.media_address or config.bind),
        key=keys["media_key"],
        secret=keys["media_secret"],
        webhook=f"http://{f'[{here}]' if ':' in here else here}:{config.port}/webhooks/livekit",
    )


def _ip(address: str) -> str:
    """The IP address of a name: candidates for media carry no names."""
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        pass
    try:
        return socket.gethostbyname(address)
    except OSError:
        raise BadSettings(
            f"{address} has no address that this machine can find. "
            "Set TROTH_MEDIA_ADDRESS to the IP address that browsers reach this machine by."
        ) from None
