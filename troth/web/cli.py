"""`troth`, the operator's command.

What a command needs is imported when it runs: help and completion stay quick.
"""

import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from troth.accounts.cli import app as operator
from troth.billing.cli import app as organization
from troth.lib.commands import stop
from troth.organizations.contacts.cli import app as contacts
from troth.privacy import Purpose
from troth.privacy.audit_cli import app as audit
from troth.privacy.cli import app as privacy
from troth.privacy.recipients_cli import app as recipients
from troth.rights import cli as rights
from troth.rights.cases_cli import app as cases

BEGAN = time.monotonic()

app = typer.Typer(
    name="troth",
    help="Run and look after a Troth installation. Settings come from TROTH_… variables: see docs/settings.md.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.command()
def run() -> None:
    """Run everything: media server, web server, worker, recorder and captioner. Ctrl-C stops it."""
    from troth.web.supervisor import run as run_all

    raise typer.Exit(run_all(BEGAN))


@app.command()
def feedback(days: Annotated[int, typer.Option(min=1, help="Of the last so many days.")] = 30) -> None:
    """What people said about meetings, counted, and their words without their names."""
    from datetime import timedelta

    from troth.web.preparation import set_up

    set_up()
    from troth.lib.clock import now
    from troth.meetings.queries import opinion
    from troth.privacy.purposes import under

    with under(Purpose.ENGAGE):
        said = opinion(now() - timedelta(days=days))
    for stars, count in said.stars.items():
        typer.echo(f"{stars} stars  {count}")
    for reason, count in said.reasons.items():
        typer.echo(f"{reason}: {count}")
    for stars, comment in said.comments:
        typer.echo(f"\n{stars} stars: {comment}")


@app.command()
def connections(days: Annotated[int, typer.Option(min=1, help="Of the last so many days.")] = 30) -> None:
    """How well people were connected, over all organizations, in groups of five people or more."""
    from troth.web.preparation import set_up

    set_up()
    from troth.connections.trends import trends
    from troth.privacy.purposes import under

    with under(Purpose.IMPROVE):
        found = trends(days)
    for name, groups in found.items():
        typer.echo(f"{name}:")
        for one in groups:
            numbers = one.numbers
            score = numbers["scored"] / numbers["measured"] / 100
            poor = 100 * numbers["poor"] / numbers["measured"]
            words = (
                f"score {score:.2f}, poor {poor:.1f} % of the time, {numbers['connections']:.0f} connections"
            )
            typer.echo(f"  {one.key[0] or '-'}: {words}")


@app.command()
def serve() -> None:
    """Run the web server only."""
    from troth.web.server import serve as serve_web

    serve_web()


@app.command()
def work() -> None:
    """Run the worker only: tasks, and what the clock starts."""
    from troth.web.config import load
    from troth.web.preparation import set_up
    from troth.web.restoring import join

    with join(load()):
        set_up()
        from troth.web.worker import work as work_on

        work_on()


@app.command()
def record() -> None:
    """Run the recorder only: a browser for each meeting that is recorded."""
    from troth.web.preparation import set_up

    set_up()
    from troth.web.recording import record as record_on

    record_on()


@app.command()
def caption() -> None:
    """Run the captioner only: it makes text of speech in meetings whose captions are on."""
    from troth.web.preparation import set_up

    set_up()
    from troth.web.captioning import caption as caption_on

    caption_on()


@app.command()
def openapi() -> None:
    """Print the API's OpenAPI document, from which the room's types are made."""
    import json

    from troth.web.preparation import set_up

    set_up()
    from ninja.responses import NinjaJSONEncoder

    from troth.web.api import api

    typer.echo(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), cls=NinjaJSONEncoder, indent=1))


@app.command()
def media() -> None:
    """Run the media server only."""
    from troth.media.process import NoMediaServer, find_program, write_configuration
    from troth.web.config import BadSettings, load
    from troth.web.installation import media_server

    config = load()
    try:
        program = find_program()
    except NoMediaServer as error:
        raise BadSettings(str(error)) from None
    path = write_configuration(media_server(config), config.data / "media")
    os.execv(program, [str(program), "--config", str(path)])


@app.command()
def migrate() -> None:
    """Bring the database to this version, and a restore that has begun to its end."""
    from troth.web import preparation
    from troth.web.config import load
    from troth.web.restoring import finish_restore

    restored = finish_restore(load())
    preparation.refuse_unsafe()
    preparation.migrate()
    typer.echo("The backup is restored." if restored else "The database is up to date.")


@app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to write it, as …/troth.tar.gz.")]) -> None:
    """Write database, files and keys to one file, while Troth runs. Keep it where only you can read it."""
    from troth.web.backup import back_up

    size = back_up(file)
    typer.echo(f"{file}: {size / 1_000_000:.1f} MB.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="In the place of the people who are here.")
    ] = False,
    without_ledger: Annotated[
        bool, typer.Option("--without-ledger", help="Though nobody knows here who was erased.")
    ] = False,
) -> None:
    """Put a backup in this installation's place, and forget again whoever was erased since it was made."""
    from troth.web.restoring import go_on
    from troth.web.restoring import restore as begin

    begin(file, replace=replace, without_ledger=without_ledger)
    go_on()


@app.command()
def check() -> None:
    """Check the settings, and that every field has its personal-data declaration."""
    from troth.web.preparation import refuse_unsafe

    refuse_unsafe()
    from django.conf import settings

    if not settings.OPERATOR_NAME:
        typer.echo(
            "Nobody knows who runs this installation: set TROTH_OPERATOR_NAME, TROTH_OPERATOR_ADDRESS and "
            "TROTH_OPERATOR_EMAIL, and the privacy notice names you.",
            err=True,
        )
    typer.echo("Nothing is wrong.")


@app.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    options_metavar="",
)
def django(
    arguments: Annotated[list[str] | None, typer.Argument(metavar="COMMAND [ARGUMENT]…")] = None,
    purpose: Annotated[
        list[Purpose] | None, typer.Option(help="For what personal data is read; may be given again.")
    ] = None,
) -> None:
    """Run a management command of Django's, as `troth django shell --purpose support`.

    Without a purpose it reads nothing personal; migrations are the engine's own work.
    """
    from troth.web.preparation import set_up

    if Purpose.IMPROVE in (purpose or ()):
        raise stop(
            "To improve Troth nobody's rows are read, only numbers of many: study() in docs/privacy-engine.md."
        )
    set_up()
    from django.core.management import execute_from_command_line

    from troth.privacy.purposes import for_the_engine, under

    words = arguments or ["help"]
    with for_the_engine() if words[0] == "migrate" else under(*purpose or ()):
        execute_from_command_line(["troth django", *words])


rights.join(privacy)
app.add_typer(operator, name="operator")
app.add_typer(organization, name="organization")
app.add_typer(privacy, name="privacy")
app.add_typer(audit, name="audit")
app.add_typer(contacts, name="contacts")
app.add_typer(recipients, name="recipients")
app.add_typer(cases, name="cases")


def main() -> None:
    """The command's entry."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "troth.web.settings")
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
