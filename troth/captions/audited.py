"""Words for what an organization's record tells of captions."""

from django.utils.translation import gettext_lazy as _

KINDS = {"captions": _("Captions")}

ACTIONS = {
    "captions.started": _("%(actor)s turned captions on in a meeting."),
    "captions.stopped": _("%(actor)s turned captions off in a meeting."),
}
