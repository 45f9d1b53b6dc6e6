"""What the operator does about recipients outside: declare, change, vet, end. Every version stays, with its dates.

The notice names them, so it is published anew with each change.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.lib.problems import Problem, not_found
from troth.privacy.audit import pseudonym, record
from troth.privacy.models.recipients import OutsideRecipient
from troth.privacy.notice import publish_notice

LONGEST = timedelta(days=3 * 365)
"""A vetting holds no longer than this."""


def declare_recipient(key: str, facts: Mapping[str, Any], by: Model | None) -> OutsideRecipient:
    """A new recipient, which may be given nothing until it is vetted. Raises Problem 409 where key or door is taken."""
    try:
        with transaction.atomic():
            return _declare("recipient.declared", key, facts, by, now())
    except IntegrityError:
        raise Problem(
            409, "recipient", _("There is a recipient of this key, or one at this door, already.")
        ) from None


def change_recipient(found: OutsideRecipient, facts: Mapping[str, Any], by: Model | None) -> OutsideRecipient:
    """The next version, to be vetted anew; the one before ends. Where nothing differs, nothing happens.

    Raises Problem 409 where the door is another's, 404 where the version ended meanwhile.
    """
    if all(getattr(found, name) == facts[name] for name in OutsideRecipient.FACTS):
        return found
    moment = now()
    try:
        with transaction.atomic():
            _end(found, moment)
            return _declare("recipient.changed", found.key, facts, by, moment)
    except IntegrityError:
        raise Problem(409, "recipient", _("There is a recipient at this door already.")) from None


def _declare(
    action: str, key: str, facts: Mapping[str, Any], by: Model | None, since: datetime
) -> OutsideRecipient:
    made = OutsideRecipient.objects.create(key=key, since=since, declared_by=_by(by), **facts)
    publish_notice()
    record(action, scope="", actor=by, object=made, function=made.function, country=made.country.lower())
    return made


@transaction.atomic
def vet_recipient(found: OutsideRecipient, until: date, findings: str, by: Model | None) -> None:
    """Says that it was looked into today and may be given what is declared, to the end of the day `until`.

    Raises ValueError for a day that is over or too far away, Problem 404 where the version ended meanwhile.
    """
    today = now().date()
    if not today <= until <= today + LONGEST:
        raise ValueError(_("A vetting holds for three years at most, and not into the past."))
    vetted = OutsideRecipient.objects.filter(pk=found.pk, until=None).update(
        vetted_on=today, vetted_until=until, vetted_by=_by(by), findings=findings
    )
    if not vetted:
        raise not_found()
    record("recipient.vetted", scope="", actor=by, object=found, until=until)


@transaction.atomic
def end_recipient(found: OutsideRecipient, by: Model | None) -> None:
    """Nothing goes there any more. Raises Problem 404 where it ended meanwhile."""
    _end(found, now())
    publish_notice()
    record("recipient.ended", scope="", actor=by, object=found)


def _end(found: OutsideRecipient, moment: datetime) -> None:
    if not OutsideRecipient.objects.filter(pk=found.pk, until=None).update(until=moment):
        raise not_found()


def _by(person: Model | None) -> str:
    return pseudonym(person) if person else ""
