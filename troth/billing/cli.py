"""`troth organization …`: the customers of the installation, and the end of their subscriptions."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from troth.lib.commands import load

if TYPE_CHECKING:
    from troth.organizations.models import Organization

app = typer.Typer(
    help="The organizations of the installation, and the end of their subscriptions.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Id = Annotated[str, typer.Argument(help="The organization's id, as `troth organization list` shows it.")]


@app.callback()
def organization() -> None:
    """The organizations of the installation, and the end of their subscriptions."""
    load()


@app.command("list")
def show_all() -> None:
    """Print every organization with its id, its plan, and when its subscription ends."""
    from troth.organizations.models import Organization

    for one in Organization.objects.select_related("licence").order_by("name", "pk"):
        licence = getattr(one, "licence", None)
        ends = f"  ends {licence.ends_at:%Y-%m-%d %H:%M} UTC" if licence and licence.ends_at else ""
        typer.echo(f"{one.pk}  {one.name}  {licence.plan.name if licence else 'Team'}{ends}")


@app.command()
def end(
    id: Id,
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Its last day, in UTC.")],
    kept_days: Annotated[
        int, typer.Option(help="Days after the end that its data stays, 180 at most.")
    ] = 150,
) -> None:
    """End an organization's subscription on a day to come; its owners are told by mail when it has ended."""
    from troth.billing.actions import end_subscription

    try:
        licence = end_subscription(_named(id), on.replace(tzinfo=UTC) + timedelta(days=1), kept_days)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    typer.echo(
        f"It ends at {licence.ends_at:%Y-%m-%d %H:%M} UTC; its data goes on {licence.gone_at:%Y-%m-%d}."
    )


@app.command("continue")
def go_on(id: Id) -> None:
    """Take the end of a subscription back, before the data goes."""
    from troth.billing.actions import continue_subscription

    if not continue_subscription(_named(id)):
        raise typer.BadParameter("There is no end that could be taken back.")
    typer.echo("The subscription goes on.")


def _named(id: str) -> "Organization":
    from django.core.exceptions import ValidationError

    from troth.organizations.models import Organization

    try:
        found = Organization.objects.filter(pk=id).first()
    except ValidationError:
        found = None
    if found is None:
        raise typer.BadParameter(f"There is no organization {id}; `troth organization list` shows all.")
    return found
