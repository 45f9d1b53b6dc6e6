"""Forms about transcripts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from troth.lib.text import LineField
from troth.transcripts.models import MOST, Line


class LineForm(forms.Form):
    """What somebody said, and who."""

    text = LineField(label=_("What was said"), max_length=MOST)
    speaker = forms.TypedChoiceField(label=_("Who said it"), coerce=UUID)

    def __init__(self, line: Line, speakers: Mapping[UUID, str], data: Any = None) -> None:
        super().__init__(data, initial={"text": line.text, "speaker": line.attendance_id})
        unknown = (
            {}
            if line.attendance_id in speakers
            else {line.attendance_id: _("A name that is not kept any more")}
        )
        speaker: Any = self.fields["speaker"]
        speaker.choices = [*speakers.items(), *unknown.items()]
