"""Forms of requests: the one that asks, and the officer's."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from troth.accounts.zones import is_zone
from troth.lib.days import LastDayField
from troth.lib.text import LineField, WordsField
from troth.privacy import Purpose
from troth.privacy.questions import may_object
from troth.rights.asker import Asker
from troth.rights.models import Channel, Ground, Kind, Law
from troth.rights.models.request import WORDS_LENGTH
from troth.rights.requests.taking import Asked

KINDS = [
    (Kind.ACCESS, _("What do you know about me?")),
    (Kind.CORRECTION, _("Something about me is wrong")),
    (Kind.ERASURE, _("Delete what you know about me")),
    (Kind.RESTRICTION, _("Stop using it, but do not delete it")),
    (Kind.PORTABILITY, _("Give me my data to take elsewhere")),
    (Kind.OBJECTION, _("I object to what you use it for")),
    (Kind.OPT_OUT, _("Do not sell or share it")),
    (Kind.QUESTION, _("A question or a complaint")),
]
PLACES = [
    (Law.GDPR, Law.GDPR.label),
    (Law.UK, Law.UK.label),
    (Law.SWISS, Law.SWISS.label),
    (Law.CCPA, Law.CCPA.label),
    (Law.OTHER, Law.OTHER.label),
]
YEAR = timedelta(days=366)


def _words(rows: int, **kwargs: Any) -> WordsField:
    return WordsField(max_length=WORDS_LENGTH, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class AskForm(forms.Form):
    """What somebody asks about their data; who is not known yet says at which address."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=KINDS, widget=forms.RadioSelect)
    law = forms.ChoiceField(
        label=_("Where do you live?"),
        choices=[("", _("Choose")), *PLACES],
        help_text=_("It decides which law applies, and how long we may take."),
    )
    words = _words(
        5,
        label=_("In your words"),
        help_text=_("Write no passwords and no numbers of documents: we don't need them."),
    )
    email = forms.EmailField(
        label=_("Your address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The one we know you by. A mail goes there, with a link that shows it is yours."),
    )
    agent = LineField(
        label=_("If you ask for somebody else: who you are, and by what right"),
        required=False,
        max_length=300,
        help_text=_("The address above is then theirs: they are asked whether they want it."),
    )
    zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": True})
    )

    def __init__(self, asker: Asker | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asker is not None:
            del self.fields["email"], self.fields["agent"]

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"]
        return zone if is_zone(zone) else ""

    def asked(self) -> Asked:
        """What a valid form asks."""
        values = self.cleaned_data
        return Asked(
            kind=Kind(values["kind"]),
            law=Law(values["law"]),
            words=values["words"],
            channel=Channel.FORM,
            address=values.get("email", ""),
            agent=values.get("agent", ""),
            zone=values["zone"],
        )


class EnterForm(forms.Form):
    """A request that came by telephone or letter."""

    channel = forms.ChoiceField(
        label=_("It came by"),
        choices=[(one, one.label) for one in (Channel.TELEPHONE, Channel.LETTER, Channel.MAIL)],
    )
    received_on = forms.DateField(
        label=_("On"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day it reached you. The clock runs from it."),
    )
    kind = forms.ChoiceField(label=_("What is asked for"), choices=Kind.choices)
    law = forms.ChoiceField(label=_("Where they live"), choices=PLACES)
    words = _words(4, label=_("What was said or written"))
    email = forms.EmailField(label=_("Their mail address"), max_length=254, required=False)
    contact = LineField(
        label=_("How else to reach them"),
        required=False,
        max_length=300,
        help_text=_("A name with a postal address or a telephone number."),
    )
    agent = LineField(label=_("Who asks for them, if it is somebody else"), required=False, max_length=300)

    def clean_received_on(self) -> date:
        day: date = self.cleaned_data["received_on"]
        today = timezone.localdate()
        if day > today:
            raise forms.ValidationError(_("This day is yet to come."))
        if day < today - YEAR:
            raise forms.ValidationError(_("This day is more than a year ago."))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not (values.get("email") or values.get("contact")):
            self.add_error("email", _("Write how to reach them: a mail address, or something else."))
        return values

    def asked(self) -> Asked:
        """What a valid form notes."""
        values = self.cleaned_data
        return Asked(
            kind=Kind(values["kind"]),
            law=Law(values["law"]),
            words=values["words"],
            channel=Channel(values["channel"]),
            address=values["email"],
            contact=values["contact"],
            agent=values["agent"],
        )


class TextForm(forms.Form):
    """Something that is written to somebody."""

    text = _words(5, label=_("Message"))


class ReasonForm(forms.Form):
    """Why an answer takes longer."""

    text = _words(
        3,
        label=_("Reason"),
        help_text=_("How complex it is, how many requests there are. It is mailed as it stands."),
    )


class AnswerForm(forms.Form):
    """The answer that closes a request."""

    text = _words(6, label=_("Answer"), help_text=_("What you did. It is mailed as it stands."))
    partly = forms.BooleanField(label=_("It is done only in part; the answer says why"), required=False)


class RefusalForm(forms.Form):
    """Why something is not done."""

    ground = forms.ChoiceField(label=_("Because"), choices=Ground.choices, widget=forms.RadioSelect)
    text = _words(
        4,
        label=_("In your words"),
        help_text=_("It is mailed as it stands. Where one may complain is added."),
    )


class SortForm(forms.Form):
    """What is asked for, and which law applies."""

    kind = forms.ChoiceField(label=_("What is asked for"), choices=Kind.choices)
    law = forms.ChoiceField(label=_("Where they live"), choices=PLACES)


class ObjectionForm(forms.Form):
    """The uses that an objection ends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"] = forms.MultipleChoiceField(
            label=_("What their data is used for no more"),
            choices=[(one.value, one.label) for one in Purpose if may_object(one)],
            initial=[Purpose.PROMOTE.value],
            widget=forms.CheckboxSelectMultiple,
        )


class RequestHoldForm(forms.Form):
    """A hold on all that is somebody's."""

    authority = LineField(
        label=_("Who demands it"),
        max_length=200,
        help_text=_("A court, an authority, the person themselves."),
    )
    reason = _words(3, label=_("Why"), help_text=_("Write no more about people than has to be there."))
    until = LastDayField(
        label=_("Until"),
        help_text=_("The hold ends with this day. Empty: until somebody releases it."),
    )
