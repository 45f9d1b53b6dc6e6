"""Words for what an organization's record tells of its recordings."""

from django.utils.translation import gettext_lazy as _

KINDS = {"recording": _("Recordings")}

ACTIONS = {
    "recording.started": _("%(actor)s began to record a meeting."),
    "recording.stopped": _("%(actor)s stopped a recording."),
    "recording.ended": _("A recording ended: %(why)s."),
    "recording.shared": _("%(actor)s changed who can see a recording: %(shared)s."),
    "recording.link_made": _("%(actor)s made a link to a recording, good until %(until)s."),
    "recording.link_ended": _("%(actor)s ended the link to a recording."),
    "recording.cut_asked": _("%(actor)s had something cut out of a recording."),
    "recording.cut": _("%(seconds)s seconds were cut out of a recording."),
    "recording.cut_failed": _("Nothing could be cut out of a recording: %(why)s."),
    "recording.picture_asked": _("Somebody in a recording was erased: their picture is to be decided about."),
    "recording.picture_kept": _("%(actor)s kept the picture of somebody who was erased: %(ground)s."),
    "recording.picture_cut": _("The picture of somebody who was erased was cut out of a recording."),
    "recording.picture_deleted": _("The picture of somebody who was erased was deleted with its recording."),
    "recording.picture_returned": _(
        "Somebody who was erased came back: nothing is decided about their picture."
    ),
    "recording.trashed": _("%(actor)s put a recording into the trash."),
    "recording.put_back": _("%(actor)s took a recording out of the trash."),
    "recording.deleted": _("%(actor)s deleted a recording."),
    "recording.expired": _("A recording in the trash was deleted."),
    "recording.terms_changed": _("%(actor)s changed how meetings are recorded."),
}
