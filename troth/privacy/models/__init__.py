"""What the engine itself keeps: versions of the notice, and the records of what it did."""

from troth.privacy.models.audit import AuditChain, AuditEntry
from troth.privacy.models.consents import Consent, ConsentText, How, Objection, OptOut
from troth.privacy.models.cookies import CookieAnswers, StoppedCookie
from troth.privacy.models.erasures import Erasure, ErasureState
from troth.privacy.models.exports import Export, Proof
from troth.privacy.models.holds import Hold
from troth.privacy.models.notice import Notice
from troth.privacy.models.periods import Period, Tally
from troth.privacy.models.sweeps import SweepRun

__all__ = [
    "AuditChain",
    "AuditEntry",
    "Consent",
    "ConsentText",
    "CookieAnswers",
    "Erasure",
    "ErasureState",
    "Export",
    "Hold",
    "How",
    "Notice",
    "Objection",
    "OptOut",
    "Period",
    "Proof",
    "StoppedCookie",
    "SweepRun",
    "Tally",
]
