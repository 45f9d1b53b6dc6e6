"""Words for what an organization's record tells of its subscription."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "subscription": _("Subscription"),
}

ACTIONS = {
    "subscription.ended": _("The subscription ends at %(at)s; what is kept goes %(days)s days later."),
    "subscription.continued": _("The end of the subscription was taken back."),
    "subscription.cleared": _("What was kept of an organization whose subscription had ended is gone."),
}
