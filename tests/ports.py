"""Free loopback ports for the servers that tests start."""

import os
import socket
from itertools import count

FROM, STRETCH = 12_000, 4_000
"""Below the ports that a system deals out by itself (from 32768 on Linux), and those of LiveKit's relay (from 30000):
nobody takes one of these by chance. A stretch for each process of a test run."""

_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4
_next = count(os.getpid() % (STRETCH // 2))


def free_ports(neighbours: int) -> int:
    """The first of so many neighbouring ports that are free now, for TCP and UDP."""
    while True:
        first = FROM + _worker * STRETCH + next(_next) * 10 % (STRETCH - neighbours)
        if all(_is_free(port) for port in range(first, first + neighbours)):
            return first


def _is_free(port: int) -> bool:
    try:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            with socket.socket(socket.AF_INET, kind) as probe:
                probe.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True
