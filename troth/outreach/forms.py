"""What people fill in about mail."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.lib.text import LineField
from troth.outreach.audiences import audience, audiences
from troth.outreach.kinds import REFUSABLE, MessageKind, Topic, topics_of
from troth.outreach.models import Mailing


class ChoicesForm(forms.Form):
    """What somebody takes: a box for each kind, one for each topic in it, and the version of what they agree to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in REFUSABLE:
            topics = [(topic.value, topic.label) for topic in topics_of(kind)]
            self.fields[kind.value] = forms.BooleanField(required=False)
            self.fields[f"{kind.value}_topics"] = forms.MultipleChoiceField(choices=topics, required=False)
            self.fields[f"{kind.value}_version"] = forms.IntegerField(
                required=False, min_value=0, max_value=10**6
            )

    def topics(self, kind: MessageKind) -> list[Topic]:
        """The topics of a kind that are taken; none where the kind is not."""
        is_taken = self.cleaned_data[kind.value]
        return [Topic(one) for one in self.cleaned_data[f"{kind.value}_topics"]] if is_taken else []

    def version(self, kind: MessageKind) -> int:
        """What was shown of what they agree to; no version that there is, where the form says none."""
        return self.cleaned_data[f"{kind.value}_version"] or -1


class MailingForm(forms.ModelForm[Mailing]):
    """A mailing as it is written."""

    audience = forms.ChoiceField(label=gettext_lazy("To"))
    topic = forms.ChoiceField(
        label=gettext_lazy("About"),
        choices=[
            (kind.label, [(topic.value, topic.label) for topic in topics_of(kind)]) for kind in REFUSABLE
        ],
    )
    subject = LineField(label=gettext_lazy("Subject"), max_length=150)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=gettext_lazy(
            "Plain text. An empty line begins a paragraph; a link alone in one becomes a button. "
            "The way to unsubscribe is added below."
        ),
    )

    class Meta:
        model = Mailing
        fields = ("audience", "topic", "subject", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 — declared above
        field.choices = [(one.key, one.label) for one in audiences()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "audience" in cleaned and "topic" in cleaned:
            asked, topic = audience(cleaned["audience"]), Topic(cleaned["topic"])
            if topic.kind not in asked.kinds:
                raise ValidationError(
                    _("“%(topic)s” is not for %(audience)s."),
                    params={"topic": topic.label, "audience": asked.label},
                )
        return cleaned
