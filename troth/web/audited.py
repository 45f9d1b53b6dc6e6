"""Words for what a record tells of the installation."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "backup": _("Backups"),
}

ACTIONS = {
    "backup.made": _("A backup was made."),
    "backup.restored": _(
        "The backup of %(made_at)s was restored, and %(again)s who were erased since are gone again."
    ),
}
