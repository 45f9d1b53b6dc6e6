"""What is wrong with one table's declaration, as Django check messages.

Each function looks at one thing and yields an Error for each fault; the ids
are listed in `docs/privacy-engine.md`. Nothing here trusts a type: a
declaration is checked before it is used.
"""

from collections.abc import Iterator, Mapping

from django.core.checks import CheckMessage

from troth.privacy.declarations import SELF, Declaration, Path, Personal, kinds_of
from troth.privacy.faults import fault, one_of
from troth.privacy.paths import BrokenPath, follow_relations
from troth.privacy.periods import check_retention, check_strippable
from troth.privacy.registry import Registry, Table
from troth.privacy.taxonomy import CATEGORIES
from troth.privacy.vocabulary import Basis, Controller, Purpose, Recipient, Region, Source, Subject
from troth.privacy.workings import check_workings


def check_table(table: Table, registry: Registry) -> Iterator[CheckMessage]:
    """Everything that is wrong with a table's declaration, or with its absence."""
    declaration = table.declaration
    if declaration is None:
        names = ", ".join(f'"{field.name}"' for field in table.fields)
        yield fault(
            1,
            table,
            f"{table.label} has no privacy declaration.",
            f"Write privacy = Declaration(…) on the class, or privacy = nothing_personal({names}) if nothing in "
            "it is about a person. For a model that is not yours, write it into TABLES in the declarations.py "
            f'of the room that brings it in, under "{table.label}".',
        )
    elif not isinstance(declaration, Declaration):
        yield fault(
            2,
            table,
            f"{table.label}: privacy is a {type(declaration).__name__}, not a Declaration.",
            "Write privacy = Declaration(…) or privacy = nothing_personal(…).",
        )
    else:
        yield from _fields(table, declaration, registry)
        faults = list(_subjects(table, declaration, registry))
        yield from faults
        if not faults and all(isinstance(one, Personal) for one in declaration.personal.values()):
            yield from check_workings(table, declaration)
        if declaration.personal:
            yield from _row(table, declaration)
        for name, personal in declaration.personal.items():
            if isinstance(personal, Personal):
                yield from _personal(table, declaration, name, personal)
            else:
                yield fault(
                    2,
                    table,
                    f"{table.label}.{name}: a {type(personal).__name__} stands where a Personal is needed.",
                    'Write Personal("user.…", …).',
                )


def _fields(table: Table, declaration: Declaration, registry: Registry) -> Iterator[CheckMessage]:
    declared = table.declared_names
    for name in sorted({name for name in declared if declared.count(name) > 1}):
        yield fault(
            5,
            table,
            f"{table.label}.{name} is declared twice.",
            "Name it in personal or in other, once.",
        )
    if table.model is None:
        return
    columns = {field.name: field for field in table.fields}
    for name in columns:
        if name not in declared:
            yield fault(
                3,
                table,
                f"{table.label}.{name} is not declared.",
                f'Add "{name}": Personal("user.…", …) to personal if it says anything about a person, '
                f'else "{name}" to other.',
            )
    for name in sorted(set(declared) - set(columns)):
        yield fault(
            4,
            table,
            f"{table.label} declares “{name}”, which is no column of it.",
            "Take it out, or correct the name. A many-to-many field is a table of its own: declare "
            "the model that joins the two.",
        )
    for name in declaration.other:
        target = columns[name].related_model if name in columns else None
        found = registry.of(target) if isinstance(target, type) else None
        if found and found.is_subject:
            yield fault(
                6,
                table,
                f"{table.label}.{name} points at a person, and is declared as not being about one.",
                f'Move it to personal: "{name}": Personal("user.unique_id", Source.USE).',
            )


def _subjects(table: Table, declaration: Declaration, registry: Registry) -> Iterator[CheckMessage]:
    for role in ("owners", "readers"):
        for path, value in getattr(declaration, role).items():
            where = f"{table.label}: {role}[“{path}”]"
            kinds = kinds_of(value)
            unknown = [kind for kind in kinds if not isinstance(kind, Subject)]
            leads_on = isinstance(value, Path) and path != SELF
            if unknown or not (kinds or leads_on):
                yield fault(
                    14,
                    table,
                    f"{where} names a kind of person that is not known: {unknown}.",
                    f"Choose from {one_of(Subject)}.",
                )
                continue
            if path == SELF:
                continue
            if table.model is None:
                yield fault(
                    12, table, f"{where}: a table without a model has no paths.", f'Write "{SELF}" instead.'
                )
                continue
            try:
                end = follow_relations(table.model, path)
            except BrokenPath as broken:
                yield fault(
                    12,
                    table,
                    f"{where} does not resolve: {broken}.",
                    f'Write the names of relations that lead to a person, joined by "__", or "{SELF}".',
                )
                continue
            there = registry.of(end)
            if leads_on and not kinds and there and (there.owners or (role == "readers" and there.readers)):
                continue
            if there is None or not there.is_subject:
                yield fault(
                    13,
                    table,
                    f"{where} ends at {end._meta.label}, whose rows are not people.",
                    f'Lead the path to a table that has "{SELF}" among its owners, or declare that one so.',
                )
            elif strangers := [kind for kind in kinds if kind not in kinds_of(there.owners[SELF])]:
                yield fault(
                    15,
                    table,
                    f"{where} says {', '.join(strangers)}, but {end._meta.label} holds "
                    f"{', '.join(kinds_of(there.owners[SELF]))}.",
                    "Name the kind of person the path really ends at: kinds are never confused.",
                )


def _row(table: Table, declaration: Declaration) -> Iterator[CheckMessage]:
    if not declaration.about:
        yield fault(
            18,
            table,
            f"{table.label} holds personal data and does not say in plain words what it is.",
            'Write about=_("…"), as a heading of the notice: “Your account”.',
        )
    if not isinstance(declaration.controller, Controller):
        yield fault(
            16,
            table,
            f"{table.label} holds personal data without a controller.",
            f"Write controller=…, one of {one_of(Controller)}.",
        )
    if not declaration.owners:
        yield fault(
            17,
            table,
            f"{table.label} holds personal data without an owner.",
            f'Write owners={{"path__to__person": Subject.…}}, or {{"{SELF}": Subject.…}} if the row is the person.',
        )
    if declaration.purposes:
        yield from _purposes(table, table.label, declaration.purposes)
    if declaration.keep is not None:
        yield from check_retention(table, table.label, declaration.keep)


def _personal(
    table: Table, declaration: Declaration, name: str, personal: Personal
) -> Iterator[CheckMessage]:
    where = f"{table.label}.{name}"
    if personal.category not in CATEGORIES:
        yield fault(
            7,
            table,
            f"{where} has a category that Fideslang does not know: “{personal.category}”.",
            "Choose one from troth/privacy/taxonomy.py. What is not about a person belongs in other.",
        )
    if personal.purposes is not None or not declaration.purposes:
        yield from _purposes(table, where, declaration.purposes_of(name))
    if personal.keep is not None or declaration.keep is None:
        yield from check_retention(table, where, declaration.keep_of(name))
    yield from check_strippable(table, name, declaration.keep_of(name))
    seen_by = personal.seen_by
    alone = Recipient.NOBODY_ELSE in seen_by and len(seen_by) > 1
    if not seen_by or alone or not all(isinstance(one, Recipient) for one in seen_by):
        yield fault(
            19,
            table,
            f"{where} does not say who sees it: {seen_by!r}.",
            f"Write seen_by=(…,) with one or more of {one_of(Recipient)}; NOBODY_ELSE stands alone.",
        )
    if not isinstance(personal.source, Source):
        yield fault(
            20,
            table,
            f"{where} comes from a source that is not known: {personal.source!r}.",
            f"Choose from {one_of(Source)}.",
        )
    if not isinstance(personal.region, Region):
        yield fault(
            21,
            table,
            f"{where} is kept in a region that is not known: {personal.region!r}.",
            f"Choose from {one_of(Region)}.",
        )


def _purposes(table: Table, where: str, purposes: Mapping[Purpose, Basis]) -> Iterator[CheckMessage]:
    if not purposes:
        yield fault(
            8,
            table,
            f"{where} is not for anything: it has no purpose, and its table has none.",
            "Write purposes={Purpose.SERVE: Basis.CONTRACT} on the declaration or on the field; "
            "what is for nothing must not be kept.",
        )
    for purpose, basis in purposes.items():
        if not isinstance(purpose, Purpose):
            yield fault(
                8,
                table,
                f"{where} has a purpose that is not known: {purpose!r}.",
                f"Choose from {one_of(Purpose)}.",
            )
        elif not isinstance(basis, Basis):
            yield fault(
                9,
                table,
                f"{where} is used {purpose.label} ({purpose}) without a lawful basis.",
                f"Give Purpose.{purpose.name} one of {one_of(Basis)}.",
            )
