"""What changes an organization and who is in it."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from troth.accounts.actions import open_account
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.problems import Problem, not_found
from troth.organizations.access import digest
from troth.organizations.models import Invitation, Membership, Organization, Role
from troth.organizations.signals import membership_ended
from troth.outreach.actions import send_letter
from troth.outreach.kinds import MessageKind
from troth.privacy.audit import record

VALID_FOR = timedelta(days=7)


def start_organization(person: Person, name: str) -> Membership:
    """A new organization with the person as its owner. Refuses where they are in one."""
    try:
        with transaction.atomic():
            organization = Organization.objects.create(name=name)
            membership = Membership.objects.create(person=person, organization=organization, role=Role.OWNER)
            record("organization.started", scope=organization.pk, actor=person)
            return membership
    except IntegrityError:
        raise _already_in_one() from None


@transaction.atomic
def rename_organization(own: Membership, name: str) -> None:
    """Gives the organization another name."""
    own.organization.name = name
    own.organization.save(update_fields=["name"])
    record("organization.renamed", scope=own.organization_id, actor=own.person)


@transaction.atomic
def invite(own: Membership, email: str, role: Role) -> Invitation:
    """Asks a colleague in by mail. An earlier invitation to the address is replaced: its link dies."""
    own = _lock(own)
    _check_may_give(own, role)
    if Membership.objects.filter(organization=own.organization_id, person__email=email).exists():
        raise Problem(409, "member-already", _("This person is in your organization already."))
    Invitation.objects.filter(organization=own.organization_id, email=email).delete()
    return _send("invitation.sent", own, email, role)


@transaction.atomic
def resend(own: Membership, invitation: Invitation) -> Invitation:
    """Sends the invitation again with a new link and a new period; the old link dies."""
    own = _lock(own)
    _check_may_give(own, Role(invitation.role))
    if not Invitation.objects.filter(pk=invitation.pk).delete()[0]:
        raise not_found()
    return _send("invitation.sent_again", own, invitation.email, Role(invitation.role))


@transaction.atomic
def revoke(own: Membership, invitation: Invitation) -> None:
    """Withdraws an invitation. Its link is dead at once."""
    _check_may_give(own, Role(invitation.role))
    if not Invitation.objects.filter(pk=invitation.pk).delete()[0]:
        raise not_found()
    record(
        "invitation.withdrawn",
        scope=own.organization_id,
        actor=own.person,
        object=invitation,
        role=invitation.role,
    )


@transaction.atomic
def accept(person: Person, invitation: Invitation) -> Membership:
    """Takes up an invitation, once. Refuses another address and somebody who is in an organization."""
    if person.email != invitation.email:
        raise Problem(403, "other-address", _("This invitation is for another address."))
    if Membership.objects.filter(person=person).exists():
        raise _already_in_one()
    _use_up(invitation)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                person=person, organization=invitation.organization, role=invitation.role
            )
    except IntegrityError:
        raise _already_in_one() from None
    record("member.joined", scope=invitation.organization_id, actor=person, role=invitation.role)
    return membership


@transaction.atomic
def accept_as_new_person(invitation: Invitation, name: str, password: str, time_zone: str) -> Person:
    """Opens an account with the invited address, which the link has shown to be theirs."""
    try:
        with transaction.atomic():
            person = open_account(invitation.email, name, password, time_zone)
    except IntegrityError:
        raise Problem(409, "account", _("There is an account with this address already. Sign in.")) from None
    accept(person, invitation)
    return person


@transaction.atomic
def change_role(own: Membership, colleague: Membership, role: Role) -> None:
    """Gives a colleague another role. Refuses to leave the organization without an owner."""
    own = _lock(own)
    colleague = _again(colleague)
    _check_may_give(own, Role(colleague.role))
    _check_may_give(own, role)
    if role != Role.OWNER:
        _keep_an_owner(colleague)
    before, colleague.role = colleague.role, role
    colleague.save(update_fields=["role"])
    record(
        "member.role_changed",
        scope=own.organization_id,
        actor=own.person,
        object=colleague.person,
        role=role,
        before=before,
    )


@transaction.atomic
def remove(own: Membership, colleague: Membership) -> None:
    """Takes a colleague out of the organization. Their account stays theirs."""
    own = _lock(own)
    colleague = _again(colleague)
    _check_may_give(own, Role(colleague.role))
    _keep_an_owner(colleague)
    colleague.delete()
    membership_ended.send(sender=None, person=colleague.person, organization=own.organization_id)
    record("member.removed", scope=own.organization_id, actor=own.person, object=colleague.person)


@transaction.atomic
def leave(own: Membership) -> None:
    """Leaves one's organization. The last owner can not."""
    own = _lock(own)
    _keep_an_owner(own)
    own.delete()
    membership_ended.send(sender=None, person=own.person, organization=own.organization_id)
    record("member.left", scope=own.organization_id, actor=own.person)


def _lock(own: Membership) -> Membership:
    """The membership as it is now, with the organization's people locked until the transaction ends.

    Without the lock two owners could leave at the same moment and leave nobody.
    """
    Organization.objects.select_for_update().get(pk=own.organization_id)
    return _again(own)


def _again(membership: Membership) -> Membership:
    fresh = (
        Membership.objects.select_related("organization", "person")
        .filter(pk=membership.pk, organization=membership.organization_id)
        .first()
    )
    if fresh is None:
        raise not_found()
    return fresh


def _keep_an_owner(leaving: Membership) -> None:
    others = Membership.objects.filter(organization=leaving.organization_id, role=Role.OWNER).exclude(
        pk=leaving.pk
    )
    if leaving.role == Role.OWNER and not others.exists():
        raise Problem(409, "last-owner", _("An organization needs an owner. Make somebody else owner first."))


def _check_may_give(own: Membership, role: Role) -> None:
    if not Role(own.role).may_give(role):
        raise Problem(403, "not-allowed", _("You can't give or change a role that is above your own."))


def _already_in_one() -> Problem:
    return Problem(409, "organization", _("You belong to an organization already. Leave it first."))


def _use_up(invitation: Invitation) -> None:
    # Whoever deletes the row has used the link: two at once can't.
    if not Invitation.objects.filter(pk=invitation.pk, expires_at__gt=now()).delete()[0]:
        raise not_found()


def _send(action: str, own: Membership, email: str, role: Role) -> Invitation:
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organization=own.organization,
        email=email,
        role=role,
        invited_by=own.person,
        secret_digest=digest(token),
        expires_at=now() + VALID_FOR,
    )
    context = {
        "invitation": invitation,
        "inviter": own.person,
        "link": settings.PUBLIC_URL + reverse("invitation", args=[token]),
        "days": VALID_FOR.days,
    }
    subject = render_to_string("organizations/email/invitation_subject.txt", context)
    text = render_to_string("organizations/email/invitation_message.txt", context)
    send_letter(MessageKind.TRANSACTIONAL, email, subject, text)
    record(action, scope=own.organization_id, actor=own.person, object=invitation, role=role)
    return invitation
