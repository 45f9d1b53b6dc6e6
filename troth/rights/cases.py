"""Cases of law, danger and sale in words, and what their people are written (USE-10, SHR-8, SHR-9)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.meetings.models import Meeting
from troth.organizations.models import Organization
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.privacy.audit import pseudonym
from troth.privacy.casework import EYES, close_due, is_early, show_due, tell_some, to_be_told
from troth.privacy.facts import words_of
from troth.privacy.models import CaseKind, CaseState, DisclosureCase
from troth.privacy.recipients import newest_of
from troth.privacy.scoping import EVERYTHING, address_at
from troth.rights.recipients import operators

BATCH = 200
"""Letters that are put on their way in one transaction."""
SHOWN = 50
"""Of what a case is about, on its page."""
A_ROUND = 10_000
"""Letters of one round of the clock."""


@dataclass(frozen=True)
class Approval:
    """One person's yes; who is not here any more has no name."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Handing:
    """One export."""

    at: datetime
    digest: str
    size: int
    rows: int


def in_words(case: DisclosureCase, person: Any) -> dict[str, Any]:
    """A case for its page, as this person of the operator reads it."""
    names, mine = operators(), pseudonym(person)
    found = newest_of(case.recipient)
    is_open = case.state in (CaseState.ENTERED, CaseState.APPROVED)
    waits = is_early(case)
    return {
        "case": case,
        "recipient": found,
        "entered_by": names.get(case.entered_by, ""),
        "refused_by": names.get(case.refused_by, ""),
        "targets": targets_in_words(case),
        "categories": [words_of(one) for one in case.categories],
        "approvals": [
            Approval(names.get(one["by"], ""), datetime.fromisoformat(one["at"])) for one in case.approvals
        ],
        "exports": [
            Handing(datetime.fromisoformat(one["at"]), one["digest"], one["size"], one["rows"])
            for one in case.exports
        ],
        "missing": max(0, EYES - len(case.approvals)),
        "may_approve": case.state == CaseState.ENTERED and all(one["by"] != mine for one in case.approvals),
        "may_refuse": is_open,
        "may_export": case.state in (CaseState.APPROVED, CaseState.EXPORTED) and case.targets and not waits,
        "waits": waits and case.state == CaseState.APPROVED,
    }


def targets_in_words(case: DisclosureCase) -> list[str]:
    """What the case is about: people by their address, the rest by name. Nothing, once it was forgotten."""
    if EVERYTHING in case.targets:
        return [_("Everything here, of everybody")]
    found: dict[str, None] = {}
    gone, more = 0, max(0, len(case.targets) - SHOWN)
    for label, key in case.targets[:SHOWN]:
        model = apps.get_model(label)
        row = model._base_manager.filter(pk=key).first() if model in (Meeting, Organization) else None
        if isinstance(row, Meeting):
            found[_("Meeting %(what)s") % {"what": row.title or row.code}] = None
        elif isinstance(row, Organization):
            found[_("Organization %(name)s") % {"name": row.name}] = None
        elif address := address_at([label, key]):
            found[address] = None
        else:
            gone += 1
    if gone:
        found[ngettext("%(n)d that is gone", "%(n)d that are gone", gone) % {"n": gone}] = None
    if more:
        found[ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}] = None
    return list(found)


def follow_cases() -> int:
    """What the clock does: shows what may be known now, and writes to those concerned. Says how many letters."""
    show_due()
    close_due()
    written = 0
    for case in to_be_told():
        done = False
        while not done and written < A_ROUND:
            done = tell_some(case, write, BATCH)
            written += BATCH
    return written


def write(case: DisclosureCase, address: str) -> None:
    """Puts the notice to one person on its way: what is given to whom and why, and what they can do."""
    found = newest_of(case.recipient)
    at = datetime.fromisoformat(case.facts["at"]) if case.facts else None
    context = {
        "is_sale": case.kind == CaseKind.SALE,
        "recipient": case.facts.get("name") or (found.name if found else ""),
        "why": case.why,
        "authority": case.authority,
        "categories": [words_of(one) for one in case.categories],
        "at": at,
        "not_before": case.not_before,
        "operator": settings.OPERATOR_NAME,
        "email": settings.OPERATOR_EMAIL,
        "public_url": settings.PUBLIC_URL,
        "given": settings.PUBLIC_URL + reverse("your_data_given"),
        "data": settings.PUBLIC_URL + reverse("your_data"),
    }
    subject = (
        _("Your data will go to somebody else") if context["is_sale"] else _("Your data was handed over")
    )
    text = render_to_string("rights/email/case.txt", context)
    send_letter(MessageKind.TRANSACTIONAL, address, subject, text)
