"""Whether transcripts are what is promised of them."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.privacy.looking import look_for
from troth.privacy.promises import Look, Probe
from troth.recordings.models import Answer, Choice
from troth.transcripts.models import Line


def only_who_agreed() -> Look:
    """Nobody's words are written down who did not agree to it in these words."""
    yes = Answer.everything.filter(
        recording=OuterRef("recording"), attendance=OuterRef("attendance"), choice=Choice.AGREED
    )
    lines = Line.everything.all()
    return look_for(
        lines.count(),
        lines.filter(~Exists(yes) | Q(recording__may_transcribe=False)).count(),
        _("%(count)s lines of transcripts are of people who did not agree."),
    )


PROBES = (
    Probe(
        ("USE-11", "COL-2"),
        "transcripts.agreed",
        only_who_agreed,
        gettext_lazy("Whose words are written down"),
    ),
)
