"""`troth privacy map`: the whole map as data, as JSON and as a table."""

import json
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from rich.console import Console
from typer.testing import CliRunner

from troth.privacy import Declaration
from troth.privacy.cli import app
from troth.privacy.map import draw, make_map
from troth.privacy.registry import registry

terminal = CliRunner()


def _printed() -> dict[str, Any]:
    answer = terminal.invoke(app, ["map", "--json"])
    assert answer.exit_code == 0, answer.output
    document: dict[str, Any] = json.loads(answer.stdout)
    return document


def test_the_json_is_the_map() -> None:
    document = _printed()
    assert document == make_map(registry())
    assert document["format"] == 1
    assert document["taxonomy"] == "fideslang 3.1.4"


def test_each_field_of_each_table_is_in_it_once() -> None:
    declared = []
    for table in registry():
        assert isinstance(table.declaration, Declaration)
        declared += [(table.label, field.name) for field in table.fields]
        if table.model is None:
            declared += [(table.label, name) for name in table.declared_names]
    listed = []
    for entry in _printed()["tables"]:
        listed += [(entry["table"], field["field"]) for field in entry["personal"]]
        listed += [(entry["table"], field) for field in entry["other"]]
    assert sorted(listed) == sorted(declared)
    assert len(set(listed)) == len(listed)


def test_an_entry_says_everything() -> None:
    tables = {entry["table"]: entry for entry in _printed()["tables"]}
    message = tables["meetings.Message"]
    assert message["database_table"] == "meetings_message"
    assert message["declared_in"] == "troth.meetings.models.chat"
    assert message["controller"] == "organization"
    onward = {"path": "author", "subjects": [], "fideslang": [], "forget": [], "get": []}
    assert message["owners"] == [onward]
    host = {
        "path": "meeting__host",
        "subjects": ["member"],
        "fideslang": ["employee"],
        "forget": [],
        "get": [],
    }
    assert host in message["readers"]
    assert next(field for field in message["personal"] if field["field"] == "text") == {
        "field": "text",
        "category": "user.content.private",
        "source": "person",
        "purposes": [{"purpose": "serve", "basis": "contract", "fideslang": ["essential.service"]}],
        "seen_by": ["participants"],
        "keep": {
            "kind": "period",
            "start": "session__ended_at",
            "days": 365,
            "rule": "meeting_days",
            "then": "obfuscate",
        },
        "region": "home",
    }
    person = {field["field"]: field for field in tables["accounts.Person"]["personal"]}
    assert person["email"]["keep"] == {
        "kind": "while_owned",
        "start": None,
        "days": None,
        "rule": None,
        "then": "delete",
    }
    assert tables["web_cache"]["declared_in"] == "troth.web.declarations"
    assert tables["sessions.Session"]["declared_in"] == "troth.accounts.declarations"
    licence = tables["billing.Licence"]
    assert (licence["controller"], licence["owners"], licence["personal"]) == (None, [], [])


def test_the_table_names_every_field() -> None:
    console = Console(width=200, file=StringIO())
    document = make_map(registry())
    console.print(draw(document))
    drawn = console.file.getvalue()  # type: ignore[attr-defined]
    for entry in document["tables"]:
        assert entry["table"] in drawn
        for field in entry["personal"]:
            assert f" {field['field']} " in drawn
    assert terminal.invoke(app, ["map"]).exit_code == 0


@pytest.mark.django_db
def test_the_database_is_compared() -> None:
    answer = terminal.invoke(app, ["map", "--database"])
    assert (answer.exit_code, answer.stdout) == (
        0,
        "Every table and every column of the database is declared.\n",
    )
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (secret text)")
    answer = terminal.invoke(app, ["map", "--database"])
    assert (answer.exit_code, answer.stdout) == (
        1,
        "The database has a table “forgotten” that nobody declared.\n",
    )
