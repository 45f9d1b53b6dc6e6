"""`troth operator …`: who runs the installation, in the program: its desk, recipients, cases and mailings."""

from typing import TYPE_CHECKING, Annotated

import typer

from troth.lib.commands import load, stop

if TYPE_CHECKING:
    from troth.accounts.models import Person

app = typer.Typer(
    help="The people who run the installation: its desk, recipients, cases and mailings are theirs.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="The mail address of the account.")]


@app.callback()
def operator() -> None:
    """The people who run the installation: its desk, recipients, cases and mailings are theirs."""
    load()


@app.command("list")
def show() -> None:
    """Print who runs the installation."""
    from troth.accounts.models import Person
    from troth.privacy import Purpose
    from troth.privacy.purposes import under

    with under(Purpose.SERVE):
        for one in Person.objects.filter(is_operator=True).order_by("email"):
            typer.echo(f"{one.email}  {one.name}{'' if one.is_active else '  (may not sign in)'}")


@app.command()
def add(
    address: Address,
    name: Annotated[str, typer.Option(help="Their name, where they have no account yet.")] = "",
) -> None:
    """Make somebody one of those who run the installation. Cases take two of them."""
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.urls import reverse

    from troth.accounts.actions import appoint_operator, open_account
    from troth.lib.text import one_line
    from troth.privacy import Purpose
    from troth.privacy.purposes import under

    with under(Purpose.SERVE):
        person = _at(address)
        if person is None:
            try:
                validate_email(address)
            except ValidationError:
                raise stop(f"“{address}” is no mail address.") from None
            if not one_line(name):
                raise stop("Nobody has an account at this address: say --name, and one is made.")
            person = open_account(address, one_line(name))
            typer.echo(f"Their password is set at {settings.PUBLIC_URL}{reverse('account_reset_password')}")
        typer.echo(
            "They run this installation from now on." if appoint_operator(person) else "They do already."
        )


@app.command()
def remove(address: Address) -> None:
    """Take it from them again. Their account stays."""
    from troth.accounts.actions import dismiss_operator
    from troth.privacy import Purpose
    from troth.privacy.purposes import under

    with under(Purpose.SERVE):
        person = _at(address)
        if person is None or not dismiss_operator(person):
            raise stop("Nobody at this address runs the installation.")
    typer.echo("They run this installation no more.")


def _at(address: str) -> "Person | None":
    from troth.accounts.models import Person

    return Person.objects.filter(email=address).first()
