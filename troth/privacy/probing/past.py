"""Whether what is past its time is gone, and who was erased stays away."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.lib.clock import now
from troth.privacy import ledger
from troth.privacy.graph import graph
from troth.privacy.holds import held_among, holds_in_force
from troth.privacy.looking import look_at, look_for
from troth.privacy.models import Erasure, ErasureState, Export, Hold, Notice, Period, SweepRun, Tally
from troth.privacy.promises import Look, Probe
from troth.privacy.registry import ModelClass, registry
from troth.privacy.retention import in_order, passes
from troth.privacy.statements import Key
from troth.privacy.sweeping import Pass
from troth.privacy.tallies import LEAST
from troth.privacy.vocabulary import RULES

GRACE = timedelta(days=2)
"""The sweep comes once a day: what is past its period for longer was forgotten."""
HOUR = timedelta(hours=1)


def late_rows(model: ModelClass) -> set[Key]:
    """The rows of a table that have been past their time for GRACE and that no hold keeps."""
    holds = holds_in_force()
    whole = (one for one in passes(model, graph().declared[model]) if not one.name)
    return set().union(*(_late(one, holds) for one in whole))


def _late(one: Pass, holds: Sequence[Hold]) -> set[Key]:
    """Those of one pass, a thousand at most."""
    late = set(replace(one, grace=GRACE).rows().values_list("pk", flat=True)[:1000])
    return late - held_among(one.model, late, holds)


def past_period() -> Look:
    holds, counted, wrong = holds_in_force(), 0, []
    for model in in_order():
        for one in passes(model, graph().declared[model]):
            counted += 1
            if free := _late(one, holds):
                wrong.append(f"{model._meta.label}{'.' if one.name else ''}{one.name}: {len(free)}")
    return look_at(counted, wrong, _("Past their time for two days and still here: %(what)s."))


def swept() -> Look:
    ended = SweepRun.objects.filter(scope="", finished_at__isnull=False)
    if not ended.filter(finished_at__gt=now() - GRACE).exists():
        began = Notice.objects.order_by("number").values_list("in_force_from", flat=True).first()
        if began is not None and began < now() - GRACE:
            return Look(ended.count(), _("No sweep has come to its end for two days."))
    return Look(ended.count())


def erasures_settled() -> Look:
    late = Erasure.objects.filter(state=ErasureState.LEAVING, due_at__lt=now() - HOUR)
    open_ones = Erasure.objects.filter(settled=False, asked_at__lt=now() - HOUR)
    return look_for(
        Erasure.objects.count(),
        (late | open_ones).count(),
        _("%(count)s erasures are not finished though they are due."),
    )


def nobody_came_back() -> Look:
    gone = ledger.erased()
    for hashes in Erasure.objects.filter(held__gt=0).values_list("hashes", flat=True):
        gone -= set(hashes)
    rows = ledger.people_to_forget(only=gone)
    return look_for(
        len(gone),
        sum(len(keys) for keys in rows.values()),
        _("%(count)s people who were erased are in the database again."),
    )


def periods_in_bounds() -> Look:
    periods = list(Period.objects.all())
    wrong = [
        one.rule
        for one in periods
        if one.rule not in RULES or not RULES[one.rule].least <= one.days <= RULES[one.rule].most
    ]
    return look_for(len(periods), len(wrong), _("%(count)s periods are outside of what may be chosen."))


def counts_name_nobody() -> Look:
    about_people = {
        table.label
        for table in registry()
        if table.model in graph().declared and (graph().declared[table.model].personal)
    }
    cells = Tally.objects.filter(table__in=about_people).exclude(month=None)
    return look_for(
        cells.count(),
        cells.filter(rows__lt=LEAST).count(),
        _("%(count)s archived counts are of so few that they might tell who it was."),
    )


def copies_made() -> Look:
    late = Export.everything.filter(
        state__in=(Export.State.WAITING, Export.State.RUNNING), asked_at__lt=now() - timedelta(days=1)
    )
    return look_for(
        Export.everything.count(), late.count(), _("%(count)s people wait for their copy for over a day.")
    )


def holds_have_reasons() -> Look:
    holds = Hold.objects.filter(released_at=None)
    return look_for(
        holds.count(),
        (holds.filter(reason="") | holds.filter(authority="")).count(),
        _("%(count)s legal holds have no reason on record."),
    )


PAST = (
    Probe(("RET-4", "RET-5"), "privacy.past_period", past_period, gettext_lazy("Data past its time")),
    Probe(("RET-5",), "privacy.swept", swept, gettext_lazy("The daily sweep")),
    Probe(("RET-2",), "privacy.erasures", erasures_settled, gettext_lazy("Erasures that are due")),
    Probe(("RET-9",), "privacy.ledger", nobody_came_back, gettext_lazy("People who were erased")),
    Probe(
        ("RET-4", "RET-7"),
        "privacy.periods",
        periods_in_bounds,
        gettext_lazy("Periods that administrators set"),
    ),
    Probe(("RET-5", "COL-10"), "privacy.counts", counts_name_nobody, gettext_lazy("Archived counts")),
    Probe(("RET-2", "RET-3"), "privacy.copies", copies_made, gettext_lazy("Copies that people asked for")),
    Probe(("RET-8",), "privacy.holds", holds_have_reasons, gettext_lazy("Reasons of legal holds")),
)
