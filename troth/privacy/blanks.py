"""What a field holds when nothing is to be left in it."""

import secrets
from typing import Any

from django.db.models import NOT_PROVIDED, BooleanField, CharField, Field, IntegerField, JSONField, TextField

from troth.privacy.declarations import Personal

NAMES = ("user.name", "user.account.username", "user.unique_id")
"""Categories that a reader expects a word for: they get a pseudonym."""


class CantBeBlank(Exception):
    """A field that can be empty in no way; the message names it."""


def is_pseudonymous(field: "Field[Any, Any]", personal: Personal | None = None) -> bool:
    """Whether each row gets a word of its own, not one blank for all."""
    text = isinstance(field, CharField | TextField)
    named = personal is not None and personal.category.startswith(NAMES)
    return text and not field.null and (field.unique or named)


def pseudonym(field: "Field[Any, Any]") -> str:
    """A random word that leads nowhere and that no other row has."""
    word = secrets.token_hex(8)
    return word[: field.max_length] if field.max_length else word


def blank(field: "Field[Any, Any]") -> object:
    """The one value that says nothing. Raises CantBeBlank."""
    if field.null:
        return None
    if field.unique:
        raise CantBeBlank(f"{field.model._meta.label}.{field.name} can't be empty")
    if isinstance(field, CharField | TextField):
        return ""
    if isinstance(field, JSONField):
        return field.get_default() if field.has_default() else {}
    if isinstance(field, BooleanField | IntegerField):
        return (
            False
            if isinstance(field, BooleanField) and field.default is NOT_PROVIDED
            else field.get_default() or 0
        )
    raise CantBeBlank(f"{field.model._meta.label}.{field.name} can't be empty")
