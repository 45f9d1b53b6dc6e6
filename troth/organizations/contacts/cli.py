"""`troth contacts …`: the operator's contacts from the command line."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from troth.lib.commands import load, stop

app = typer.Typer(
    help="People at customers, suppliers, resellers and partners, and prospects.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def contacts() -> None:
    """People at customers, suppliers, resellers and partners, and prospects."""


@app.command("import")
def import_contacts(
    file: Annotated[Path, typer.Argument(help="A CSV file, or - for the standard input.")],
    source: Annotated[
        str,
        typer.Option(
            help="Where it came from, unless the file says: “reseller”, or “reseller 2026-05-31 Acme”."
        ),
    ],
    kind: Annotated[
        str, typer.Option(help="customer, supplier, partner or prospect, unless the file says.")
    ] = "",
    good_rows: Annotated[
        bool, typer.Option("--good-rows", help="Take the good rows though others are refused.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Say what would happen, and change nothing.")
    ] = False,
) -> None:
    """Bring contacts in from a CSV file. Where a row is refused, none is taken, unless --good-rows is given."""
    load()
    from troth.organizations.contacts import actions, provenance
    from troth.organizations.contacts.reading import MOST_BYTES
    from troth.organizations.contacts.report import as_lines, counted, lines, sentence
    from troth.organizations.models import ContactImport, Kind

    if kind and kind not in Kind.values:
        raise stop(f"The kind is one of {', '.join(Kind.values)}.")
    try:
        origin = provenance.parse(source)
    except ValueError:
        known = ", ".join(one.value for one in provenance.SOURCES)
        raise stop(
            f"The source is one of {known}, then perhaps a day that is not to come, then a name."
        ) from None
    try:
        # One byte more than is taken: enough to be refused.
        with sys.stdin.buffer if str(file) == "-" else file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise stop(f"{file} can't be read: {error.strerror}.") from None

    upload = actions.record_upload(content, kind, origin, None)
    try:
        actions.read_upload(str(upload.pk))
        upload.refresh_from_db()
        if refusal := upload.report.get("refusal"):
            raise stop(sentence(refusal))
        refused = upload.report["counts"].get("refused", 0)
        takes = not check and (good_rows or not refused)
        if takes:
            actions.confirm_import(upload)
            actions.carry_out_upload(str(upload.pk))
            upload.refresh_from_db()
        for line in as_lines(lines(upload.report)):
            typer.echo(f"line {line.number}: {line.outcome.label}. {' '.join(line.sentences)}")
        typer.echo(
            ", ".join(f"{number} {outcome.label}".lower() for outcome, number in counted(upload.report))
        )
        if not takes:
            typer.echo("Nothing was changed.")
        if refused:
            raise typer.Exit(1)
    finally:
        ContactImport.objects.filter(pk=upload.pk).delete()
