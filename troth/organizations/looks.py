"""The operator's staff look at a customer's data only with a reason, and on record (SHR-3).

A page of the operator that shows anything of an organization says so:

    @reason_first
    def page(request, organization_id):
        access_customer(request.user, organization_id, "contacts")

Without an open look `access_customer` refuses, and the page asks for the reason.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem
from troth.organizations.models import Look, Organization
from troth.privacy.audit import record

OPEN = timedelta(minutes=30)
"""How long a reason holds."""

WHAT: Mapping[str, str | Promise] = {
    "contacts": _("the list of contacts"),
    "contacts_csv": _("the contacts as a file"),
    "contact": _("a contact"),
}
"""What there is to look at, in words. A page that shows more adds to it."""


class LookNeeded(Problem):
    """Data of a customer is asked for, and no reason was given yet."""

    def __init__(self, organization_id: UUID) -> None:
        super().__init__(403, "reason", _t("This is a customer's data. Say first why you look at it."))
        self.organization_id = organization_id


@transaction.atomic
def open_look(person: Person, organization: Organization, reason: str) -> Look:
    """Lets the person look at the organization's data for half an hour, and tells its administrators why."""
    moment = now()
    look = Look.objects.create(
        organization=organization, by=person, reason=reason, opened_at=moment, until=moment + OPEN
    )
    record("look.opened", scope=organization.pk, actor=person, object=look)
    return look


def open_looks(person: Person) -> dict[UUID, Look]:
    """The looks that are open now, by organization."""
    return {one.organization_id: one for one in Look.objects.filter(by=person, until__gt=now())}


def access_customer(person: Person, organization_id: UUID, what: str) -> Look:
    """The look under which a person of the operator sees `what`, which is noted. Raises LookNeeded where none is open."""
    look = open_looks(person).get(organization_id)
    if look is None:
        raise LookNeeded(organization_id)
    note_seen(look, what)
    return look


@transaction.atomic
def note_seen(look: Look, what: str) -> None:
    """Puts on record what was looked at, once a look."""
    if what not in WHAT:
        raise ValueError(f"Nobody has words for “{what}”: add it to WHAT.")
    if any(one["what"] == what for one in look.seen):
        return
    look = Look.objects.select_for_update().get(pk=look.pk)
    if all(one["what"] != what for one in look.seen):
        look.seen.append({"what": what, "at": now().isoformat(timespec="seconds")})
        look.save(update_fields=["seen"])


Page = Callable[..., HttpResponseBase]


def reason_first(page: Page) -> Page:
    """A page that asks for the reason where one is needed. What is no page to be read is refused with 403."""

    @wraps(page)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return page(request, *args, **kwargs)
        except LookNeeded as needed:
            if request.method not in ("GET", "HEAD") or not request.accepts("text/html"):
                raise
            back = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('look', args=[needed.organization_id])}?{back}")

    return asking


@dataclass(frozen=True)
class LookLine:
    """A look as the customer's administrator reads it. `who` is empty where they are not here any more."""

    who: str
    reason: str
    opened_at: datetime
    until: datetime
    seen: list[tuple[str, datetime]]


def in_lines(looks: "list[Look]") -> Iterator[LookLine]:
    """Looks in words."""
    for one in looks:
        seen = [
            (str(WHAT.get(each["what"], each["what"])), datetime.fromisoformat(each["at"]))
            for each in one.seen
        ]
        yield LookLine(one.by.name if one.by else "", one.reason, one.opened_at, one.until, seen)
