"""Words for what an organization's record tells of it and its people."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "organization": _("Organization"),
    "invitation": _("Invitations"),
    "member": _("People"),
    "contact": _("Contacts"),
    "look": _("Looks of the operator"),
}

ACTIONS = {
    "organization.started": _("%(actor)s started the organization."),
    "organization.renamed": _("%(actor)s renamed the organization."),
    "invitation.sent": _("%(actor)s invited somebody to the role %(role)s."),
    "invitation.sent_again": _("%(actor)s sent an invitation to the role %(role)s again."),
    "invitation.withdrawn": _("%(actor)s withdrew an invitation to the role %(role)s."),
    "member.joined": _("%(actor)s joined with the role %(role)s."),
    "member.role_changed": _("%(actor)s gave %(object)s the role %(role)s; it was %(before)s."),
    "member.removed": _("%(actor)s took %(object)s out of the organization."),
    "look.opened": _("Somebody who works for the operator said why they look at the organization's data."),
    "member.came_back": _("%(actor)s came back from an erasure, with the role %(role)s."),
    "member.left": _("%(actor)s left the organization."),
    "contact.added": _("%(actor)s added a contact."),
    "contact.changed": _("%(actor)s changed a contact."),
    "contact.deleted": _("%(actor)s deleted a contact."),
    "contact.imported": _("A file of contacts was carried out: %(rows)s lines."),
}
