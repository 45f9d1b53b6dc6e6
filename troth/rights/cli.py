"""`troth privacy erase|return|pick-up|probe|periods|runs`: erasing people who asked for it, what the clock would do and
did, and how long an organization keeps things."""

from typing import Annotated
from uuid import UUID

import typer

from troth.lib.commands import load, stop
from troth.privacy.hold_cli import app as hold


def join(privacy: typer.Typer) -> None:
    """Adds these commands to those of `troth privacy`."""
    privacy.command()(erase)
    privacy.command("return")(come_back)
    privacy.command("pick-up")(pick_up)
    privacy.command()(probe)
    privacy.command()(periods)
    privacy.command()(runs)
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
        typer.echo(f"Within {WINDOW.days} days this brings everything back, but for films: {link}")


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


def periods(
    organization: Annotated[UUID, typer.Argument(help="The organization's ID.")],
    change: Annotated[
        list[str] | None, typer.Option("--set", help="RULE=DAYS, as meeting_days=90; may be given again.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Print how long an organization keeps what its administrators decide about, or change it."""
    load()
    from troth.organizations.models import Organization
    from troth.privacy import Purpose
    from troth.privacy.purposes import under
    from troth.privacy.retention import days_of, would_remove
    from troth.privacy.vocabulary import RULES
    from troth.rights.actions import change_periods
    from troth.rights.loss import loss_of

    scope = str(organization)
    with under(Purpose.SERVE, Purpose.LEGAL):
        found = Organization.objects.filter(pk=organization).first()
        if found is None:
            raise stop(f"There is no organization {organization}.")
        wanted = {rule: days_of(scope, rule) for rule in RULES} | _parsed(change or [])
        wanted["connection_days"] = min(wanted["connection_days"], wanted["meeting_days"])
        lost = [line for rule, days in wanted.items() for line in loss_of(would_remove(scope, rule, days))]
        for line in lost:
            typer.echo(f"goes: {line}")
        if lost and not yes:
            typer.confirm("Delete it for good?", abort=True)
        change_periods(found, None, wanted)
    for rule, bounds in RULES.items():
        typer.echo(f"{rule}: {wanted[rule]} ({bounds.least} to {bounds.most}), {bounds.label}")


def _parsed(changes: list[str]) -> dict[str, int]:
    from troth.privacy.vocabulary import RULES

    found = {}
    for change in changes:
        rule, _, days = change.partition("=")
        if rule not in RULES or not days.isdecimal():
            raise stop(f"{change}: write RULE=DAYS, with a rule of {', '.join(RULES)}.")
        if not RULES[rule].least <= int(days) <= RULES[rule].most:
            raise stop(f"{rule} is from {RULES[rule].least} to {RULES[rule].most} days.")
        found[rule] = int(days)
    return found


def runs(
    count: Annotated[int, typer.Option(help="So many of each, the latest first.")] = 10,
) -> None:
    """Print what sweeps and erasures did, and how far those are that go on."""
    load()
    from troth.privacy.beside import ORIGIN
    from troth.privacy.models import Erasure, SweepRun

    for run in SweepRun.objects.order_by("-started_at")[:count]:
        ended = f"ended {run.finished_at:%Y-%m-%d %H:%M}" if run.finished_at else "goes on, or was killed"
        typer.echo(
            f"sweep    {run.started_at:%Y-%m-%d %H:%M} UTC  {ended}: {sum(run.counts.values())} gone, {sum(run.held.values())} held"
        )
    for one in Erasure.objects.exclude(origin=ORIGIN).order_by("-asked_at")[:count]:
        typer.echo(
            f"erasure  {one.asked_at:%Y-%m-%d %H:%M} UTC  {one.state} ({one.origin}): {one.rows} rows, {one.held} held{'' if one.settled else ', goes on'}"
        )
