"""What a case is about: rows by target, the fields of the categories it names, and the people behind them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils.crypto import salted_hmac

from troth.lib.clock import now
from troth.privacy.archive import in_tables, write_file
from troth.privacy.declarations import SELF, Declaration
from troth.privacy.disclosing import About
from troth.privacy.erasing import below
from troth.privacy.gathering import Gathering, secrets_of
from troth.privacy.graph import Graph, Row, Rows, graph, rows_of
from troth.privacy.opt_outs import address_of_account
from troth.privacy.purposes import for_the_engine
from troth.privacy.recipients import is_within
from troth.privacy.registry import ModelClass
from troth.privacy.statements import chunks

EVERYTHING = ["*", ""]
FORMAT = 1


@dataclass(frozen=True)
class Scope:
    """The rows of a case by table, each with the fields of it that the case names, and no other table."""

    rows: Rows
    fields: dict[ModelClass, list[str]]

    @property
    def count(self) -> int:
        return sum(len(keys) for keys in self.rows.values())


@for_the_engine()
def scope_of(targets: Iterable[list[str]], categories: Collection[str]) -> Scope:
    """What is there now of these targets, within these categories. What is gone is left out; no secret is among it.

    Of a person it is what is theirs, of an organization what belongs to it,
    without its people's accounts, of anything else the row and what hangs on it.
    """
    house, rows = graph(), defaultdict[ModelClass, set[Any]](set)
    for target in targets:
        for model, keys in _rows_at(house, target).items():
            rows[model] |= keys
    fields = {model: _fields(house.declared[model], categories) for model in rows if model in house.declared}
    return Scope(
        {model: rows[model] for model in sorted(fields, key=_label) if fields[model] and rows[model]}, fields
    )


def _rows_at(house: Graph, target: list[str]) -> Rows:
    if target == EVERYTHING:
        return {model: set(model._base_manager.values_list("pk", flat=True)) for model in house.declared}
    label, key = target
    model = apps.get_model(label)
    row = model._base_manager.filter(pk=key).first()
    if row is None:
        return {}
    if house.people_among(model, {row.pk}):
        found = Gathering(rows_of([row]))
        return {model: found.owned(model) for model in found.keys}
    if house.declared[model].scope == SELF:
        return _of_organization(house, row)
    return dict(below({model: {row.pk}}))


def _of_organization(house: Graph, row: Model) -> Rows:
    rows: Rows = defaultdict(set)
    for model, declaration in house.declared.items():
        if declaration.scope and declaration.scope != SELF:
            of_it = model._base_manager.filter(**{declaration.scope: row.pk})
            rows[model] |= set(of_it.values_list("pk", flat=True))
    return rows


def _fields(declaration: Declaration, categories: Collection[str]) -> list[str]:
    """Of a table the fields within the categories: none of one whose rows lead to nobody, such as browsers' sessions."""
    if set(declaration.owners) == {SELF} and not declaration.proof:
        return []
    secrets = secrets_of(declaration)
    return [
        name
        for name, personal in declaration.personal.items()
        if name not in secrets and is_within(personal.category, categories)
    ]


def organizations_in(targets: Iterable[list[str]]) -> list[str]:
    """The keys of the organizations among targets."""
    declared = graph().declared
    return [key for label, key in targets if key and declared[apps.get_model(label)].scope == SELF]


@for_the_engine()
def address_at(target: list[str]) -> str:
    """The address of a person that a case asks about; "" where they are gone, or gave none."""
    label, key = target
    model = apps.get_model(label)
    proof = graph().declared[model].proof
    found = model._base_manager.filter(pk=key).values_list(proof, flat=True).first() if proof else ""
    return str(found or "")


def _label(model: ModelClass) -> str:
    return model._meta.label


def people_of(house: Graph, rows: Rows) -> set[Row]:
    """The people who own these rows, however far."""
    found: set[Row] = set()
    seen: Rows = defaultdict(set)
    todo = {model: set(keys) for model, keys in rows.items()}
    while todo:
        model, keys = todo.popitem()
        keys -= seen[model]
        seen[model] |= keys
        people = house.people_among(model, keys)
        found |= {(model, key) for key in people}
        for _key, (end, owner) in house.owners_of(model, keys - people) if keys - people else ():
            todo.setdefault(end, set()).add(owner)
    return found


@for_the_engine()
def concerned(scope: Scope) -> list[tuple[str, About]]:
    """Whom the rows are about, each with a keyed hash that says who, in its order.

    Accounts, then addresses that are no account's; of guests, who gave
    neither, each is somebody nobody knows.
    """
    house, account = graph(), get_user_model()
    keys: Rows = defaultdict(set)
    for model, key in people_of(house, scope.rows):
        keys[model].add(key)
    found: dict[str, About] = {}
    known: set[str] = set()
    for chunk in chunks(keys.pop(account, set())):
        for person in account._base_manager.filter(pk__in=chunk):
            found[_hash(f"account:{person.pk}")] = About(person)
            known.add(address_of_account(person))
    for model, some in keys.items():
        proof = house.declared[model].proof
        for chunk in chunks(some):
            for key, address in model._base_manager.filter(pk__in=chunk).values_list("pk", proof or "pk"):
                if not proof or not address:
                    found[_hash(f"{model._meta.label}:{key}")] = About()
                elif address not in known:
                    found[_hash(f"address:{address}")] = About(address=address)
    return sorted(found.items())


def _hash(text: str) -> str:
    return salted_hmac("troth.privacy.cases", text, algorithm="sha256").hexdigest()


@for_the_engine()
def write_scope(scope: Scope, target: IO[bytes], about: dict[str, object]) -> None:
    """Writes the rows as a ZIP with one `data.json`: `about` says what it is, then each table with its rows."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        write_file(archive, "data.json", _document(scope, about))


def _document(scope: Scope, about: dict[str, object]) -> Iterator[str]:
    head = {"format": FORMAT, "made_at": now(), "installation": settings.PUBLIC_URL, **about}
    return in_tables(head, (_table(scope, model) for model in scope.rows))


def _table(scope: Scope, model: ModelClass) -> tuple[Mapping[str, object], Iterator[object]]:
    declaration = graph().declared[model]
    columns = [*scope.fields[model], *declaration.other]
    heading = {"table": model._meta.label, "about": declaration.about, "fields": columns}
    return heading, _rows(model, scope.rows[model], columns)


def _rows(model: ModelClass, keys: set[Any], columns: list[str]) -> Iterator[object]:
    for chunk in chunks(sorted(keys)):
        rows = model._base_manager.filter(pk__in=chunk).order_by("pk")
        for key, *values in rows.values_list("pk", *columns):
            yield {"key": str(key), "values": dict(zip(columns, values, strict=True))}
