"""Forms about cases of law, danger and sale."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Person
from troth.lib.clock import now
from troth.lib.days import LastDayField
from troth.lib.text import LineField
from troth.meetings.models import Meeting
from troth.organizations.models import Organization
from troth.privacy.casework import RECIPIENTS
from troth.privacy.facts import categories_here, words_of
from troth.privacy.models import CaseKind
from troth.privacy.people import people_at
from troth.privacy.recipients import is_within, recipients_in_force
from troth.privacy.scoping import EVERYTHING
from troth.privacy.vocabulary import Purpose

MOST = 200
"""Lines that are read of people and of meetings."""


class CaseForm(forms.Form):
    """Who asks, on which ground, for what about whom, to whom it goes, and until when nobody may know."""

    kind = forms.ChoiceField(label=_("What it is"), choices=CaseKind.choices)
    asked_by = LineField(
        label=_("Who asks"),
        max_length=200,
        help_text=_("The office or company and its file number. Leave the names of people out."),
    )
    authority = LineField(
        label=_("On which ground"),
        max_length=300,
        help_text=_("The law, order or contract: “Order of the district court of 3 May, § 94 StPO”."),
    )
    recipient = forms.ChoiceField(
        label=_("To whom it goes"), help_text=_("A recipient that is declared and vetted.")
    )
    why = LineField(
        label=_("What its people are told"),
        max_length=300,
        help_text=_("Goes on after “because”: “a court ordered it”."),
    )
    people = forms.CharField(
        label=_("People"),
        required=False,
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One address a line."),
    )
    meetings = forms.CharField(
        label=_("Meetings"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The code of a meeting, one a line: with who was there and what was written."),
    )
    organizations = forms.ModelMultipleChoiceField(
        label=_("Organizations"),
        required=False,
        queryset=Organization.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
    )
    everything = forms.BooleanField(label=_("Everything here, of everybody"), required=False)
    categories = forms.MultipleChoiceField(label=_("Which data"), widget=forms.CheckboxSelectMultiple)
    gag_until = LastDayField(
        label=_("Nobody may know until"),
        help_text=_("Only where the law or the order says so. With the end of this day its people see it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = now().date()
        self._recipients = {one.key: one for one in recipients_in_force() if one.is_vetted(today)}
        self.fields["recipient"].choices = [  # type: ignore[attr-defined]
            ("", ""),
            *(
                (key, f"{one.name} ({one.get_function_display()})")
                for key, one in self._recipients.items()
                if any(one.function in functions for functions in RECIPIENTS.values())
            ),
        ]
        self.fields["categories"].choices = categories_here()  # type: ignore[attr-defined]

    def clean_people(self) -> list[list[str]]:
        targets = []
        for address in _lines(self.cleaned_data["people"]):
            rows = people_at(address)
            if not rows:
                raise forms.ValidationError(_t("Nobody is at %(address)s."), params={"address": address})
            targets += [[row._meta.label, str(row.pk)] for row in rows]
        return targets

    def clean_meetings(self) -> list[list[str]]:
        targets = []
        for code in _lines(self.cleaned_data["meetings"]):
            meeting = Meeting.objects.filter(code=code).only("pk").first()
            if meeting is None:
                raise forms.ValidationError(_t("There is no meeting %(code)s."), params={"code": code})
            targets.append([Meeting._meta.label, str(meeting.pk)])
        return targets

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        kind, found = CaseKind(values["kind"]), self._recipients[values["recipient"]]
        is_sale = kind == CaseKind.SALE
        self.targets = [EVERYTHING] if values["everything"] else self._targets(values)
        if not self.targets:
            self.add_error(None, _t("Name people, meetings or organizations."))
        if found.function not in RECIPIENTS[kind]:
            self.add_error("recipient", _t("This recipient is declared for something else."))
        elif Purpose.LEGAL not in found.purposes:
            self.add_error("recipient", _t("It is not declared to be given data to obey the law."))
        others = [words_of(one) for one in values["categories"] if not is_within(one, found.categories)]
        if others:
            self.add_error(
                "categories", _t("This recipient is not declared to be given: %s.") % ", ".join(others)
            )
        if values["everything"] and not is_sale:
            self.add_error("everything", _t("Only a sale is about everybody. Name who this is about."))
        if values["gag_until"] and is_sale:
            self.add_error("gag_until", _t("Of a sale people are told beforehand."))
        return values

    def _targets(self, values: dict[str, Any]) -> list[list[str]]:
        chosen = values["organizations"]
        organizations = [[Organization._meta.label, str(one.pk)] for one in chosen]
        people = Person.objects.filter(membership__organization__in=chosen).values_list("pk", flat=True)
        accounts = [[Person._meta.label, str(key)] for key in people]
        return [*values["people"], *values["meetings"], *organizations, *accounts]

    @property
    def case(self) -> dict[str, Any]:
        """The fields of the case, from a valid form."""
        names = ("kind", "recipient", "asked_by", "authority", "why", "categories", "gag_until")
        return {name: self.cleaned_data[name] for name in names} | {"targets": self.targets}


class RefusalForm(forms.Form):
    """Why a case is refused."""

    why = LineField(
        label=_("Why"), max_length=500, help_text=_("What was answered to who asked. Name nobody in it.")
    )


def _lines(text: str) -> list[str]:
    found = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if len(found) > MOST:
        raise forms.ValidationError(_t("These are more than %(most)d lines."), params={"most": MOST})
    return found
