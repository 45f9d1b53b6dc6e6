"""Forms of an organization."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from troth.accounts import forms as accounts_forms
from troth.accounts.models import Person
from troth.accounts.zones import is_zone
from troth.lib.text import LineField, NameField
from troth.organizations.actions import start_organization
from troth.organizations.models import Membership, Organization, Role


class SignupForm(accounts_forms.SignupForm):
    """Sign-up is for a business (WHO-2): it opens an account and the organization it stands for."""

    organization = NameField(
        label=_("Organization"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization", "autofocus": True}),
        help_text=_("The company or body you work for."),
    )
    field_order = ("organization", "name", "email", "password1")

    @transaction.atomic
    def save(self, request: HttpRequest) -> Person:
        person: Person = super().save(request)
        start_organization(person, self.cleaned_data["organization"])
        return person


class LookForm(forms.Form):
    """Why somebody of the operator looks at a customer's data."""

    reason = LineField(
        label=_("Why do you need to look?"),
        min_length=10,
        max_length=500,
        help_text=_("The customer's administrators read this, with your name. Name nobody else in it."),
    )


class OrganizationForm(forms.ModelForm[Organization]):
    """The organization's name."""

    class Meta:
        model = Organization
        fields = ("name",)
        field_classes = {"name": NameField}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "organization"})}


class InviteForm(forms.Form):
    """A colleague's address, and the role they get: at most the inviter's own."""

    email = forms.EmailField(
        label=_("Work email"), widget=forms.EmailInput(attrs={"autocomplete": "off", "autofocus": True})
    )
    role = forms.ChoiceField(label=_("Role"), initial=Role.MEMBER)

    def __init__(self, own: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=roles_to_give(own), initial=Role.MEMBER
        )
        self.fields["role"].help_text = _(
            "Members join meetings. Hosts hold them. Administrators also manage people. Owners may do everything."
        )


class RoleForm(forms.Form):
    """The role of a colleague."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, own: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=roles_to_give(own))


class NewPersonForm(forms.Form):
    """What an invited person adds to the address that the link came to."""

    name = NameField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=accounts_forms.PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": True})
    )

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        self.email = email
        super().__init__(*args, **kwargs)

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        return zone if is_zone(zone) else "UTC"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            try:
                validate_password(password, Person(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


def roles_to_give(own: Membership) -> list[tuple[str, Any]]:
    """The roles that the person may give, as choices, the least first."""
    return [(role.value, role.label) for role in reversed(Role) if Role(own.role).may_give(role)]
