"""Whether the data of organizations whose subscription ended goes in time."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.billing.models import AT_MOST_KEPT, Licence
from troth.lib.clock import now
from troth.privacy.holds import held_among, holds_in_force
from troth.privacy.looking import look_for
from troth.privacy.promises import Look, Probe


def ended_are_gone() -> Look:
    ended = Licence.objects.filter(ends_at__lte=now())
    limit = now() - timedelta(days=AT_MOST_KEPT)
    late = set(ended.filter(ends_at__lte=limit).values_list("pk", flat=True))
    late -= held_among(Licence, late, holds_in_force())
    return look_for(
        ended.count(), len(late), _("The data of %(count)s organizations is here six months after their end.")
    )


PROBES = (Probe(("RET-6",), "billing.ended", ended_are_gone, gettext_lazy("Subscriptions that ended")),)
