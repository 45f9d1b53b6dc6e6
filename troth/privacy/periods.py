"""What is wrong with how long a value is declared to stay."""

from collections.abc import Iterator

from django.core.checks import CheckMessage

from troth.privacy.declarations import Keep, KeepWhileOwned
from troth.privacy.faults import fault, one_of
from troth.privacy.paths import BrokenPath, follow_to_field, is_date
from troth.privacy.registry import Table
from troth.privacy.vocabulary import RULES, Then


def check_retention(table: Table, where: str, keep: object) -> Iterator[CheckMessage]:
    """A retention that is none, or whose period, rule, start or end can't be."""
    if not isinstance(keep, Keep | KeepWhileOwned):
        yield fault(
            10,
            table,
            f"{where} has no end: no period is declared for it or for its table.",
            'Write keep=Keep(start="…", days=…) or keep=KeepWhileOwned().',
        )
        return
    if not isinstance(keep.then, Then):
        yield fault(
            10, table, f"{where} ends in an unknown way: {keep.then!r}.", f"Choose from {one_of(Then)}."
        )
    if isinstance(keep, Keep):
        yield from _period(table, where, keep)
        yield from _start(table, where, keep)


def _period(table: Table, where: str, keep: Keep) -> Iterator[CheckMessage]:
    if type(keep.days) is not int or keep.days <= 0:
        yield fault(
            22, table, f"{where} is kept for {keep.days!r} days.", "Write a whole number of days, 1 or more."
        )
    if keep.rule and keep.rule not in RULES:
        yield fault(
            24,
            table,
            f"{where} follows a rule that does not exist: “{keep.rule}”.",
            f"Choose from {', '.join(RULES)}, or add the rule to RULES in troth/privacy/vocabulary.py.",
        )
    elif keep.rule and keep.days != RULES[keep.rule].default:
        yield fault(
            24,
            table,
            f"{where} is kept for {keep.days} days, but its rule “{keep.rule}” starts at {RULES[keep.rule].default}.",
            "Write the rule's default as days: it holds until an administrator sets another.",
        )


def _start(table: Table, where: str, keep: Keep) -> Iterator[CheckMessage]:
    hint = 'Write start="…": a path of field names to the date the period begins at.'
    if not keep.start:
        yield fault(11, table, f"{where} has a period without a start.", hint)
    elif table.model is None:
        if keep.start not in table.declared_names:
            yield fault(11, table, f"{where}: the start “{keep.start}” is no declared column.", hint)
    else:
        try:
            field = follow_to_field(table.model, keep.start)
        except BrokenPath as broken:
            yield fault(11, table, f"{where}: the start “{keep.start}” does not resolve: {broken}.", hint)
        else:
            if not is_date(field):
                yield fault(
                    11,
                    table,
                    f"{where}: the start “{keep.start}” is a {type(field).__name__}, not a date.",
                    hint,
                )


def check_strippable(table: Table, name: str, keep: object) -> Iterator[CheckMessage]:
    """A personal primary key can go with its row only."""
    field = next((field for field in table.fields if field.name == name), None)
    strips = isinstance(keep, Keep | KeepWhileOwned) and keep.then == Then.OBFUSCATE
    if strips and field is not None and field.primary_key:
        yield fault(
            23,
            table,
            f"{table.label}.{name} is the primary key: it can't be stripped while the row stays.",
            "Give the table a key that is about nobody, or write then=Then.DELETE.",
        )
