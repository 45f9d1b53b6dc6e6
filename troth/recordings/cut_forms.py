"""The form of the cut tool: rows from when until when, some of them empty."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from troth.recordings.moments import read_moment, write_moment
from troth.recordings.spans import Span

ROWS = 5
"""Rows to write in; whoever has more to cut does it in two goes."""
MOST = 500


class MomentField(forms.CharField):
    """A moment of a film, in milliseconds."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"placeholder": "0:00.0", "autocomplete": "off", "class": "input cut-time"}
        super().__init__(max_length=16, widget=forms.TextInput(attributes), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return write_moment(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        found = read_moment(super().clean(value))
        if found is None:
            raise ValidationError(_now("Write minutes and seconds, as 4:09.5."))
        return found


class SpanForm(forms.Form):
    """From when until when. One that is left empty says nothing."""

    since = MomentField(label=_("From"))
    until = MomentField(label=_("Until"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "since" in said and "until" in said and said["since"] >= said["until"]:
            self.add_error("until", _now("This is not after the beginning."))
        return said


class CutForm(forms.BaseFormSet[SpanForm]):
    """All that is to be cut at once."""

    refusal = ""

    @property
    def spans(self) -> list[Span]:
        """What was written, in its order. Only when it is valid."""
        return [(one["since"], one["until"]) for one in self.cleaned_data if one]


_Form: Any = forms.formset_factory(SpanForm, formset=CutForm, extra=0, max_num=MOST, absolute_max=MOST)


def cut_form(data: Any = None, *, spans: Sequence[Span] = ()) -> CutForm:
    """The form as it was sent, or with these spans in it and some rows to write in."""
    initial = [{"since": since, "until": until} for since, until in spans]
    form: CutForm = _Form(data, initial=None if data else initial, prefix="cut")
    form.extra = max(1, ROWS - len(spans))
    return form
