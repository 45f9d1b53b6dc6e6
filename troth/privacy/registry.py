"""Every table of the project with its declaration, wherever that stands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from django.apps import AppConfig, apps
from django.db.models import Field, Model

from troth.privacy.declarations import SELF, Declaration, kinds_of
from troth.privacy.paths import BrokenPath, follow_relations
from troth.privacy.rooms import modules
from troth.privacy.vocabulary import Subject

ModelClass = type[Model]


@dataclass(frozen=True)
class Behalf:
    """A declaration of somebody else's table, and the module it stands in."""

    target: str
    module: str
    declaration: Declaration


@dataclass(frozen=True)
class Table:
    """One table. `model` is None where Django has a table without one (the cache's, for instance).

    `declaration` is whatever was found under the name `privacy`: the checks
    say whether it is one. `module` is where it stands, or should stand.
    """

    label: str
    name: str
    model: ModelClass | None
    declaration: object
    module: str

    @property
    def fields(self) -> tuple["Field[Any, Any]", ...]:
        """The columns of the table, as Django's fields; a field of a parent with a table of its own is not here."""
        return tuple(self.model._meta.local_concrete_fields) if self.model else ()

    @property
    def declared_names(self) -> tuple[str, ...]:
        """The names that the declaration gives, as often as it gives them."""
        found = self.declaration
        return (*found.personal, *found.other) if isinstance(found, Declaration) else ()


def _is_model(base: type) -> TypeGuard[ModelClass]:
    return isinstance(base, type) and issubclass(base, Model) and base is not Model


def own_declaration(model: type) -> object:
    """What stands under `privacy` on the class itself or on an abstract base of it, else None.

    A parent that has a table speaks for that table only.
    """
    if "privacy" in vars(model):
        return vars(model)["privacy"]
    for base in model.__bases__:
        if _is_model(base) and base._meta.abstract:
            found = own_declaration(base)
            if found is not None:
                return found
    return None


def models_with_tables(among: Iterable[ModelClass]) -> Iterator[ModelClass]:
    """Those that have a table: no proxies, no swapped ones, each once."""
    seen = set()
    for model in among:
        if not model._meta.proxy and not model._meta.swapped and model not in seen:
            seen.add(model)
            yield model


class Registry:
    """The tables of some models and what was declared on behalf of others.

    `tables` holds each table once, by label. `proxies` are models without a
    table of their own; `dangling` are declarations of nothing that exists,
    `doubled` those beside another declaration of the same table.
    """

    def __init__(self, models: Iterable[ModelClass], behalves: Iterable[Behalf] = ()) -> None:
        models = list(models)
        self.proxies = [model for model in models if model._meta.proxy]
        self.tables: dict[str, Table] = {}
        self.dangling: list[Behalf] = []
        self.doubled: list[tuple[Behalf, Table]] = []
        for model in models_with_tables(models):
            label = model._meta.label
            self.tables[label] = Table(
                label, model._meta.db_table, model, own_declaration(model), model.__module__
            )
        for behalf in behalves:
            self._add(behalf)

    def _add(self, behalf: Behalf) -> None:
        found = self.tables.get(behalf.target)
        if found is None:
            is_named_like_a_model = "." in behalf.target
            if is_named_like_a_model or behalf.target in {table.name for table in self.tables.values()}:
                self.dangling.append(behalf)
                return
        elif found.declaration is not None:
            self.doubled.append((behalf, found))
            return
        name = found.name if found else behalf.target
        model = found.model if found else None
        self.tables[behalf.target] = Table(behalf.target, name, model, behalf.declaration, behalf.module)

    def __iter__(self) -> Iterator[Table]:
        return iter(sorted(self.tables.values(), key=lambda table: table.label))

    def of(self, model: ModelClass) -> Declaration | None:
        """The declaration of a model's table, a proxy's too."""
        concrete = model._meta.concrete_model or model
        table = self.tables.get(concrete._meta.label)
        found = table.declaration if table else None
        return found if isinstance(found, Declaration) else None

    def kinds(self, table: Table) -> tuple[Subject, ...]:
        """The kinds of people a table is about, those of rows that its paths lead on to among them; each once."""
        found: dict[Subject, None] = {}
        seen: set[str] = set()
        todo = [table]
        while todo:
            one = todo.pop()
            if one.label in seen or not isinstance(one.declaration, Declaration):
                continue
            seen.add(one.label)
            for path, end in one.declaration.owners.items():
                found |= dict.fromkeys(kinds_of(end))
                if not kinds_of(end) and (next_table := self.end_of(one, path)):
                    todo.append(next_table)
        return tuple(found)

    def end_of(self, table: Table, path: str) -> Table | None:
        """The table a path leads to; None where it leads nowhere."""
        if path == SELF or table.model is None:
            return table
        try:
            model = follow_relations(table.model, path)
        except BrokenPath:
            return None
        return self.tables.get((model._meta.concrete_model or model)._meta.label)


def discover(rooms: Iterable[AppConfig]) -> Iterator[Behalf]:
    """What each app's `declarations.py` declares in `TABLES`: by model label, or by table name where there is none."""
    for module in modules("declarations", rooms):
        tables: Mapping[str, Declaration] = getattr(module, "TABLES", {})
        for target, declaration in tables.items():
            yield Behalf(target, module.__name__, declaration)


def registry() -> Registry:
    """The tables of everything installed. Needs the apps to be ready; costs milliseconds and asks no database."""
    models = apps.get_models(include_auto_created=True, include_swapped=True)
    return Registry(models, discover(apps.get_app_configs()))
