"""Paths of field names, followed from a model without asking the database."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, Model
from django.db.models.constants import LOOKUP_SEP


class BrokenPath(Exception):
    """A path that leads nowhere; the message says at which step."""


def _step(model: type[Model], name: str) -> Any:
    try:
        found: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        raise BrokenPath(f"{model._meta.label} has no field “{name}”") from None
    return found


def _relation(model: type[Model], name: str) -> Any:
    found = _step(model, name)
    if not found.is_relation or not isinstance(found.related_model, type):
        raise BrokenPath(f"“{name}” of {model._meta.label} leads to no other table")
    return found


def follow_relations(model: type[Model], path: str) -> type[Model]:
    """The model at the end of a path of relations, forward or backward. Raises BrokenPath."""
    for name in path.split(LOOKUP_SEP):
        model = _relation(model, name).related_model
    return model


def follow_to_field(model: type[Model], path: str) -> object:
    """The field at the end of a path whose steps each lead to one row. Raises BrokenPath."""
    *steps, last = path.split(LOOKUP_SEP)
    for name in steps:
        relation = _relation(model, name)
        if relation.one_to_many or relation.many_to_many:
            raise BrokenPath(f"“{name}” of {model._meta.label} leads to many rows, so there is no one date")
        model = relation.related_model
    return _step(model, last)


def is_date(field: object) -> bool:
    """Whether it is a column that holds a date or a moment."""
    return isinstance(field, DateField)
