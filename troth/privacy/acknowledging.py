"""Who has read which version of the notice (POL-2). Nobody is kept from anything by not having read it."""

from typing import Any

from django.db.models import Exists, OuterRef

from troth.lib.clock import now
from troth.privacy.models import Acknowledgement, Notice


def unread_by(person: Any) -> Notice | None:
    """The newest version in force that this person has to read: the last material one, unless they read it or a later.

    Without its document.
    """
    read = Acknowledgement.objects.filter(person=person.pk, notice__number__gte=OuterRef("number"))
    newest = Notice.objects.filter(material=True).defer("document").order_by("-number")
    return newest.filter(~Exists(read), pk=newest.values("pk")[:1]).first()


def acknowledge(person: Any, notice: Notice) -> Acknowledgement:
    """Notes that a person has read a version; a second time changes nothing."""
    made, _new = Acknowledgement.objects.get_or_create(
        person_id=person.pk, notice=notice, defaults={"at": now()}
    )
    return made
