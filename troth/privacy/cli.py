"""`troth privacy …`: the operator's view of what is declared."""

import json
from pathlib import Path
from typing import Annotated

import typer

from troth.lib.commands import load, stop

app = typer.Typer(
    help="What is known about people: shown, exported, erased, held, swept and probed.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def privacy() -> None:
    """What is known about people: shown, exported, erased, held, swept and probed."""


@app.command("export")
def export_person(
    address: Annotated[str, typer.Argument(help="Of whoever asked, in writing or by telephone.")],
    to: Annotated[
        Path | None, typer.Option("--to", help="The file to write. Default: one in this folder.")
    ] = None,
) -> None:
    """Write everything about whoever is at an address into one archive. See first that it is they who ask."""
    load()
    from troth.lib.clock import now
    from troth.privacy.exports import export_to

    path = to or Path(f"your-data-{now():%Y-%m-%d}.zip")
    if path.exists():
        raise stop(f"{path} is there already. Name another file with --to.")
    rows = export_to(address, path)
    if not rows:
        raise stop("Nothing is known about this address.")
    typer.echo(f"{path}: {rows} records. Give it to nobody but the person, by a way that is theirs.")


@app.command("map")
def show_map(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, for other programs.")] = False,
    database: Annotated[
        bool, typer.Option("--database", help="Instead, look for tables and columns that nobody declared.")
    ] = False,
) -> None:
    """Print every table and every field about a person: what, whose, from where, for what, who sees it, how long."""
    load()
    from django.db import connection
    from rich.console import Console

    from troth.privacy.checks import refuse_undeclared, undeclared_in_database
    from troth.privacy.map import draw, make_map
    from troth.privacy.registry import registry

    refuse_undeclared()
    if database:
        sentences = undeclared_in_database(connection)
        for sentence in sentences:
            typer.echo(sentence)
        if sentences:
            raise typer.Exit(1)
        typer.echo("Every table and every column of the database is declared.")
        return
    document = make_map(registry())
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        Console().print(draw(document))


@app.command()
def sweep() -> None:
    """Delete or obfuscate now what is past its period; the worker does it once a day."""
    load()
    from troth.privacy.checks import refuse_undeclared
    from troth.privacy.retention import sweep as sweep_now

    refuse_undeclared()
    run = sweep_now()
    for label, count in sorted(run.counts.items()):
        typer.echo(f"{label}: {count}")
    for label, count in sorted(run.held.items()):
        typer.echo(f"{label}: {count} held")
    if not run.counts and not run.held:
        typer.echo("Nothing is past its period.")
