"""The demo organizations of a fresh installation in development."""

from django.db import transaction

from troth.accounts.actions import appoint_operator, open_account
from troth.accounts.models import Person
from troth.organizations.models import Membership, Organization, Role

PASSWORD = "demo-demo-demo"  # noqa: S105  # printed at start, and everybody may know it

# Role at the sign-in list, name, address, organization, role in it.
PEOPLE = (
    ("host", "Alice Adams", "alice@demo.example", "Demo Company", Role.HOST),
    ("member", "Bob Brown", "bob@demo.example", "Demo Company", Role.MEMBER),
    ("administrator", "Ada Minor", "admin@demo.example", "Demo Company", Role.ADMINISTRATOR),
    ("owner", "Olive Owens", "owner@demo.example", "Demo Company", Role.OWNER),
    ("operator", "Otto Perez", "operator@demo.example", "", None),
    ("owner of another organization", "Carol Clark", "carol@other.example", "Other Company", Role.OWNER),
)


@transaction.atomic
def seed_demo() -> list[tuple[str, str, str]]:
    """Makes the demo people where they are missing. Returns role, address and password of each.

    The password is known to everybody: only for an installation on loopback.
    """
    for _label, name, email, organization_name, role in PEOPLE:
        if Person.objects.filter(email=email).exists():
            continue
        person = open_account(email, name, PASSWORD)
        if role is None:
            appoint_operator(person)
            continue
        organization = Organization.objects.filter(name=organization_name).first()
        organization = organization or Organization.objects.create(name=organization_name)
        Membership.objects.create(person=person, organization=organization, role=role)
    return [(label, email, PASSWORD) for label, _name, email, _organization, _role in PEOPLE]
