"""What a declaration makes happen and can't: rules that name no field, fields that can't be blanked."""

from collections.abc import Iterable, Iterator

from django.core.checks import CheckMessage
from django.core.exceptions import FieldError, ValidationError

from troth.privacy.addresses import AddressField
from troth.privacy.blanks import CantBeBlank, blank, is_pseudonymous
from troth.privacy.declarations import ROW, SELF, Counts, Declaration, Keep, path_of
from troth.privacy.faults import fault, one_of
from troth.privacy.paths import BrokenPath, follow_relations, follow_to_field, is_date
from troth.privacy.reading import Readable
from troth.privacy.registry import ModelClass, Table, own_declaration
from troth.privacy.vocabulary import Recipient, Then


def check_workings(table: Table, declaration: Declaration) -> Iterator[CheckMessage]:
    """Everything in a declaration that would fail when it acts. Its paths must resolve already."""
    if table.model is None:
        return
    yield from _rules(table, table.model, declaration)
    yield from _proof(table, declaration)
    yield from _scope(table, table.model, declaration)
    yield from _counts(table, table.model, declaration)
    yield from _reading(table, table.model, declaration)
    yield from _fading(table, declaration)
    if declaration.nameless:
        where = f"{table.label}: nameless"
        yield from _known(table, where, declaration.nameless.stays)
        lost = [name for name in declaration.personal if name not in declaration.nameless.stays]
        yield from _can_be_blank(table, where, lost, declaration)


def _rules(table: Table, model: ModelClass, declaration: Declaration) -> Iterator[CheckMessage]:
    for role in ("owners", "readers"):
        for path, end in getattr(declaration, role).items():
            rule, where = path_of(end), f"{table.label}: {role}[“{path}”]"
            if rule.forget is not ROW:
                yield from _known(table, where, rule.forget)
                yield from _can_be_blank(table, where, rule.forget, declaration)
            if rule.get is not ROW:
                yield from _known(table, where, rule.get)
            if rule.sees is not None and not isinstance(rule.sees, Recipient):
                yield fault(
                    29, table, f"{where}: sees is {rule.sees!r}.", f"Choose from {one_of(Recipient)}."
                )
            try:
                model._base_manager.filter(**rule.where)
            except (FieldError, ValidationError, ValueError) as error:
                yield fault(
                    29, table, f"{where}: where can't be asked: {error}.", "Write it as filter() takes it."
                )


def _known(table: Table, where: str, names: Iterable[str]) -> Iterator[CheckMessage]:
    columns = {field.name for field in table.fields}
    for name in names:
        if name not in columns:
            yield fault(28, table, f"{where} names “{name}”, which is no field of it.", "Correct the name.")


def _can_be_blank(
    table: Table, where: str, names: Iterable[str], declaration: Declaration
) -> Iterator[CheckMessage]:
    columns = {field.name: field for field in table.fields}
    for name in names:
        if name not in columns or is_pseudonymous(columns[name], declaration.personal.get(name)):
            continue
        try:
            blank(columns[name])
        except CantBeBlank as cause:
            yield fault(
                28,
                table,
                f"{where} blanks a field that must hold something: {cause}.",
                "Let the column be null, name it among what stays, or let the row go.",
            )


def _proof(table: Table, declaration: Declaration) -> Iterator[CheckMessage]:
    if not declaration.proof:
        return
    yield from _known(table, f"{table.label}: proof", (declaration.proof,))
    if SELF not in declaration.owners:
        yield fault(
            30,
            table,
            f"{table.label} proves who somebody is by “{declaration.proof}”, but its rows are not people.",
            f'Take proof out, or write "{SELF}" among its owners.',
        )
    elif any(
        field.name == declaration.proof and not isinstance(field, AddressField) for field in table.fields
    ):
        yield fault(
            33,
            table,
            f"{table.label} proves who somebody is by “{declaration.proof}”, which may be written in several ways.",
            f"Make {declaration.proof} an AddressField, from troth.privacy.",
        )


def _scope(table: Table, model: ModelClass, declaration: Declaration) -> Iterator[CheckMessage]:
    keeps = [declaration.keep, *(personal.keep for personal in declaration.personal.values())]
    if not declaration.scope:
        if any(isinstance(keep, Keep) and keep.rule for keep in keeps):
            yield fault(
                31,
                table,
                f"{table.label} is kept as its organization says, but does not say which organization that is.",
                'Write scope="path__to__organization".',
            )
    elif declaration.scope != SELF:
        try:
            follow_relations(model, declaration.scope)
        except BrokenPath as broken:
            yield fault(
                31,
                table,
                f"{table.label}: the scope “{declaration.scope}” does not resolve: {broken}.",
                'Write names of relations, joined by "__".',
            )


def _counts(table: Table, model: ModelClass, declaration: Declaration) -> Iterator[CheckMessage]:
    keep, counts = declaration.keep, declaration.counts
    if isinstance(keep, Keep) and keep.then == Then.OBFUSCATE and counts is None:
        yield fault(
            32,
            table,
            f"{table.label} is obfuscated when its time is over, and nothing says what is counted.",
            'Write counts=Counts(when="path__to__date"), or then=Then.DELETE.',
        )
    if not isinstance(counts, Counts):
        return
    yield from _known(table, f"{table.label}: counts", (*counts.by, *counts.sums))
    try:
        field = follow_to_field(model, counts.when)
    except BrokenPath as broken:
        yield fault(32, table, f"{table.label}: counts.when does not resolve: {broken}.", "Name a date.")
    else:
        if not is_date(field):
            yield fault(32, table, f"{table.label}: counts.when is no date.", "Name a date.")


def _reading(table: Table, model: ModelClass, declaration: Declaration) -> Iterator[CheckMessage]:
    is_ours = own_declaration(model) is not None
    has_a_time = isinstance(declaration.keep, Keep)
    if is_ours and has_a_time and not isinstance(model._default_manager, Readable):
        yield fault(
            34,
            table,
            f"{table.label} is read through a {type(model._default_manager).__name__}, which shows rows "
            "that nobody may read any more.",
            "Write objects = Readable() as its first manager, and everything = Everything() beside it.",
        )


def _fading(table: Table, declaration: Declaration) -> Iterator[CheckMessage]:
    """A field with a period of its own is blanked by the sweep, which must see that it is blank already."""
    columns = {field.name: field for field in table.fields}
    for name, personal in declaration.personal.items():
        if name in columns and isinstance(personal.keep, Keep):
            try:
                blank(columns[name])
            except CantBeBlank as cause:
                yield fault(
                    28,
                    table,
                    f"{table.label}.{name} has a period of its own and must hold something: {cause}.",
                    "Let the column be null, or let the row go with it.",
                )
