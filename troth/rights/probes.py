"""Whether the declarations hold to what the service is not for."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.privacy.looking import look_for
from troth.privacy.policy import Facts
from troth.privacy.promises import Look, Probe
from troth.privacy.registry import Registry, registry
from troth.rights.measures import MEASURES
from troth.rights.policy import facts
from troth.rights.requests.queries import Shelf, queue


def _held(fact: Callable[[Registry], Facts | None], sentence: str) -> Look:
    found = registry()
    return Look(len(found.tables), "" if fact(found) is not None else sentence)


def no_high_risk() -> Look:
    return _held(facts.nothing_of_high_risk, _("A declaration names data that the service must not keep."))


def in_one_place() -> Look:
    sentence = _("A declaration keeps something but recordings elsewhere than where this installation runs.")
    return _held(facts.in_known_places, sentence)


def measures_stand() -> Look:
    """The measures that every installation has, whatever its settings."""
    found = registry()
    always = [one for one in MEASURES if one.always]
    missing = [one.key for one in always if one.facts(found) is None]
    sentence = _("A measure of protection is not in place: %(what)s.") % {"what": ", ".join(missing)}
    return Look(len(always), sentence if missing else "")


def answered_in_time() -> Look:
    return look_for(
        queue(Shelf.OPEN).count(),
        queue(Shelf.OVERDUE).count(),
        _("%(count)s requests about data are past the day by which they had to be answered."),
    )


PROBES = (
    Probe(("WHO-3",), "rights.high_risk", no_high_risk, gettext_lazy("Data of high risk")),
    Probe(("SEC-2",), "rights.place", in_one_place, gettext_lazy("Where data is kept")),
    Probe(("SEC-1",), "rights.measures", measures_stand, gettext_lazy("Measures of protection")),
    Probe(("RET-3",), "rights.requests", answered_in_time, gettext_lazy("Requests about data")),
)
