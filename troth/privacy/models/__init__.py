"""What the engine itself keeps: versions of the notice, and the records of what it did."""

from troth.privacy.models.audit import AuditChain, AuditEntry
from troth.privacy.models.cases import CaseKind, CaseState, DisclosureCase
from troth.privacy.models.consents import Consent, ConsentText, How, Objection, OptOut
from troth.privacy.models.cookies import CookieAnswers, StoppedCookie
from troth.privacy.models.disclosures import Disclosure
from troth.privacy.models.erasures import Erasure, ErasureState
from troth.privacy.models.exports import Export, Proof
from troth.privacy.models.holds import Hold
from troth.privacy.models.notice import Acknowledgement, Notice
from troth.privacy.models.notifications import ErasureNotification
from troth.privacy.models.periods import Period, Tally
from troth.privacy.models.probes import ProbeRun
from troth.privacy.models.recipients import Function, OutsideRecipient
from troth.privacy.models.sweeps import SweepRun

__all__ = [
    "Acknowledgement",
    "AuditChain",
    "AuditEntry",
    "CaseKind",
    "CaseState",
    "Consent",
    "ConsentText",
    "CookieAnswers",
    "Disclosure",
    "DisclosureCase",
    "Erasure",
    "ErasureNotification",
    "ErasureState",
    "Export",
    "Function",
    "Hold",
    "How",
    "Notice",
    "Objection",
    "OptOut",
    "OutsideRecipient",
    "Period",
    "ProbeRun",
    "Proof",
    "StoppedCookie",
    "SweepRun",
    "Tally",
]
