"""Words for what the operator's record tells of mailings."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "mailing": _("Mailings"),
}

ACTIONS = {
    "mailing.begun": _("%(actor)s had a mailing about %(topic)s sent to %(people)s people (%(audience)s)."),
    "mailing.stopped": _("%(actor)s stopped a mailing after %(sent)s letters; %(cut)s were not sent."),
}
