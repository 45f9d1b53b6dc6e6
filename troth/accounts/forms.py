"""Forms of an account: allauth's in our words, and the profile."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from troth.accounts.models import Person
from troth.accounts.pictures import read_portrait
from troth.accounts.zones import is_zone, zone_choices
from troth.lib.text import LineField, NameField
from troth.privacy.audit import record

PASSWORD_HELP = _("At least 10 characters. Not only digits, and nothing that is easy to guess.")


class InOurWords:
    """For allauth's forms: labels instead of placeholders, one sentence about passwords, typed once."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if field.widget.attrs.get("autocomplete") == "new-password":
                field.help_text = PASSWORD_HELP
            if name in {"email", "login"}:
                field.label = _("Work email")
            if name == "oldpassword":
                field.label = _("Current password")
            if name == "password1" and "oldpassword" in self.fields:
                field.label = _("New password")


class LoginForm(InOurWords, allauth_forms.LoginForm):  # type: ignore[misc]  # allauth is untyped
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocomplete": "username"}


class SignupForm(InOurWords, allauth_forms.SignupForm):  # type: ignore[misc]
    """A new account: name, address, password. The browser fills in its time zone."""

    name = NameField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": True})
    )
    field_order: tuple[str, ...] = ("name", "email", "password1")

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"]
        return zone if is_zone(zone) else "UTC"

    def signup(self, request: HttpRequest, person: Person) -> None:
        person.name = self.cleaned_data["name"]
        person.time_zone = self.cleaned_data["time_zone"]
        person.save(update_fields=["name", "time_zone"])
        record("account.opened", scope="", actor=person)

    def try_save(self, request: HttpRequest) -> Any:
        if self.account_already_exists:
            # A password is hashed for who is new, which takes long: the time would tell who has an account.
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmailForm(InOurWords, allauth_forms.AddEmailForm):  # type: ignore[misc]
    """Another address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New work email")


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    """The password before, and the new one."""


class SetPasswordForm(InOurWords, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    """A first password."""


class ResetPasswordForm(InOurWords, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    """The address that a link is sent to."""


class ResetPasswordKeyForm(InOurWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, from the link."""


class ReauthenticateForm(InOurWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class ProfileForm(forms.ModelForm[Person]):
    """What a person says about themselves."""

    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("Times of meetings are shown to you in this zone."),
    )

    class Meta:
        model = Person
        fields = ("name", "job_title", "department", "phone", "time_zone", "language")
        field_classes = {
            "name": NameField,
            "job_title": LineField,
            "department": LineField,
            "phone": LineField,
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "job_title": forms.TextInput(attrs={"autocomplete": "organization-title"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=settings.LANGUAGES, initial=self.instance.language
        )


class PictureForm(forms.Form):
    """A picture of the person; `portrait` is what to store."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_("A JPEG, PNG or WebP file of at most 5 MB. Where and when it was taken is removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "picture" in cleaned:
            try:
                cleaned["portrait"] = read_portrait(cleaned["picture"])
            except forms.ValidationError as error:
                self.add_error("picture", error)
        return cleaned
