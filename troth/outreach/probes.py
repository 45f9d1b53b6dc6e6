"""Whether mail leaves, and does not stay."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.lib.clock import now
from troth.outreach.handing_over import ATTEMPTS
from troth.outreach.models import Letter
from troth.outreach.tasks import KEPT
from troth.privacy.looking import look_for
from troth.privacy.promises import Look, Probe


def mail_leaves() -> Look:
    letters = Letter.objects.all()
    return look_for(
        letters.count(),
        letters.filter(attempts__gte=ATTEMPTS).count(),
        _("%(count)s letters could not be delivered and were given up."),
    )


def outbox_forgotten() -> Look:
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    files = list(Path(folder).glob("*.log")) if folder else []
    limit = (now() - KEPT - timedelta(days=1)).timestamp()
    old = [path for path in files if path.stat().st_mtime < limit]
    return look_for(
        len(files), len(old), _("%(count)s files of sent mail are older than the week they may stay.")
    )


PROBES = (
    Probe(("USE-6",), "outreach.delivered", mail_leaves, gettext_lazy("Mail on its way")),
    Probe(("RET-5",), "outreach.outbox", outbox_forgotten, gettext_lazy("Mail that was sent")),
)
