"""Days as people choose them."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from troth.lib.clock import now


class LastDayField(forms.DateField):
    """A form's field of the day with which something ends, not one that is over; it may be left empty.

    Gives the end of the day in the zone of the page, as a moment, or None.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.DateInput(attrs={"type": "date"}), **kwargs)

    def clean(self, value: Any) -> datetime | None:
        day = super().clean(value)
        if day is None:
            return None
        end = timezone.make_aware(datetime.combine(day, time.max))
        if end <= now():
            raise ValidationError(_("This day is over."))
        return end
