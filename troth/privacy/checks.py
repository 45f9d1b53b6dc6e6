"""Django system checks under the tag `privacy`, and the refusal to start.

The checks ask no database. Whether the database holds a table or a column
that nobody declared is told by `undeclared_in_database`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, Warning, register, run_checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from troth.privacy.findings import check_table
from troth.privacy.registry import Registry, registry

TAG = "privacy"


def check_registry(found: Registry) -> Iterator[CheckMessage]:
    """Everything that is wrong with the declarations of some tables."""
    for table in found:
        yield from check_table(table, found)
    for model in found.proxies:
        if "privacy" in vars(model):
            yield Error(
                f"{model._meta.label} is a proxy and has a declaration of its own.",
                hint="Take it out: a proxy has no table. The declaration of the table's own model holds for both.",
                obj=model,
                id="privacy.E027",
            )
    for behalf in found.dangling:
        yield Error(
            f"{behalf.module} declares “{behalf.target}”, which is no installed model.",
            hint="Write “app_label.Model” as Model._meta.label gives it; a table's own name is only "
            "for a table without a model.",
            id="privacy.E026",
        )
    for behalf, table in found.doubled:
        yield Error(
            f"{behalf.module} declares “{behalf.target}”, which is declared already in {table.module}.",
            hint="Keep one: a model's own declaration, where it has one, else that of the room that brings it in.",
            obj=table.model,
            id="privacy.E025",
        )


@register(TAG)
def check_declarations(app_configs: Sequence[AppConfig] | None = None, **_: Any) -> list[CheckMessage]:
    """Every table of the project, whichever apps are asked about: one table's declaration leans on others'."""
    return list(check_registry(registry()))


@register(TAG, Tags.database)
def check_database(databases: Iterable[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Warns of what the database holds undeclared.

    No error, because `migrate` runs it too, and may be about to drop the table.
    """
    return [
        Warning(
            sentence,
            hint="Declare it, or drop it: nobody answers for what is in it.",
            id="privacy.W001",
        )
        for alias in databases or ()
        for sentence in undeclared_in_database(connections[alias])
    ]


def undeclared_in_database(connection: BaseDatabaseWrapper) -> list[str]:
    """A sentence for each table and each column that the database has and no declaration names."""
    declared = {table.name: table for table in registry()}
    sentences = []
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            table = declared.get(name)
            if table is None or table.declaration is None:
                sentences.append(f"The database has a table “{name}” that nobody declared.")
                continue
            names = set(table.declared_names)
            columns = {field.column for field in table.fields if field.name in names} or names
            for column in connection.introspection.get_table_description(cursor, name):
                if column.name not in columns:
                    sentences.append(
                        f"The database's table “{name}” has a column “{column.name}” that nobody declared."
                    )
    return sentences


def refuse_undeclared() -> None:
    """Raises SystemExit with a sentence for each fault in the declarations. The apps must be ready.

    Silencing a check in the settings does not help: what is kept about people
    is declared, or nothing starts.
    """
    faults = [message for message in run_checks(tags=[TAG]) if message.level >= Error("").level]
    if faults:
        count = (
            "one privacy declaration needs"
            if len(faults) == 1
            else f"{len(faults)} privacy declarations need"
        )
        lines = [f"{fault.msg} ({fault.id})\n    {fault.hint}" for fault in faults]
        raise SystemExit("\n".join([f"Troth does not start: {count} a correction.", "", *lines]))
