"""Forms of the public pages."""

import re
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.lib.ids import normal_code

CODE = re.compile(r"[a-z0-9-]{1,40}")


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
            text = urlsplit(text).path.rstrip("/").rsplit("/", 1)[-1]
        code = normal_code(text)
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("A code looks like bcdf-ghjk-mnpq. Look at your invitation again."))
        return code
