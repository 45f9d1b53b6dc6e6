"""The queue of the desk, and the numbers of a year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from troth.lib.clock import now
from troth.rights.clocks import CLOCKS
from troth.rights.models import Author, Kind, Law, Outcome, RequestMessage, SubjectRequest
from troth.rights.models.request import WITHOUT_PROOF


class Shelf(TextChoices):
    """What the queue is narrowed to."""

    OPEN = "open", _("Open")
    OVERDUE = "overdue", _("Overdue")
    NEW_WORDS = "answered", _("With an answer")
    UNPROVEN = "unproven", _("Not proven yet")
    STANDING = "standing", _("Clock stands")
    CLOSED = "closed", _("Closed")


def queue(shelf: Shelf) -> QuerySet[SubjectRequest]:
    """The requests of a shelf: open ones by when they are due, closed ones by when they ended, the latest first.

    Each has `last_author`: who wrote last, or None.
    """
    last = RequestMessage.objects.filter(request=OuterRef("pk")).order_by("-written_at")
    rows = SubjectRequest.objects.select_related("person").annotate(
        last_author=Subquery(last.values("author")[:1]), last_at=Subquery(last.values("written_at")[:1])
    )
    if shelf == Shelf.CLOSED:
        return rows.exclude(closed_at=None).order_by("-closed_at")
    return rows.filter(_narrowed(shelf), closed_at=None).order_by("due_at", "pk")


def _narrowed(shelf: Shelf) -> Q:
    waiting = Q(more_asked_at__isnull=False, more_given_at=None)
    standing = waiting & Q(law__in=_standing_laws())
    match shelf:
        case Shelf.OVERDUE:
            return Q(due_at__lte=now()) & ~standing
        case Shelf.NEW_WORDS:
            return Q(last_author=Author.PERSON)
        case Shelf.UNPROVEN:
            return Q(verified_at=None) & ~Q(kind__in=WITHOUT_PROOF)
        case Shelf.STANDING:
            return standing
    return Q()


def _standing_laws() -> list[Law]:
    return [law for law, clock in CLOCKS.items() if clock.stands]


def conversation(one: SubjectRequest) -> QuerySet[RequestMessage]:
    """What was written, in order; nothing once its time is over."""
    return RequestMessage.objects.filter(request=one).order_by("written_at", "pk")


@dataclass
class Count:
    """Requests of one kind that came in one year (11 CCR 7102(a)(1)).

    `middle` is the median of days from receipt to the end, of those that were
    answered: done, done in part, or refused.
    """

    label: str
    taken: int = 0
    done: int = 0
    partly: int = 0
    refused: int = 0
    otherwise: int = 0
    still_open: int = 0
    in_time: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def answered(self) -> int:
        return self.done + self.partly + self.refused

    @property
    def middle(self) -> float | None:
        return median(self.days) if self.days else None


ANSWERED = {Outcome.FULFILLED: "done", Outcome.PARTLY: "partly", Outcome.REFUSED: "refused"}


def numbers(year: int, law: Law | None = None) -> tuple[list[Count], Count]:
    """By kind, and all together, what came in a year (UTC) and what became of it. Records without a name count too."""
    rows = SubjectRequest.objects.filter(
        received_at__gte=datetime(year, 1, 1, tzinfo=UTC),
        received_at__lt=datetime(year + 1, 1, 1, tzinfo=UTC),
    )
    if law is not None:
        rows = rows.filter(law=law)
    found: dict[str, Count] = defaultdict(lambda: Count(""))
    total = Count(str(_("All")))
    for kind, outcome, days, in_time in rows.values_list("kind", "outcome", "days", "in_time").iterator():
        for count in (found[kind], total):
            _add(count, outcome, days, in_time)
    counts = []
    for kind in Kind:
        if kind in found:
            found[kind].label = str(kind.label)
            counts.append(found[kind])
    return counts, total


def _add(count: Count, outcome: str, days: int | None, in_time: bool | None) -> None:
    count.taken += 1
    if not outcome:
        count.still_open += 1
    elif name := ANSWERED.get(Outcome(outcome)):
        setattr(count, name, getattr(count, name) + 1)
        count.in_time += bool(in_time)
        count.days.append(days or 0)
    else:
        count.otherwise += 1


def years() -> Iterable[int]:
    """The years in which any request came, and this one, the latest first."""
    found = {moment.year for moment in SubjectRequest.objects.dates("received_at", "year")}
    return sorted(found | {now().year}, reverse=True)
