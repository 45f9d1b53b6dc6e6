"""Words for what an organization's record tells of transcripts."""

from django.utils.translation import gettext_lazy as _

KINDS = {"transcript": _("Transcripts")}

ACTIONS = {
    "transcript.asked": _("%(actor)s had a recording's transcript written again."),
    "transcript.removed": _("%(actor)s deleted a recording's transcript."),
    "transcript.corrected": _("%(actor)s corrected a line of a recording's transcript."),
}
