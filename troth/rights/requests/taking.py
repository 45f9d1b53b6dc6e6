"""Taking a request: from the form, from mail, or from an officer who was called or written to."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.http import HttpRequest

from troth.accounts.models import Person
from troth.accounts.zones import is_zone
from troth.lib.clock import now
from troth.lib.dates import day_of, end_of
from troth.lib.limits import Limit, address_of
from troth.privacy.addresses import as_kept
from troth.privacy.audit import record
from troth.rights.asker import Asker
from troth.rights.clocks import RECEIPT, clock_of, due_on
from troth.rights.models import Author, Channel, Kind, Law, Proven, RequestMessage, SubjectRequest
from troth.rights.requests.letters import tell

BY_CLIENT = Limit("request-client", times=10, seconds=3600)
BY_ADDRESS = Limit("request-address", times=5, seconds=24 * 3600)


@dataclass(frozen=True)
class Asked:
    """A request as it came. `proven` says how it is known to be its person's; empty where it is not."""

    kind: Kind
    law: Law
    words: str
    channel: Channel
    person: Person | None = None
    address: str = ""
    contact: str = ""
    agent: str = ""
    zone: str = ""
    proven: Proven | None = None
    mail_digest: str | None = None


def ask(request: HttpRequest, asked: Asked, asker: Asker | None) -> SubjectRequest:
    """Takes a request from the form. Raises 429 for a client, or about an address, that asks too often.

    Who is known asks for themselves: whatever address the form names.
    """
    client = address_of(request)
    if asker is not None:
        proven = Proven.ACCOUNT if asker.person else Proven.LINK
        address = "" if asker.person else asker.address
        asked = replace(asked, person=asker.person, address=address, agent="", proven=proven)
        client = str(asker.person.pk) if asker.person else asker.address
    BY_CLIENT.refuse_when_reached(client)
    BY_CLIENT.count(client)
    if asker is None:
        BY_ADDRESS.refuse_when_reached(as_kept(asked.address))
        BY_ADDRESS.count(as_kept(asked.address))
    return take(asked)


def enter(officer: Person, asked: Asked, received_on: date) -> SubjectRequest:
    """Notes a request that came by telephone or letter on a day in the officer's time zone."""
    zone = asked.zone or officer.time_zone
    received_at = min(datetime.combine(received_on, time(12), ZoneInfo(zone)), now())
    return take(replace(asked, zone=zone), received_at=received_at, by=officer)


@transaction.atomic
def take(asked: Asked, *, received_at: datetime | None = None, by: Person | None = None) -> SubjectRequest:
    """Keeps a request, starts its clock, and confirms receipt by mail where there is an address."""
    moment = received_at or now()
    zone = asked.zone if is_zone(asked.zone) else _zone_of(asked.person)
    received_on = day_of(moment, ZoneInfo(zone))
    last = due_on(clock_of(asked.law, asked.kind), received_on)
    taken = SubjectRequest.objects.create(
        kind=asked.kind,
        law=asked.law,
        channel=asked.channel,
        person=asked.person,
        address=asked.address,
        contact=asked.contact,
        agent=asked.agent,
        zone=zone,
        received_at=moment,
        receipt_on=RECEIPT.after(received_on),
        due_on=last,
        due_at=end_of(last, ZoneInfo(zone)),
        proven=asked.proven or "",
        verified_at=now() if asked.proven else None,
    )
    RequestMessage.objects.create(
        request=taken,
        author=Author.PERSON,
        text=asked.words,
        proven=asked.proven is not None,
        mail_digest=asked.mail_digest,
        written_at=moment,
    )
    if tell(taken, "taken", day=received_on):
        taken.acknowledged_at = now()
        taken.save(update_fields=["acknowledged_at"])
    record(
        "request.taken",
        scope="",
        actor=by,
        object=taken,
        kind=taken.kind,
        law=taken.law,
        channel=taken.channel,
    )
    return taken


def _zone_of(person: Person | None) -> str:
    """Where days are counted for who did not say where: in the zone of their account, else of the operator's."""
    found = person or Person.objects.filter(is_operator=True).order_by("created_at").first()
    return found.time_zone if found and is_zone(found.time_zone) else "UTC"
