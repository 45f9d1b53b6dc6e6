"""From a person to what they may reach of an organization."""

import hashlib
import re
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from troth.accounts.models import Person
from troth.accounts.pictures import FOLDER
from troth.lib.clock import now
from troth.lib.problems import Problem, not_found
from troth.organizations.models import Invitation, Membership, Organization, Role
from troth.organizations.queries import place_of

PICTURE = re.compile(r"[\w-]+\.webp", re.ASCII)

Visitor = AbstractBaseUser | AnonymousUser


def access_membership(person: Visitor) -> Membership:
    """The person's place in their organization. Refuses with 401 or 403."""
    if not isinstance(person, Person):
        raise Problem(401, "sign-in", _("Sign in first."))
    membership = place_of(person)
    if membership is None:
        raise Problem(403, "no-organization", _("You don't belong to an organization yet."))
    return membership


def access_administration(person: Visitor) -> Membership:
    """The person's place, where they may administer. Refuses with 403."""
    membership = access_membership(person)
    if not Role(membership.role).may_administer:
        raise Problem(
            403, "not-allowed", _("Only an owner or administrator of the organization may do this.")
        )
    return membership


def access_member(person: Visitor, person_id: UUID) -> tuple[Membership, Membership]:
    """The administrator's own place, and the place of a colleague."""
    own = access_administration(person)
    colleague = (
        Membership.objects.select_related("person", "organization")
        .filter(organization=own.organization_id, person=person_id)
        .first()
    )
    if colleague is None:
        raise not_found()
    return own, colleague


def access_sent_invitation(person: Visitor, invitation_id: UUID) -> tuple[Membership, Invitation]:
    """The administrator's own place, and an invitation of their organization."""
    own = access_administration(person)
    invitation = (
        Invitation.objects.select_related("organization")
        .filter(organization=own.organization_id, pk=invitation_id)
        .first()
    )
    if invitation is None:
        raise not_found()
    return own, invitation


def access_customer_to_be(person: Visitor, organization_id: UUID) -> tuple[Person, Organization]:
    """Who runs the installation, and the customer whose data they are about to look at. Nobody else finds any here."""
    if not (isinstance(person, Person) and person.is_operator):
        raise not_found()
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None:
        raise not_found()
    return person, organization


def digest(token: str) -> str:
    """What is stored of an invitation's secret: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def access_invitation(token: str) -> Invitation:
    """The invitation that the link was made for.

    One refusal for all: unknown, used, withdrawn and expired look the same.
    """
    invitation = (
        Invitation.objects.select_related("organization", "invited_by")
        .filter(secret_digest=digest(token), expires_at__gt=now())
        .first()
    )
    if invitation is None:
        raise Problem(
            404,
            "invitation",
            _("This invitation doesn't work any more."),
        )
    return invitation


def access_picture(person: Visitor, name: str) -> str:
    """The stored file of a picture: one's own, or a colleague's."""
    if not isinstance(person, Person) or not PICTURE.fullmatch(name):
        raise not_found()
    theirs = Person.objects.filter(picture=name).first()
    if theirs is None or (theirs != person and not _are_colleagues(theirs, person)):
        raise not_found()
    path = f"{FOLDER}/{name}"
    if not default_storage.exists(path):
        raise not_found()
    return path


def _are_colleagues(one: Person, other: Person) -> bool:
    place = place_of(other)
    return (
        place is not None
        and Membership.objects.filter(person=one, organization=place.organization_id).exists()
    )
