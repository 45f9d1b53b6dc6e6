"""What a person settles in their organization before they are erased."""

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.problems import Problem
from troth.organizations.models import Membership, Organization, Role
from troth.privacy.graph import Rows
from troth.privacy.leaving import asking_to_leave


def connect() -> None:
    """Tells the engine, once a process."""
    asking_to_leave.connect(_hand_over, dispatch_uid="organizations")


def _hand_over(rows: Rows, **_kw: object) -> Rows:
    """A sole owner hands over first; who is alone in an organization takes it along. Raises 409 `last-owner`."""
    alone: Rows = {}
    for own in Membership.objects.filter(person__in=rows.get(Person, ()), role=Role.OWNER):
        others = Membership.objects.filter(organization=own.organization_id).exclude(
            person__in=rows.get(Person, ())
        )
        if not others.exists():
            alone.setdefault(Organization, set()).add(own.organization_id)
        elif not others.filter(role=Role.OWNER).exists():
            raise Problem(
                409, "last-owner", _("Your organization needs an owner. Make somebody else owner first.")
            )
    return alone
