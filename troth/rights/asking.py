"""Asking for one's data, and for a copy of it."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.limits import Limit, address_of
from troth.lib.problems import Problem
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.outreach.models import Letter
from troth.privacy.addresses import as_kept
from troth.privacy.exports import drop_export, lock, open_export, rows_for
from troth.privacy.models import Export, Proof
from troth.privacy.people import people_at
from troth.privacy.tasks import make_export
from troth.rights.asker import KEY, Asker, token_for
from troth.rights.known import exports_of

BY_CLIENT = Limit("your-data-client", times=20, seconds=3600)
BY_ADDRESS = Limit("your-data-address", times=5, seconds=3600)
AT_ONCE = 3
"""Copies of one person's data, made or being made."""


def ask_for_link(request: HttpRequest, address: str) -> None:
    """Mails a link to an address, or that nothing is known about it.

    Whoever asks can't tell which, nor whether the address has had too many
    mails already. Raises 429 for a client that asks too often.
    """
    client, address = address_of(request), as_kept(address)
    BY_CLIENT.refuse_when_reached(client)
    BY_CLIENT.count(client)
    try:
        BY_ADDRESS.refuse_when_reached(address)
    except Problem:
        return
    BY_ADDRESS.count(address)
    _send(address)


@transaction.atomic
def _send(address: str) -> None:
    # Mail on its way and links asked for are there because somebody asked.
    known = [row for row in people_at(address) if not isinstance(row, Letter | Proof)]
    context = {"operator": settings.OPERATOR_NAME, "public_url": settings.PUBLIC_URL, "link": ""}
    if known:
        proof = Proof.objects.create(address=address, asked_at=now())
        path = reverse("your_data_open", args=[token_for(proof)])
        context["link"] = f"{settings.PUBLIC_URL}{path}"
    text = render_to_string("rights/email/your_data.txt", context)
    send_letter(MessageKind.TRANSACTIONAL, address, _("Your data"), text)


def open_data(request: HttpRequest, proof: Proof) -> bool:
    """Opens somebody's data in this browser; False where the link was used just before."""
    if not Proof.objects.filter(id=proof.id, opened_at=None).update(opened_at=now()):
        return False
    if not request.user.is_authenticated:
        request.session.cycle_key()
    request.session[KEY] = str(proof.id)
    return True


def close_data(request: HttpRequest) -> None:
    """Nobody's data is open in this browser any more but that of who is signed in."""
    request.session.pop(KEY, None)


@transaction.atomic
def ask_for_copy(asker: Asker) -> Export:
    """Has a copy made. Raises 409 where there are as many as there may be."""
    # Two requests at once would each see one copy too few.
    lock(rows_for(asker.person, asker.address))
    if exports_of(asker).count() >= AT_ONCE:
        raise Problem(
            409, "copies", _("There are three copies already. Delete one of them to have another made.")
        )
    export = open_export(asker.person, asker.address)
    make_export.enqueue(str(export.id))
    return export


def take_copy_away(export: Export) -> None:
    """Cancels a copy that is being made, or deletes one that is there."""
    drop_export(export)
