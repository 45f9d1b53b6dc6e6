"""`troth privacy hold …`: legal holds that the operator answers for."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from troth.lib.commands import load, stop

if TYPE_CHECKING:
    from django.db.models import Model

app = typer.Typer(
    help="Legal holds: what may not be deleted, whoever asks.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def hold() -> None:
    """Legal holds: what may not be deleted, whoever asks."""


@app.command()
def place(
    target: Annotated[
        str,
        typer.Argument(help="An email address, or a row: accounts.Person:ID, meetings.Meeting:ID, …"),
    ],
    authority: Annotated[str, typer.Option(help="Who demands it.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day, UTC. Default: until it is released."),
    ] = None,
) -> None:
    """Forbid that anything is deleted that is, or points at, what is named."""
    load()
    from datetime import UTC, time

    from troth.privacy.holding import place_hold
    from troth.privacy.people import people_at
    from troth.privacy.purposes import for_the_engine

    with for_the_engine():
        found: list[Model] = people_at(target) if "@" in target else _row(target)
        if not found:
            raise stop(f"There is nobody and nothing at {target}.")
        end = datetime.combine(until.date(), time.max, UTC) if until else None
        for row in found:
            placed = place_hold(row, scope="", reason=reason, authority=authority, by=None, until=end)
            typer.echo(f"{placed.pk}  {placed.target}")


def _row(target: str) -> "list[Model]":
    from django.apps import apps
    from django.core.exceptions import ValidationError

    label, _, key = target.partition(":")
    try:
        return list(apps.get_model(label)._base_manager.filter(pk=key))
    except (LookupError, ValueError, ValidationError):
        return []


@app.command()
def release(hold_id: Annotated[UUID, typer.Argument(metavar="ID", help="As list shows it.")]) -> None:
    """End a hold. What waited for it is erased at once."""
    load()
    from troth.privacy.holding import release_hold
    from troth.privacy.models import Hold
    from troth.privacy.purposes import for_the_engine

    with for_the_engine():
        found = Hold.objects.filter(pk=hold_id, released_at__isnull=True).first()
        if found is None:
            raise stop(f"No hold {hold_id} is in force.")
        ended = release_hold(found, None)
    typer.echo(f"Released. {ended} erasures that waited came to their end.")


@app.command("list")
def show() -> None:
    """Print the holds in force, of every organization too."""
    load()
    from troth.privacy.holds import holds_in_force
    from troth.privacy.purposes import for_the_engine

    with for_the_engine():
        for one in sorted(holds_in_force(), key=lambda one: one.placed_at):
            until = f"until {one.until:%Y-%m-%d}" if one.until else "until released"
            whose = f"organization {one.scope}" if one.scope else "operator"
            typer.echo(
                f"{one.pk}  {one.placed_at:%Y-%m-%d}  {until}  {one.target}:{one.key}  {whose}  {one.authority}"
            )
