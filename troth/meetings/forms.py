"""The form a host fills in for a meeting."""

import datetime as dt
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.accounts.zones import zone_choices
from troth.lib.text import LineField
from troth.meetings.actions.planning import Plan
from troth.meetings.models import Entry, Meeting
from troth.meetings.schemas import YEARS

MINUTES = [
    (15, _("15 minutes")),
    (30, _("30 minutes")),
    (45, _("45 minutes")),
    (60, _("1 hour")),
    (90, _("1½ hours")),
    (120, _("2 hours")),
    (180, _("3 hours")),
    (240, _("4 hours")),
    (480, _("8 hours")),
]


class MeetingForm(forms.Form):
    """A meeting: without a date it is open at any time. Times are the wall clock of `time_zone`."""

    title = LineField(label=_("Title"), max_length=150)
    date = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave empty for a meeting that is open at any time."),
    )
    time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.TypedChoiceField(label=_("Duration"), choices=MINUTES, coerce=int, initial=60)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)
    entry = forms.ChoiceField(
        label=_("Who enters without waiting"), choices=Entry.choices, initial=Entry.ORGANIZATION
    )
    passcode = LineField(
        label=_("Passcode"),
        required=False,
        max_length=40,
        help_text=_("Optional. Asked of everybody but you."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_date(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["date"]
        if day and day.year not in YEARS:
            raise forms.ValidationError(_("Choose a day between the years 2000 and 2199."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("date") and not data.get("time") and "time" not in self.errors:
            self.add_error("time", _("Say at what time."))
        if data.get("time") and not data.get("date") and "date" not in self.errors:
            self.add_error("date", _("Say on which day."))
        return data

    def plan(self) -> Plan:
        """What the form says; a time that the clocks skip in spring is moved on by the hour."""
        data = self.cleaned_data
        starts_at = None
        if data["date"]:
            starts_at = datetime.combine(data["date"], data["time"], ZoneInfo(data["time_zone"]))
        return Plan(
            title=data["title"],
            starts_at=starts_at,
            minutes=data["minutes"],
            time_zone=data["time_zone"],
            passcode=data["passcode"],
            entry=Entry(data["entry"]),
        )


def filled_in(meeting: Meeting) -> dict[str, Any]:
    """The form's values for a meeting that exists."""
    values: dict[str, Any] = {
        "title": meeting.title,
        "minutes": meeting.minutes,
        "time_zone": meeting.time_zone,
        "entry": meeting.entry,
        "passcode": meeting.passcode,
    }
    if meeting.starts_at is not None:
        local = meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone))
        values |= {"date": local.date(), "time": local.time()}
    return values
