"""Whether the ports an installation needs are free."""

import errno
import socket

from troth.web.config import BadSettings, Config
from troth.web.installation import media_server

TCP, UDP = socket.SOCK_STREAM, socket.SOCK_DGRAM


def needed(config: Config) -> list[tuple[str, int, socket.SocketKind]]:
    """What `troth run` listens on: what for, port, TCP or UDP."""
    ports = [("the web server", config.port, TCP)]
    if config.media_is_ours:
        ports += [
            ("the media server's signalling", config.port + 1, TCP),
            ("the media server's sound and picture", config.port + 2, UDP),
            ("the media server's relay", config.port + 3, UDP),
        ]
        if not media_server(config).on_loopback:
            ports.append(("the media server's sound and picture", config.port + 2, TCP))
    return ports


def refuse_busy(config: Config) -> None:
    """Raise BadSettings with a sentence about the first port that can not be had."""
    for what, port, kind in needed(config):
        family = socket.AF_INET6 if ":" in config.bind else socket.AF_INET
        with socket.socket(family, kind) as probe:
            if kind == TCP:
                # As the servers themselves do: a connection of the last run that lingers is no obstacle.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((config.bind, port))
            except OSError as error:
                raise BadSettings(_sentence(config, what, port, kind, error)) from None


def _sentence(config: Config, what: str, port: int, kind: socket.SocketKind, error: OSError) -> str:
    protocol = "TCP" if kind == TCP else "UDP"
    if error.errno == errno.EADDRINUSE:
        return (
            f"{protocol} port {port}, for {what}, is used by another program. Stop that program, or choose a "
            f"port that is free together with the three after it: make run PORT={_elsewhere(config.port)} "
            f"(TROTH_PORT={_elsewhere(config.port)})."
        )
    if error.errno == errno.EACCES:
        return (
            f"{protocol} port {port}, for {what}, is not open to this user: ports under 1024 belong to root. "
            f"Choose a higher one with make run PORT=8000 (TROTH_PORT)."
        )
    return (
        f"{config.bind} port {port} ({protocol}), for {what}, can't be used: {error.strerror}. "
        "TROTH_BIND must be an address of this machine, such as 127.0.0.1 or 0.0.0.0."
    )


def _elsewhere(port: int) -> int:
    return port + 100 if port <= 65432 else 8000
