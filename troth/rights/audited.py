"""Words for what a record tells of requests about data."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "request": _("Requests about data"),
}

ACTIONS = {
    "request.taken": _("A request came in: %(kind)s, by the law %(law)s, as %(channel)s."),
    "request.verified": _("It was shown whose request it is: %(how)s."),
    "request.confirmed": _("%(actor)s confirmed that a request came in."),
    "request.written": _("%(actor)s wrote to somebody about their request."),
    "request.more_asked": _("%(actor)s asked somebody to show that a request is theirs."),
    "request.extended": _("%(actor)s took longer for a request, until %(due)s."),
    "request.sorted": _("%(actor)s sorted a request: %(kind)s, by the law %(law)s."),
    "request.copied": _("%(actor)s had a copy of somebody's data made for them."),
    "request.held": _("%(actor)s placed a hold on what a request is about."),
    "request.uses_ended": _("%(actor)s ended uses that somebody objects to."),
    "request.erasing": _("%(actor)s erased somebody who asked for it."),
    "request.refused": _("%(actor)s refused a request: %(ground)s."),
    "request.answered": _("A request was closed after %(days)s days: %(outcome)s."),
    "request.reminded": _("The operator was reminded of a request that is due."),
    "request.withdrawn": _("Somebody took their request back."),
    "request.not_theirs": _("Somebody said that a request in their name is not theirs."),
}
