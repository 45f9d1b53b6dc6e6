"""Forms about an organization's data."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from troth.privacy.vocabulary import RULES

RULE = RULES["meeting_days"]


class PeriodForm(forms.Form):
    """How many days what happened in a meeting can be looked at; `confirmed` repeats them once the loss was shown."""

    days = forms.IntegerField(
        label=_("Days after the end of a meeting"),
        min_value=RULE.least,
        max_value=RULE.most,
        help_text=format_lazy(
            _("From {least} to {most}. Unless you choose, it is {default}."),
            least=RULE.least,
            most=RULE.most,
            default=RULE.default,
        ),
    )
    confirmed = forms.IntegerField(required=False, widget=forms.HiddenInput)
