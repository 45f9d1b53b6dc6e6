"""Words for what a record tells of the engine's work."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "hold": _("Legal holds"),
    "erasure": _("Erasures"),
    "retention": _("Periods"),
    "export": _("Copies of data"),
    "consent": _("Consent"),
    "objection": _("Objections"),
    "recipient": _("Recipients"),
    "case": _("Law and sales"),
}

ACTIONS = {
    "hold.placed": _("%(actor)s placed a legal hold."),
    "hold.released": _("%(actor)s released a legal hold."),
    "retention.changed": _("%(actor)s had meetings kept for %(days)s days; it was %(before)s."),
    "retention.connections_changed": _(
        "%(actor)s had it kept for %(days)s days how people were connected; it was %(before)s."
    ),
    "retention.recordings_changed": _("%(actor)s had recordings kept for %(days)s days; it was %(before)s."),
    "hold.carried_over": _("A legal hold was kept while a backup was restored."),
    "hold.refused": _("%(actor)s wanted to delete something that a legal hold keeps."),
    "export.asked": _("Somebody asked for a copy of their data."),
    "export.fetched": _("A copy of somebody's data was fetched."),
    "consent.given": _("%(actor)s agreed to version %(version)s of a question (%(purpose)s, %(how)s)."),
    "consent.withdrawn": _("%(actor)s withdrew a consent (%(purpose)s, %(how)s)."),
    "objection.made": _("%(actor)s objected to a use (%(purpose)s, %(how)s)."),
    "objection.ended": _("%(actor)s ended an objection (%(purpose)s, %(how)s)."),
    "recipient.declared": _("%(actor)s declared a recipient in %(country)s (%(function)s)."),
    "recipient.changed": _(
        "%(actor)s changed what is declared of a recipient in %(country)s (%(function)s)."
    ),
    "recipient.vetted": _("%(actor)s vetted a recipient; that holds until %(until)s."),
    "recipient.ended": _("%(actor)s ended a recipient."),
    "case.entered": _("%(actor)s entered a case (%(kind)s)."),
    "case.approved": _("%(actor)s approved a case (%(kind)s); that makes %(approvals)s."),
    "case.refused": _("%(actor)s refused a case (%(kind)s)."),
    "case.exported": _("%(rows)s rows were handed over in a case (%(kind)s)."),
    "case.concerned": _("Data of the organization was handed over (%(kind)s)."),
    "case.shown": _("A hand-over in a case (%(kind)s) may be known now."),
    "case.told": _("%(people)s people were written to about a case (%(kind)s)."),
    "erasure.begun": _("Somebody was erased: %(rows)s rows went, %(held)s are held."),
    "erasure.undone": _("Somebody who was erased came back."),
    "erasure.final": _("An erasure became final."),
    "erasure.told": _("A recipient outside was told of an erasure."),
    "erasure.resumed": _("An erasure went on after a hold: %(rows)s rows went, %(held)s are held."),
}
