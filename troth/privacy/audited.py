"""Words for what a record tells of the engine's work."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "hold": _("Legal holds"),
    "erasure": _("Erasures"),
    "retention": _("Periods"),
    "export": _("Copies of data"),
    "consent": _("Consent"),
    "objection": _("Objections"),
}

ACTIONS = {
    "hold.placed": _("%(actor)s placed a legal hold."),
    "hold.released": _("%(actor)s released a legal hold."),
    "retention.changed": _("%(actor)s keeps meetings for %(days)s days now; it was %(before)s."),
    "hold.refused": _("%(actor)s wanted to delete something that a legal hold keeps."),
    "export.asked": _("Somebody asked for a copy of their data."),
    "export.fetched": _("A copy of somebody's data was fetched."),
    "consent.given": _("%(actor)s agreed to version %(version)s of a question (%(purpose)s, %(how)s)."),
    "consent.withdrawn": _("%(actor)s withdrew a consent (%(purpose)s, %(how)s)."),
    "objection.made": _("%(actor)s objected to a use (%(purpose)s, %(how)s)."),
    "objection.ended": _("%(actor)s ended an objection (%(purpose)s, %(how)s)."),
    "erasure.begun": _("Somebody was erased: %(rows)s rows went, %(held)s are held."),
    "erasure.undone": _("Somebody who was erased came back."),
    "erasure.final": _("An erasure became final."),
    "erasure.resumed": _("An erasure went on after a hold: %(rows)s rows went, %(held)s are held."),
}
