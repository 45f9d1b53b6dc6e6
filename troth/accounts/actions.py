"""What changes an account."""

import secrets
from functools import partial

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from troth.accounts.models import Person
from troth.accounts.pictures import FOLDER
from troth.privacy.audit import record


@transaction.atomic
def open_account(email: str, name: str, password: str | None = None, time_zone: str = "UTC") -> Person:
    """An account whose address is known to be the person's: they came by a link that only it received.

    Without a password they set one by mail.
    """
    person = Person.objects.create_user(email, password, name=name, time_zone=time_zone)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record("account.opened", scope="", actor=person)
    return person


def appoint_operator(person: Person) -> bool:
    """Makes somebody one of those who run the installation. Answers whether they were not yet."""
    return _set_operator(person, True, "account.operator_appointed")


def dismiss_operator(person: Person) -> bool:
    """Takes it from them again. Answers whether they were one."""
    return _set_operator(person, False, "account.operator_dismissed")


@transaction.atomic
def _set_operator(person: Person, runs_it: bool, action: str) -> bool:
    changed = Person.objects.filter(pk=person.pk, is_operator=not runs_it).update(is_operator=runs_it)
    if changed:
        record(action, scope="", object=person)
    return bool(changed)


def change_picture(person: Person, picture: bytes) -> None:
    """Puts a picture, as `pictures.read_portrait` made it, in the place of the one before."""
    name = f"{secrets.token_urlsafe(16)}.webp"
    default_storage.save(f"{FOLDER}/{name}", ContentFile(picture))
    try:
        _set_picture(person, name)
    except BaseException:
        default_storage.delete(f"{FOLDER}/{name}")
        raise


def remove_picture(person: Person) -> None:
    """Takes the picture away, its file too."""
    _set_picture(person, "")


@transaction.atomic
def _set_picture(person: Person, name: str) -> None:
    before = Person.objects.select_for_update().values_list("picture", flat=True).get(pk=person.pk)
    person.picture = name
    person.save(update_fields=["picture"])
    if before:
        transaction.on_commit(partial(default_storage.delete, f"{FOLDER}/{before}"))


def sign_out_browser(browser: UserSession) -> None:
    """Ends the sign-in of one browser, wherever it is."""
    browser.end()
