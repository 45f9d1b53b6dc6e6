"""Who may look at mail on its way out, and write to many."""

from email.message import EmailMessage
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from troth.lib.problems import Problem, not_found
from troth.outreach.models import Mailing, MailingState
from troth.outreach.queries import read_mails


def access_outbox(person: AbstractBaseUser | AnonymousUser) -> Path:
    """The folder of sent mail, for the operator of an installation in development that writes mail to files."""
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    if not (settings.IN_DEVELOPMENT and folder and getattr(person, "is_operator", False)):
        raise not_found()
    return Path(folder)


def access_mail(person: AbstractBaseUser | AnonymousUser, name: str) -> EmailMessage:
    """One mail of the outbox, by its name there."""
    folder = access_outbox(person)
    # The name is compared with what is there, so that it can not lead out of the folder.
    for path in folder.glob("*.log"):
        if path.stem == name.rpartition("-")[0]:
            for found, message in read_mails(path):
                if found == name:
                    return message
    raise not_found()


def access_mailings(person: AbstractBaseUser | AnonymousUser) -> AbstractBaseUser:
    """The operator. Refuses with 401 or 403."""
    if isinstance(person, AnonymousUser):
        raise Problem(401, "sign-in", _("Sign in first."))
    if not getattr(person, "is_operator", False):
        raise Problem(403, "not-allowed", _("Only the operator of this installation may do this."))
    return person


def access_mailing(person: AbstractBaseUser | AnonymousUser, mailing_id: UUID) -> Mailing:
    """A mailing, for the operator."""
    access_mailings(person)
    found = Mailing.objects.filter(pk=mailing_id).first()
    if found is None:
        raise not_found()
    return found


def access_draft(person: AbstractBaseUser | AnonymousUser, mailing_id: UUID) -> Mailing:
    """A mailing that can still be changed, for the operator. Refuses any other with 409."""
    found = access_mailing(person, mailing_id)
    if found.state != MailingState.DRAFT:
        raise Problem(409, "mailing", _("This mailing was sent, and stays as it is."))
    return found
