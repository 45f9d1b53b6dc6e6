"""What the clock does for meetings."""

import logging

from troth.media.connection import MediaDown
from troth.meetings.actions import attendance

log = logging.getLogger(__name__)


def reconcile() -> None:
    """Compares what we believe with what the media server sees; skipped while it is away."""
    try:
        attendance.reconcile()
    except MediaDown:
        log.info("reconcile: the media server is away")
