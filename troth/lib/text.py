"""Text as people type it, made safe to show to others and to keep."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def one_line(text: str) -> str:
    """One line of readable text, perhaps none: no control, format or direction characters, single spaces."""
    kept = "".join(
        c if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} else " " for c in text
    )
    return re.sub(r"\s+", " ", kept).strip()


def has_address(text: str) -> bool:
    """Whether a mail program would make a link of something in the text."""
    return "://" in text or "www." in text.lower()


def as_cell(text: str) -> str:
    """Text for a table that a spreadsheet opens: never taken for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class LineField(forms.CharField):
    """A form's field of one line."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class NameField(LineField):
    """What somebody calls themselves or their organization. It stands in mail that others get, so it is no link."""

    def clean(self, value: Any) -> str:
        name: str = super().clean(value)
        if has_address(name):
            raise ValidationError(_("Leave out addresses of websites."))
        return name
