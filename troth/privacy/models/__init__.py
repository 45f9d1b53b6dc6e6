"""What the engine itself keeps: versions of the notice, and the records of what it did."""

from troth.privacy.models.holds import Hold
from troth.privacy.models.notice import Notice
from troth.privacy.models.periods import Period, Tally
from troth.privacy.models.sweeps import SweepRun

__all__ = ["Hold", "Notice", "Period", "SweepRun", "Tally"]
