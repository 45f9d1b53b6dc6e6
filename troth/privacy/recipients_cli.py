"""`troth recipients …`: who outside gets data, for who runs the installation."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from troth.lib.commands import load, stop

if TYPE_CHECKING:
    from troth.privacy.models import OutsideRecipient

app = typer.Typer(
    help="Recipients outside: who stands behind the doors by which data leaves.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Key = Annotated[
    str, typer.Argument(metavar="KEY", help="A short name for it, of letters, digits and dashes.")
]


@app.callback()
def recipients() -> None:
    """Recipients outside: who stands behind the doors by which data leaves."""
    load()


@app.command("list")
def show() -> None:
    """Print the doors of this installation, where each leads, and every recipient that is declared."""
    from troth.lib.clock import now
    from troth.privacy.recipients import HandOverRefused, behind, doors, recipients_in_force

    for door in doors():
        try:
            found = behind(door)
        except HandOverRefused as refused:
            typer.echo(f"{door.key}  {door.about}\n    Nothing leaves: {refused}")
        else:
            where = f"{found.name} at {found.host}" if found else "the operator's own machine"
            typer.echo(f"{door.key}  {door.about}\n    Leads to {where}.")
    for one in recipients_in_force():
        vetted = f"vetted until {one.vetted_until}" if one.is_vetted(now().date()) else "not vetted"
        typer.echo(f"{one.key}  {one.name}  {one.country}  {one.get_function_display()}  {vetted}")


@app.command()
def declare(
    key: Key,
    name: Annotated[str, typer.Option(help="Its name, as people read it.")],
    function: Annotated[str, typer.Option(help="What it does: hosting, messages, payment, …")],
    country: Annotated[str, typer.Option(help="Where it is, as DE.")],
    purpose: Annotated[
        list[str] | None, typer.Option(help="For what it may get data; may be given again.")
    ] = None,
    category: Annotated[
        list[str] | None,
        typer.Option(help="What it may get, as user.contact.email; may be given again. Default: the door's."),
    ] = None,
    door: Annotated[str, typer.Option(help="The door it stands behind, as “list” shows it.")] = "",
    mechanism: Annotated[
        list[str] | None,
        typer.Option(help="What covers the transfer: scc, uk_addendum, uk_idta, dpf, derogation."),
    ] = None,
    address: Annotated[str, typer.Option(help="Where it is told of erasures.")] = "",
) -> None:
    """Declare a recipient, or change what is declared of one. It gets nothing until it is vetted."""
    from troth.lib.problems import Problem
    from troth.privacy.declaring import change_recipient, declare_recipient
    from troth.privacy.facts import WrongFact, facts_of
    from troth.privacy.models import OutsideRecipient

    try:
        facts = facts_of(
            key,
            name=name,
            function=function,
            country=country,
            door=door,
            categories=category or [],
            purposes=purpose or [],
            mechanisms=mechanism or [],
            address=address,
        )
        there = OutsideRecipient.objects.filter(key=key, until=None).first()
        if there:
            change_recipient(there, facts, None)
        else:
            declare_recipient(key, facts, None)
    except WrongFact as wrong:
        raise stop(str(wrong)) from None
    except Problem as problem:
        raise stop(problem.title) from None
    typer.echo(f"Declared. Look into it, and say so: troth recipients vet {key} --until DAY --findings …")


@app.command()
def vet(
    key: Key,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day this holds.")],
    findings: Annotated[str, typer.Option(help="What was looked into, and where that is kept.")],
) -> None:
    """Say that a recipient was vetted and may be given what is declared."""
    from troth.privacy.declaring import vet_recipient

    found = _in_force(key)
    try:
        vet_recipient(found, until.date(), findings, None)
    except ValueError as error:
        raise stop(str(error)) from None
    typer.echo(f"{found.name} may be given what is declared until {until:%Y-%m-%d}.")


@app.command()
def end(key: Key) -> None:
    """End a recipient: nothing goes there any more. What was declared stays on record."""
    from troth.privacy.declaring import end_recipient

    found = _in_force(key)
    end_recipient(found, None)
    typer.echo(f"{found.name} is given nothing any more.")


def _in_force(key: str) -> "OutsideRecipient":
    from troth.privacy.models import OutsideRecipient

    found = OutsideRecipient.objects.filter(key=key, until=None).first()
    if found is None:
        raise stop(f"No recipient {key} is declared.")
    return found
