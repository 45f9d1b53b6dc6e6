"""Forms about recipients outside."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.lib.countries import countries
from troth.lib.text import LineField
from troth.privacy.declaring import LONGEST
from troth.privacy.facts import WrongFact, categories_here, facts_of
from troth.privacy.models import Function, OutsideRecipient
from troth.privacy.recipients import doors
from troth.privacy.transfers import AGREED
from troth.privacy.vocabulary import Purpose

YEAR = timedelta(days=365)


class RecipientForm(forms.Form):
    """Who gets data, what, for what, and what covers the way there. A known one keeps its key."""

    name = LineField(label=_("Name"), max_length=120, help_text=_("As people read it: “Example Mail GmbH”."))
    key = forms.SlugField(
        label=_("Key"),
        max_length=40,
        help_text=_("A short name for the record and for programs: “example-mail”. It can't be changed."),
    )
    function = forms.ChoiceField(label=_("What it does"), choices=Function.choices)
    country = forms.ChoiceField(label=_("Where it is"))
    door = forms.ChoiceField(
        label=_("Door"),
        required=False,
        help_text=_("Where the program gives data away by itself. Only doors that lead outside are here."),
    )
    categories = forms.MultipleChoiceField(
        label=_("What it is given"), required=False, widget=forms.CheckboxSelectMultiple
    )
    purposes = forms.MultipleChoiceField(
        label=_("For what"), required=False, widget=forms.CheckboxSelectMultiple, choices=Purpose.choices
    )
    mechanisms = forms.MultipleChoiceField(
        label=_("What covers the transfer"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, one.label) for one in AGREED],
        help_text=_("What you have agreed. Adequacy of the country is known here and need not be ticked."),
    )
    address = forms.EmailField(
        label=_("Where it is told of erasures"),
        required=False,
        help_text=_("An address for data protection. Without one you tell it yourself."),
    )

    def __init__(self, found: OutsideRecipient | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._found = found
        outside = [door for door in doors() if door.host]
        self.fields["country"].choices = [("", ""), *countries().items()]  # type: ignore[attr-defined]
        self.fields["categories"].choices = categories_here()  # type: ignore[attr-defined]
        self.fields["door"].choices = [  # type: ignore[attr-defined]
            ("", _("None: people hand it over")),
            *((door.key, f"{door.about} ({door.host})") for door in outside),
        ]
        if found is not None:
            del self.fields["key"]
        if not outside:
            del self.fields["door"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            try:
                self.facts = facts_of(
                    self.chosen_key,
                    door=values.get("door", ""),
                    **{name: values[name] for name in ("name", "function", "country", "categories")},
                    **{name: values[name] for name in ("purposes", "mechanisms", "address")},
                )
            except WrongFact as wrong:
                self.add_error(wrong.name if wrong.name in self.fields else None, str(wrong))
        return values

    @property
    def chosen_key(self) -> str:
        """The recipient's key, chosen here or before."""
        return self._found.key if self._found else str(self.cleaned_data["key"])


class VettingForm(forms.Form):
    """That a recipient was looked into, and how long that holds."""

    findings = forms.CharField(
        label=_("What you looked into"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Contract, security, sub-processors, place of storage; and where the papers are."),
    )
    until = forms.DateField(
        label=_("Holds until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Then it is looked into again, or it is given nothing more. Three years at most."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = now().date() + YEAR

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = now().date()
        if until < today:
            raise forms.ValidationError(_t("This day is over."))
        if until > today + LONGEST:
            raise forms.ValidationError(_t("This is more than three years away."))
        return until
