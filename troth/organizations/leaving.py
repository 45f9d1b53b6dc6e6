"""What a person settles in their organization before they are erased, what of it goes along, and as what they come back."""

from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.lib.problems import Problem
from troth.organizations.contacts.reading import BadFile, decoded
from troth.organizations.models import ContactImport, Membership, Organization, Role
from troth.privacy.audit import record
from troth.privacy.graph import Rows, graph
from troth.privacy.leaving import asking_to_leave, came_back


def connect() -> None:
    """Tells the engine, once a process."""
    asking_to_leave.connect(_hand_over, dispatch_uid="organizations")
    asking_to_leave.connect(_files, dispatch_uid="organizations, files")
    came_back.connect(_come_back, dispatch_uid="organizations")


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


def _files(rows: Rows, **_kw: object) -> Rows:
    """Files of contacts on their way in that have the address of one of these people: they would bring them back."""
    addresses = [
        address
        for model, keys in rows.items()
        if (proof := graph().declared[model].proof)
        for address in model._base_manager.filter(pk__in=keys).values_list(proof, flat=True)
        if address
    ]
    waiting = ContactImport.everything.exclude(content=b"").values_list("pk", "content") if addresses else ()
    found = {key for key, content in waiting if _names(bytes(content), addresses)}
    return {ContactImport: found} if found else {}


def _names(content: bytes, addresses: list[str]) -> bool:
    try:
        text = decoded(content).lower()
    except BadFile:
        return False
    return any(address in text for address in addresses)


def _come_back(rows: Rows, **_kw: object) -> None:
    """Who administered is a host again: nobody could take it from them while they were away. Others can give it back."""
    for own in Membership.objects.filter(person__in=rows.get(Person, ())).select_related("person"):
        alone = not Membership.objects.filter(organization=own.organization_id).exclude(pk=own.pk).exists()
        if Role(own.role).may_administer and not alone:
            Membership.objects.filter(pk=own.pk).update(role=Role.HOST)
            own.role = Role.HOST
        record("member.came_back", scope=own.organization_id, actor=own.person, role=own.role)
