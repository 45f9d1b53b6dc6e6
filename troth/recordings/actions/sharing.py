"""Who may look at a recording: people of the organization, and whoever has its link.

The link's secret is stored hashed and shown once. Whoever passed its door
carries a signed pass in the addresses of film and poster, so no cookie is
needed; it is for that link alone, and ends with it.
"""

import hmac
import secrets
from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.limits import Limit
from troth.lib.problems import Problem
from troth.meetings.actions.inviting import digest
from troth.privacy.audit import Fact, record
from troth.recordings.models import Recording, Shared, State

MOST_DAYS = 90
"""So many days a link is good at most."""
PASS = timedelta(hours=6)
"""So long somebody who was let in may watch before they open the link again."""
PASSES = signing.TimestampSigner(salt="troth.recordings.pass")
PASSCODE_GUESSES = Limit("recording-passcode", times=10, seconds=600)


@transaction.atomic
def share(recording: Recording, by: Person, shared: Shared, may_download: bool) -> None:
    """Sets who of the organization sees a recording, and whether they may take it along."""
    changed = Recording.everything.filter(id=recording.id, trashed_at__isnull=True).exclude(
        shared=shared, may_download=may_download
    )
    if changed.update(shared=shared, may_download=may_download):
        _record("recording.shared", recording, by, shared=shared.value, download=may_download)


@transaction.atomic
def make_link(recording: Recording, by: Person, days: int, passcode: str) -> str:
    """Makes the link to a recording and answers its secret; an earlier one ends.

    Raises Problem 409 for one that is not made yet or is in the trash.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"a link is good for 1 to {MOST_DAYS} days, not {days}")
    secret, until = secrets.token_urlsafe(32), now() + timedelta(days=days)
    ready = Recording.everything.filter(id=recording.id, trashed_at__isnull=True, state=State.READY)
    if not ready.update(link_digest=digest(secret), link_passcode=passcode, link_until=until):
        raise Problem(409, "not-ready", _("There is nothing to share yet."))
    _record("recording.link_made", recording, by, until=until)
    return secret


@transaction.atomic
def end_link(recording: Recording, by: Person) -> None:
    """Ends the link, for those too who watch by it now."""
    linked = Recording.everything.filter(id=recording.id).exclude(link_digest="")
    if linked.update(link_digest="", link_passcode="", link_until=None):
        _record("recording.link_ended", recording, by)


def _record(action: str, recording: Recording, by: Person, **facts: Fact) -> None:
    record(action, scope=recording.scope, actor=by, object=recording, **facts)


def let_in(recording: Recording, passcode: str, address: str) -> str:
    """The pass to the film of a link's recording; "" where the passcode is not its own.

    `address` is where it was typed. Raises Problem 429 where that was tried too often.
    """
    key = f"{recording.id}:{address}"
    if recording.link_passcode:
        PASSCODE_GUESSES.refuse_when_reached(key)
        if not hmac.compare_digest(passcode.strip().encode(), recording.link_passcode.encode()):
            PASSCODE_GUESSES.count(key)
            return ""
    # With what two openings of the page differ by, so that each is one look.
    return PASSES.sign(f"{recording.link_digest}.{secrets.token_urlsafe(6)}")


def reads_pass(recording: Recording, text: str) -> bool:
    """Whether a pass was given out for the link that is in force, and not too long ago."""
    try:
        named = PASSES.unsign(text, max_age=PASS).rpartition(".")[0]
    except signing.BadSignature:
        return False
    return bool(named) and hmac.compare_digest(named, recording.link_digest)
