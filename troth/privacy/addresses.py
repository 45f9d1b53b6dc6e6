"""The field for a mail address, by which people are found (WHO-1)."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    EmailField = models.EmailField[str, str]
else:
    EmailField = models.EmailField


def as_kept(address: str) -> str:
    """An address in the one way in which it is written here: in small letters, with nothing around it."""
    return address.strip().lower()


class AddressField(EmailField):
    """A mail address, kept and asked for in small letters: however it is typed, it is the same person's.

    In the database it is an EmailField, and migrations name it as one.
    """

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return as_kept(value) if isinstance(value, str) else value
