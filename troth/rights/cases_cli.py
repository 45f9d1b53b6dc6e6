"""`troth cases …`: what is handed over because law, danger or a sale ask for it."""

from pathlib import Path
from typing import Annotated

import typer

from troth.lib.commands import load, stop

app = typer.Typer(
    help="Cases of law, danger and sale: what was demanded, and what was handed over.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def cases() -> None:
    """Cases of law, danger and sale: what was demanded, and what was handed over."""
    load()


@app.command("list")
def show() -> None:
    """Print every case with its number and its step."""
    from troth.privacy.models import DisclosureCase

    for one in DisclosureCase.objects.all():
        typer.echo(f"{one.number}  {one.get_kind_display()}  {one.get_state_display()}  {one.asked_by}")


@app.command()
def export(
    number: Annotated[str, typer.Argument(help="As “list” shows it.")],
    to: Annotated[Path, typer.Option(help="The file to write.")],
) -> None:
    """Write what an approved case is about to a file, to be handed over now. It is on record that it was."""
    import os

    from troth.lib.problems import Problem
    from troth.privacy.casework import export_case
    from troth.privacy.models import DisclosureCase

    found = next((one for one in DisclosureCase.objects.all() if one.number == number), None)
    if found is None:
        raise stop(f"There is no case {number}.")
    try:
        with os.fdopen(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            found = export_case(found, file, None)
    except FileExistsError:
        raise stop(f"{to} is there already. Name another file with --to.") from None
    except Problem as problem:
        to.unlink()
        raise stop(problem.title) from None
    last = found.exports[-1]
    typer.echo(f"{to}: {last['rows']} rows, SHA-256 {last['digest']}")
