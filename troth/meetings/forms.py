"""The form a host fills in for a meeting."""

import datetime as dt
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from troth.accounts.zones import zone_choices
from troth.lib.text import LineField
from troth.meetings.actions.inviting import AT_ONCE
from troth.meetings.actions.planning import Plan
from troth.meetings.models import Entry, Meeting
from troth.meetings.schemas import YEARS
from troth.privacy.addresses import as_kept

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

    enter_muted = forms.BooleanField(
        label=_("People enter muted"), required=False, help_text=_("They can unmute themselves once inside.")
    )
    sounds = forms.BooleanField(
        label=_("A sound when somebody comes or goes"),
        required=False,
        initial=True,
        help_text=_("In meetings of up to eight people."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        meeting: Meeting | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=_filled_in(meeting) if meeting else initial)
        if meeting is not None and meeting.is_personal:
            for name in ("date", "time", "minutes", "time_zone"):
                self.fields.pop(name)
        if meeting is not None and meeting.invitees.exists():
            self.fields["tell"] = forms.BooleanField(
                label=_("Tell the people invited when the meeting is now"), required=False
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
        if data.get("date"):
            starts_at = datetime.combine(data["date"], data["time"], ZoneInfo(data["time_zone"]))
        return Plan(
            title=data["title"],
            starts_at=starts_at,
            minutes=data.get("minutes", 60),
            time_zone=data.get("time_zone", "UTC"),
            passcode=data["passcode"],
            entry=Entry(data["entry"]),
            enter_muted=data["enter_muted"],
            sounds=data["sounds"],
        )

    @property
    def tells(self) -> bool:
        """Whether the people invited shall hear of the change."""
        return bool(self.cleaned_data.get("tell"))


class InvitationForm(forms.Form):
    """Addresses of the people to invite, one a line or divided by commas."""

    addresses = forms.CharField(
        label=_("Email addresses"),
        max_length=AT_ONCE * 260,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True, "autocomplete": "off"}),
        help_text=_("Several are divided by commas, spaces or new lines."),
    )

    def clean_addresses(self) -> list[str]:
        """The addresses in lower case, each once."""
        found = [part.strip("<>") for part in re.split(r"[\s,;]+", self.cleaned_data["addresses"]) if part]
        addresses = list(dict.fromkeys(map(as_kept, found)))
        if len(addresses) > AT_ONCE:
            raise forms.ValidationError(_("These are more than %(most)s addresses.") % {"most": AT_ONCE})
        for address in addresses:
            try:
                validate_email(address)
            except forms.ValidationError:
                raise forms.ValidationError(
                    _("“%(address)s” is not an email address.") % {"address": address[:80]}
                ) from None
        return addresses


def _filled_in(meeting: Meeting) -> dict[str, Any]:
    values: dict[str, Any] = {
        "title": meeting.title,
        "minutes": meeting.minutes,
        "time_zone": meeting.time_zone,
        "entry": meeting.entry,
        "passcode": meeting.passcode,
        "enter_muted": meeting.enter_muted,
        "sounds": meeting.sounds,
        "tell": True,
    }
    if meeting.starts_at is not None:
        local = meeting.starts_at.astimezone(ZoneInfo(meeting.time_zone))
        values |= {"date": local.date(), "time": local.time()}
    return values
