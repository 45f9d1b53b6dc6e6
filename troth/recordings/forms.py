"""Forms about recordings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from troth.lib.countries import country_name
from troth.lib.text import LineField, WordsField
from troth.recordings.actions.sharing import MOST_DAYS
from troth.recordings.models import Asking, Ground, Recording, Shared, Terms
from troth.recordings.models.decision import REASON_LENGTH
from troth.recordings.shelf import regions

DAYS = (1, 7, 30, MOST_DAYS)


class SharingForm(forms.ModelForm[Recording]):
    """Who of the organization looks at a recording."""

    class Meta:
        model = Recording
        fields = ["shared", "may_download"]
        labels = {"shared": _("Who can watch"), "may_download": _("They may download it")}
        help_texts = {"shared": _("The host and the administrators always can.")}
        widgets = {"shared": forms.RadioSelect}


class LinkForm(forms.Form):
    """How long a link is good, and what is asked at its door."""

    days = forms.TypedChoiceField(label=_("The link works for"), coerce=int, initial=7)
    passcode = LineField(
        label=_("Passcode"),
        required=False,
        min_length=4,
        max_length=40,
        help_text=_("Whoever has the link is asked for it. Leave it empty and the link is enough."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days: Any = self.fields["days"]
        days.choices = [
            (number, ngettext("%(n)s day", "%(n)s days", number) % {"n": number}) for number in DAYS
        ]


class PasscodeForm(forms.Form):
    """What is asked before a recording is shown to who has its link."""

    passcode = forms.CharField(
        label=_("Passcode"),
        max_length=40,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


class KeepForm(forms.Form):
    """Why the picture of somebody who was erased is kept."""

    ground = forms.ChoiceField(label=_("Reason"), choices=Ground.choices, widget=forms.RadioSelect)
    reason = WordsField(
        label=_("In your words"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TermsForm(forms.ModelForm[Terms]):
    """How an organization records."""

    class Meta:
        model = Terms
        fields = ["region", "asking", "shared", "may_download", "transcribe"]
        labels = {
            "region": _("Where recordings are kept"),
            "asking": _("Who does not agree to be recorded may"),
            "shared": _("Who can watch a new recording"),
            "may_download": _("Who can watch a new recording may download it"),
            "transcribe": _("What is said in a new recording is written down"),
        }
        help_texts = {
            "region": _(
                "New recordings go there, whole and from their first second. Those that exist stay put."
            ),
            "shared": _("The host and administrators always can. A host may change it for each recording."),
            "transcribe": _(
                "As captions and a text that can be searched, with who said it. It is done on this installation, and "
                "people are told when they are asked to be recorded."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [(code, country_name(code)) for code in regions()]
        self.fields["region"] = forms.ChoiceField(
            label=_("Where recordings are kept"),
            choices=[*here, ("", _("Nowhere: meetings are not recorded"))],
            required=False,
            widget=forms.RadioSelect,
            help_text=self.Meta.help_texts["region"],
        )
        for name, words in (("asking", Asking), ("shared", Shared)):
            self.fields[name] = forms.ChoiceField(
                label=self.Meta.labels[name],
                choices=words.choices,
                widget=forms.RadioSelect,
                help_text=self.Meta.help_texts.get(name, ""),
            )
