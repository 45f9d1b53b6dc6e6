"""Forms of a person's rights."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    """The address whose owner is told what is known about them."""

    email = forms.EmailField(
        label=_("Your address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )
