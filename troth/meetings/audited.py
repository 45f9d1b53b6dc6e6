"""Words for what an organization's record tells of its meetings: what changed something for others."""

from django.utils.translation import gettext_lazy as _

KINDS = {"meeting": _("Meetings")}

ACTIONS = {
    "meeting.deleted": _("%(actor)s deleted a meeting and all that belonged to it."),
    "meeting.link_renewed": _("%(actor)s gave a meeting a new link."),
    "meeting.entry_changed": _("%(actor)s changed who enters a meeting without waiting: %(entry)s."),
    "meeting.passcode_set": _("%(actor)s gave a meeting another passcode."),
    "meeting.passcode_removed": _("%(actor)s took the passcode from a meeting."),
    "meeting.invitation_taken_back": _("%(actor)s took an invitation to a meeting back."),
    "meeting.line_deleted": _("%(actor)s deleted what somebody else had written in a meeting."),
    "meeting.locked": _("%(actor)s locked a meeting."),
    "meeting.unlocked": _("%(actor)s unlocked a meeting."),
    "meeting.person_removed": _("%(actor)s put %(object)s out of a meeting."),
    "meeting.ended": _("%(actor)s ended a meeting for all."),
}
