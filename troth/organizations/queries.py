"""Reading organizations."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from troth.accounts.models import Person
from troth.organizations.models import Invitation, Membership, Organization, Role


def place_of(person: Person) -> Membership | None:
    """The person's membership, with its organization; None where they have none."""
    return Membership.objects.select_related("organization", "person").filter(person=person).first()


def members_of(organization: Organization) -> QuerySet[Membership]:
    """Everybody in the organization: owners first, then by role and name."""
    rank = Case(
        *(When(role=role, then=Value(place)) for place, role in enumerate(Role)),
        default=Value(len(Role)),
        output_field=IntegerField(),
    )
    return organization.memberships.select_related("person").order_by(rank, "person__name", "pk")


def open_invitations(organization: Organization) -> QuerySet[Invitation]:
    """Invitations nobody has taken up, expired ones too, newest first."""
    return organization.invitations.select_related("invited_by").order_by("-expires_at", "pk")


def person_with_address(email: str) -> Person | None:
    """Who has an account with this address."""
    return Person.objects.filter(email=email.lower()).first()
