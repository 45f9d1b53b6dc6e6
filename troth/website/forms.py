"""Forms of the public pages."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.lib.ids import NO_CODE, normal_code


class JoinForm(forms.Form):
    """A meeting's code, or the whole link somebody pasted."""

    code = forms.CharField(
        label=_("Code or link of the meeting"),
        max_length=300,
        error_messages={"required": _("Enter the code from your invitation.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
                "placeholder": "bcdf-ghjk-mnpq",
            }
        ),
    )

    def clean_code(self) -> str:
        text: str = self.cleaned_data["code"]
        if "/" in text:
            text = re.split("[?#]", text, maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]
        code = normal_code(text)
        if code == NO_CODE:
            raise forms.ValidationError(_("A code looks like bcdf-ghjk-mnpq. Look at your invitation again."))
        return code
