"""`troth audit …`: the record of what was done, to take away and to verify."""

from pathlib import Path
from typing import Annotated

import typer

from troth.lib.commands import load, stop
from troth.privacy.verify import verify_file

app = typer.Typer(
    help="The record of what was done: export it, and verify what was exported.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def audit() -> None:
    """The record of what was done: export it, and verify what was exported."""


@app.command("export")
def export_record(
    file: Annotated[Path, typer.Argument(help="Where to write it, as JSON lines.")],
    organization: Annotated[
        str,
        typer.Option(metavar="ID", help="An organization's record. Default: what the operator answers for."),
    ] = "",
) -> None:
    """Write a record to a file, and print its head: note the head elsewhere, and it proves the record later."""
    load()
    from troth.privacy.audit import export, head_of

    if organization and head_of(organization).number == 0:
        raise stop(f"Nothing is recorded of an organization {organization}.")
    try:
        with file.open("wb") as out:
            out.writelines(export(organization))
    except OSError as error:
        raise stop(f"{file} can't be written: {error.strerror}.") from None
    is_whole, sentence = verify_file(file)
    typer.echo(sentence, err=not is_whole)
    raise typer.Exit(0 if is_whole else 1)


@app.command("verify")
def verify_record(
    file: Annotated[Path, typer.Argument(help="A record as export wrote it.")],
    head: Annotated[
        str, typer.Option(help="A head that was noted before: the record must still contain it.")
    ] = "",
) -> None:
    """Say whether a record is whole, and where it is not. Asks no database; `python verify.py FILE` does the same."""
    is_whole, sentence = verify_file(file, head)
    typer.echo(sentence, err=not is_whole)
    raise typer.Exit(0 if is_whole else 1)
