"""The real project: all declared, and any hole made in it is found."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection

from troth.privacy import Basis, Declaration, Keep, Purpose, Subject
from troth.privacy.checks import check_registry, undeclared_in_database
from troth.privacy.registry import Registry, Table, registry
from troth.privacy.taxonomy import CATEGORIES, SUBJECTS, USES


@pytest.fixture
def real() -> Registry:
    return registry()


def test_everything_is_declared(real: Registry) -> None:
    assert list(check_registry(real)) == []
    assert run_checks(tags=["privacy"]) == []


def test_the_checks_ask_no_database() -> None:
    # Without the db fixture pytest-django refuses every query.
    assert run_checks(tags=["privacy"]) == []


def test_tables_of_others_are_among_them(real: Registry) -> None:
    for label in (
        "sessions.Session",
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "contenttypes.ContentType",
        "account.EmailAddress",
        "account.EmailConfirmation",
        "usersessions.UserSession",
        "django_tasks_database.DBTaskResult",
        "web_cache",
        "django_migrations",
        "accounts.Person",
        "meetings.Message",
    ):
        assert isinstance(real.tables[label].declaration, Declaration), label


@pytest.mark.django_db
def test_every_table_and_column_of_the_database_is_declared() -> None:
    call_command("createcachetable", "web_cache", verbosity=0)
    assert undeclared_in_database(connection) == []


@pytest.mark.django_db(transaction=True)
def test_an_undeclared_table_or_column_in_the_database_is_told() -> None:
    with connection.schema_editor() as editor:
        editor.execute("CREATE TABLE forgotten (secret text)")
        editor.execute("ALTER TABLE organizations_organization ADD COLUMN mood text")
    try:
        sentences = undeclared_in_database(connection)
        warnings = run_checks(tags=["privacy"], databases=["default"], include_deployment_checks=False)
    finally:
        with connection.schema_editor() as editor:
            editor.execute("DROP TABLE forgotten")
            editor.execute("ALTER TABLE organizations_organization DROP COLUMN mood")
    assert sentences == [
        "The database has a table “forgotten” that nobody declared.",
        "The database's table “organizations_organization” has a column “mood” that nobody declared.",
    ]
    assert [(warning.id, warning.msg) for warning in warnings] == [
        ("privacy.W001", each) for each in sentences
    ]


def _changed(declared: Declaration, name: str, changes: dict[str, Any]) -> Declaration:
    return replace(
        declared, personal={**declared.personal, name: replace(declared.personal[name], **changes)}
    )


def _mutants(real: Registry) -> Iterator[tuple[str, Table, Any]]:
    """Each table with one thing about it broken, and the id it must be refused under."""
    for table in real:
        declared = table.declaration
        assert isinstance(declared, Declaration)
        yield "E001", table, None
        for name in declared.other:
            if table.model and name not in _fields_starting_a_period(declared):
                yield "E003", table, replace(declared, other=tuple(set(declared.other) - {name}))
        for name, personal in declared.personal.items():
            rest = {field: one for field, one in declared.personal.items() if field != name}
            if table.model:
                yield "E003", table, replace(declared, personal=rest)
            yield "E005", table, replace(declared, other=(*declared.other, name))

            yield "E007", table, _changed(declared, name, {"category": personal.category + ".x"})
            yield "E008", table, _changed(declared, name, {"purposes": {}})
            for purpose in declared.purposes_of(name):
                broken = {**declared.purposes_of(name), purpose: None}
                yield "E009", table, _changed(declared, name, {"purposes": broken})
            yield "E011", table, _changed(declared, name, {"keep": Keep(start="", days=1)})
            yield "E022", table, _changed(declared, name, {"keep": Keep(start="nowhere", days=0)})
        for path in declared.owners:
            yield "E014", table, replace(declared, owners={**declared.owners, path: "robot"})  # type: ignore[dict-item]
            if path != "self":
                yield "E012", table, replace(declared, owners={f"{path}__x": Subject.MEMBER})
        if declared.personal:
            yield "E016", table, replace(declared, controller=None)
            yield "E017", table, replace(declared, owners={})


def _fields_starting_a_period(declared: Declaration) -> set[str]:
    keeps = [declared.keep, *(personal.keep for personal in declared.personal.values())]
    return {keep.start for keep in keeps if isinstance(keep, Keep)}


def test_any_hole_in_a_real_declaration_is_found(real: Registry) -> None:
    made = missed = 0
    for number, table, declaration in _mutants(real):
        real.tables[table.label] = replace(table, declaration=declaration)
        made += 1
        missed += f"privacy.{number}" not in {fault.id for fault in check_registry(real)}
        real.tables[table.label] = table
    assert made > 400
    assert missed == 0
    assert list(check_registry(real)) == []


def test_the_words_are_those_of_the_taxonomy() -> None:
    assert all(key == "user" or key.rpartition(".")[0] in CATEGORIES for key in CATEGORIES)
    assert {subject.fideslang for subject in Subject} <= SUBJECTS
    assert {use for purpose in Purpose for use in purpose.fideslang} <= USES
    assert (len(CATEGORIES), len(SUBJECTS), len(USES)) == (82, 15, 55)
    assert all(str(word.label) for words in (Subject, Purpose, Basis) for word in words)
