"""Words for what the operator's record tells of accounts."""

from django.utils.translation import gettext_lazy as _

KINDS = {"account": _("Accounts")}

ACTIONS = {
    "account.opened": _("%(actor)s opened an account."),
    "account.operator_appointed": _("%(object)s runs the installation from then on."),
    "account.operator_dismissed": _("%(object)s runs the installation no more."),
}
