"""Reading organizations."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from troth.accounts.models import Person
from troth.organizations.models import Invitation, Membership, Organization, Role
from troth.privacy.audit import pseudonym
from troth.privacy.models import AuditEntry


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
    return Person.objects.filter(email=email).first()


def record_of(organization: Organization, kind: str = "") -> QuerySet[AuditEntry]:
    """What the organization's record tells, newest first; of one kind, if given."""
    entries = AuditEntry.objects.filter(scope=str(organization.pk)).order_by("-number")
    return entries.filter(action__startswith=f"{kind}.") if kind else entries


def recorded_kinds(organization: Organization) -> set[str]:
    """The kinds of actions that the organization's record tells of."""
    actions = record_of(organization).order_by().values_list("action", flat=True).distinct()
    return {action.partition(".")[0] for action in actions}


def stand_ins_of(organization: Organization) -> dict[str, str]:
    """The names of everybody in the organization, by what stands for them in its record."""
    people = Person.objects.filter(membership__organization=organization)
    return {pseudonym(person): person.name for person in people.only("pk", "name")}
