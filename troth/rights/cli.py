"""`troth privacy erase|return|pick-up|probe`: erasing people who asked for it, and what the clock would do."""

from typing import Annotated

import typer

from troth.lib.commands import load, stop
from troth.privacy.hold_cli import app as hold


def join(privacy: typer.Typer) -> None:
    """Adds these commands to those of `troth privacy`."""
    privacy.command()(erase)
    privacy.command("return")(come_back)
    privacy.command("pick-up")(pick_up)
    privacy.command()(probe)
    privacy.add_typer(hold, name="hold")


def erase(
    address: Annotated[str, typer.Argument(help="The email address of the person.")],
    at_once: Annotated[
        bool, typer.Option("--now", help="For good: without the days to come back in.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase everybody who is at an address, with all that is theirs. The link back is mailed to them and printed."""
    load()
    from datetime import timedelta

    from troth.lib.problems import Problem
    from troth.privacy import Purpose
    from troth.privacy.leaving import WINDOW
    from troth.privacy.outlook import what_would_go
    from troth.privacy.people import people_at
    from troth.privacy.purposes import under
    from troth.rights.actions import erase_at

    if not people_at(address):
        raise stop(f"There is nobody at {address}.")
    try:
        outlook = what_would_go(address)
        for words, lines in (("goes", outlook.going), ("loses what is theirs", outlook.staying)):
            for line in lines:
                typer.echo(f"{line.count:>6}  {line.about}: {words}")
        if outlook.held:
            typer.echo(f"{outlook.held:>6}  kept by a legal hold, until it is released")
        if not yes:
            typer.confirm("Erase it for good?" if at_once else "Erase it?", abort=True)
        with under(Purpose.LEGAL):
            link, held = erase_at(address, "operator", window=timedelta() if at_once else WINDOW)
    except Problem as problem:
        raise stop(str(problem.title)) from None
    typer.echo("Erased." if not held else f"Erased, but for {held} rows that a hold keeps.")
    if link:
        typer.echo(f"Within {WINDOW.days} days this brings everything back: {link}")


def come_back(link: Annotated[str, typer.Argument(help="The link from the person's mail.")]) -> None:
    """Undo an erasure, as long as its link works."""
    load()
    from troth.lib.problems import Problem
    from troth.privacy import leaving

    try:
        leaving.come_back(link.rstrip("/").rpartition("/")[2])
    except Problem as problem:
        raise stop(str(problem.title)) from None
    typer.echo("Everything is back.")


def pick_up() -> None:
    """Do now what the clock does every few minutes: go on with erasures, and make final what is due."""
    load()
    from troth.privacy import leaving

    typer.echo(f"{leaving.pick_up()} erasures went on.")


def probe() -> None:
    """Look now whether promises are kept, as the worker does once a day, and print what was found."""
    load()
    from troth.privacy import Purpose
    from troth.privacy.models import ProbeRun
    from troth.privacy.purposes import under
    from troth.rights.actions import look_at_promises

    with under(Purpose.SERVE):
        red = look_at_promises()
    for run in ProbeRun.objects.all():
        typer.echo(f"{'red  ' if run.is_red else 'ok   '} {run.name}: {run.fault or run.counted}")
    if red:
        raise typer.Exit(1)
