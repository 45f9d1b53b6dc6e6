"""Who may look at mail on its way out."""

from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from troth.lib.problems import not_found
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
