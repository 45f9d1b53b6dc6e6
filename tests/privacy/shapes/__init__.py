"""Shapes of shared data: some tables with the rows of `S1` to `S16`, and what an erasure did to them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from tests.privacy.shapes.tables import APPS
from troth.privacy import Declaration
from troth.privacy.checks import check_registry
from troth.privacy.gathering import gather
from troth.privacy.graph import Graph, Rows
from troth.privacy.registry import ModelClass, Registry

TABLES: dict[str, ModelClass] = {model._meta.model_name or "": model for model in APPS.get_models()}
Rules = Mapping[str, Mapping[str, Any]]
"""By table, what its declaration says otherwise."""
State = dict[str, dict[str, Any]]
"""Every row, by its key."""


@contextmanager
def tables_of(models_: list[ModelClass]) -> Iterator[None]:
    """The tables exist meanwhile. Not inside a transaction: SQLite can't."""
    with connection.schema_editor() as editor:
        for model in models_:
            editor.create_model(model)
    yield
    with connection.schema_editor() as editor:
        for model in reversed(models_):
            editor.delete_model(model)


def registry_of(*models_: ModelClass, **rules: Mapping[str, Any]) -> Registry:
    """Some tables, where `rules` change what a table declares."""
    found = Registry(models_)
    for label, table in found.tables.items():
        changes = rules.get(label.split(".")[1].lower())
        if changes:
            assert isinstance(table.declaration, Declaration)
            found.tables[label] = replace(table, declaration=replace(table.declaration, **changes))
    return found


def graph_of(*models_: ModelClass, **rules: Mapping[str, Any]) -> Graph:
    """The graph of some tables with these rules. Their declarations must be in order."""
    found = registry_of(*models_, **rules)
    assert list(check_registry(found)) == []
    return Graph(found)


@dataclass(frozen=True)
class Shape:
    """Rows as a person would write them down, a line for each: `message m1 sender=p0 receiver=p10`.

    Where one line is like another but for the key, they are one: `person p0 p5`.
    """

    text: str

    @property
    def lines(self) -> Iterator[tuple[ModelClass, list[str], dict[str, str]]]:
        for line in filter(None, map(str.strip, self.text.splitlines())):
            table, *words = line.split()
            yield (
                TABLES[table],
                [word for word in words if "=" not in word],
                dict(word.split("=", 1) for word in words if "=" in word),
            )

    @property
    def tables(self) -> list[ModelClass]:
        return list(dict.fromkeys(model for model, _, _ in self.lines))

    def graph(self, **rules: Mapping[str, Any]) -> Graph:
        return graph_of(*self.tables, **rules)

    def write(self) -> None:
        """Puts the rows there; in one transaction, so that rows may point at later ones."""
        with transaction.atomic():
            for model, keys, values in self.lines:
                for key in keys:
                    columns = {model._meta.get_field(name).attname: to for name, to in values.items()}  # type: ignore[union-attr]
                    model._base_manager.create(pk=key, **columns)

    def rows(self) -> State:
        """What is there now."""
        return {
            row["id"]: row for model in self.tables for row in model._base_manager.order_by("pk").values()
        }

    def people(self, *keys: str) -> Rows:
        """The rows of these keys, as roots. One that is not there is looked for among persons."""
        where = {key: model for model, found, _ in self.lines for key in found}
        roots: Rows = {}
        for key in keys:
            roots.setdefault(where.get(key, TABLES["person"]), set()).add(key)
        return roots

    def erased(self, before: State) -> str:
        """What has changed since: keys of rows that are gone, `key.column` of what was blanked."""
        after = self.rows()
        assert after.keys() <= before.keys()
        changes = sorted(before.keys() - after.keys())
        for key, row in after.items():
            for name, value in row.items():
                if value != before[key][name]:
                    assert value is None, f"{key}.{name} became {value!r}"
                    changes.append(f"{key}.{name.removesuffix('_id')}")
        return " ".join(sorted(changes))

    def given(self, graph: Graph, *keys: str) -> str:
        """What people get: `m1[sender]`, with the columns that are not null; `(m1)` where its key is not told."""
        told = []
        stored = self.rows()
        for one in gather(self.people(*keys), graph):
            row = stored[one.key]
            for name, value in one.values.items():
                assert value == row[one.model._meta.get_field(name).attname]  # type: ignore[union-attr]
            names = [name for name, value in one.values.items() if name != "id" and value is not None]
            key = one.key if "id" in one.values else f"({one.key})"
            told.append(f"{key}[{' '.join(names)}]" if names else key)
        assert len(told) == len(set(told))
        return " ".join(sorted(told))


def sort(words: str) -> str:
    """The same words, in order."""
    return " ".join(sorted(words.split()))
