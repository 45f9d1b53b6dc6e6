"""The promises, and the probes that look whether they are kept on this installation.

A room writes its probes as `PROBES` in its `probes.py`:

    Probe(("RET-5",), "meetings.no_old_chat", look, _("Chat past its time"))

`look` answers a `Look`: how much it looked at, and a sentence where something
is wrong. It runs in the worker under every purpose, so what it says names no
person: it counts.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from troth.lib.clock import now
from troth.privacy.models import ProbeRun
from troth.privacy.purposes import for_the_engine
from troth.privacy.rooms import modules

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Look:
    """What a probe found: how much it looked at, and what is wrong, as a sentence; empty where nothing is."""

    counted: int
    fault: str = ""


@dataclass(frozen=True)
class Probe:
    """Looks at something that shows whether promises are kept. `words` say at what, as a heading."""

    promises: tuple[str, ...]
    name: str
    look: Callable[[], Look]
    words: str | Promise


def probes() -> Iterator[Probe]:
    """The probes of every room."""
    for module in modules("probes"):
        yield from module.PROBES


@for_the_engine()
def run_probes() -> list[ProbeRun]:
    """Lets every probe look, and answers those that are red and of which nobody was told. Forgets probes that are gone.

    A probe that fails is red: what can't be looked at is not known to be kept.
    """
    known = list(probes())
    ProbeRun.objects.exclude(name__in=[probe.name for probe in known]).delete()
    for probe in known:
        note(probe, _looked(probe))
    return list(ProbeRun.objects.filter(told=False).exclude(fault=""))


def _looked(probe: Probe) -> Look:
    try:
        # No transaction around it: on SQLite it would keep everybody from writing.
        return probe.look()
    except Exception as error:
        # The error's text can hold what is in a row: only its kind is told.
        log.warning("probe %s failed (%s)", probe.name, type(error).__name__)
        return Look(0, _("The probe itself failed (%(error)s).") % {"error": type(error).__name__})


@transaction.atomic
def note(probe: Probe, look: Look) -> ProbeRun:
    """Writes down what a probe found. `since` and `told` begin anew where it turned."""
    moment = now()
    run, _new = ProbeRun.objects.select_for_update().get_or_create(
        name=probe.name, defaults={"at": moment, "since": moment}
    )
    if run.is_red != bool(look.fault):
        run.since, run.told = moment, False
    run.at, run.counted, run.fault = moment, look.counted, look.fault
    run.save()
    return run


def claim_telling(run: ProbeRun) -> bool:
    """Whether whoever asks is the one to tell the operator of this red probe: true once for each turn to red."""
    return bool(ProbeRun.objects.filter(pk=run.pk, told=False).exclude(fault="").update(told=True))
