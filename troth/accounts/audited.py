"""Words for what the operator's record tells of accounts."""

from django.utils.translation import gettext_lazy as _

KINDS = {"account": _("Accounts")}

ACTIONS = {
    "account.opened": _("%(actor)s opened an account."),
    "account.operator_appointed": _("The installation is run by %(object)s too from then on."),
    "account.operator_dismissed": _("The installation is not run by %(object)s any more."),
}
