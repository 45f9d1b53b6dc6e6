"""Forms of contacts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from troth.lib.text import LineField
from troth.organizations.contacts.provenance import NAMED_LENGTH, Provenance, choices, today
from troth.organizations.contacts.reading import MOST_BYTES, cleaned
from troth.organizations.models import Contact, Kind
from troth.privacy import Source


class SourceForm(forms.Form):
    """Where something came from, since when, and from whom exactly."""

    source = forms.ChoiceField(label=_("Came from"))
    named = LineField(
        label=_("Who exactly"),
        required=False,
        max_length=NAMED_LENGTH,
        help_text=_("A company, list or website, such as “Acme Data, list of May”."),
    )
    at = forms.DateField(
        label=_("Dates from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"] = forms.ChoiceField(label=_("Came from"), choices=choices())
        self.fields["at"].initial = today

    def clean_at(self) -> Any:
        if self.cleaned_data["at"] > today():
            raise ValidationError(_t("This day is yet to come."))
        return self.cleaned_data["at"]

    @property
    def provenance(self) -> Provenance:
        """What a valid form says."""
        cleaned = self.cleaned_data
        return Provenance(Source(cleaned["source"]), cleaned["at"], cleaned["named"])


class ContactForm(SourceForm, forms.ModelForm[Contact]):
    """A contact as the operator types it in. Its kind is chosen once: kinds are never confused (WHO-1)."""

    field_order = ("kind", *Contact.VALUES, "organization", "source", "named", "at")

    class Meta:
        model = Contact
        fields = ("kind", *Contact.VALUES, "organization")
        widgets = {
            "address": forms.Textarea(attrs={"rows": 3}),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"organization": _("Whose contact they are, where the company is a customer here.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = _("Of what you add or change here.")
        if not self.instance._state.adding:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values |= {name: cleaned(name, values[name]) for name in Contact.VALUES if name in values}
        kind = values.get("kind", self.instance.kind)
        if values.get("organization") and kind != Kind.CUSTOMER:
            self.add_error(
                "organization", _t("Only a contact at a customer belongs to an organization here.")
            )
        return values


class ImportForm(SourceForm):
    """A CSV file, and what holds for rows that say nothing else."""

    file = forms.FileField(
        label=_("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        help_text=_("At most 5 MB and 20,000 rows."),
        allow_empty_file=True,
    )
    kind = forms.ChoiceField(
        label=_("Kind of contact"),
        required=False,
        choices=[("", _("The file says")), *Kind.choices],
    )
    field_order = ("file", "kind", "source", "named", "at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].help_text = _("For rows and values whose source the file does not say.")

    def clean_file(self) -> bytes:
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if upload.size is None or upload.size > MOST_BYTES:
            raise ValidationError(_t("The file is larger than 5 MB. Split it."))
        return bytes(upload.read())
