"""What the operator's commands begin with, and how they stop."""

import typer


def load() -> None:
    """Loads Django where it is not loaded yet: once more would tie the log to whatever the standard error is by then."""
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()


def stop(sentence: str) -> typer.Exit:
    """What to raise where a command can't do it: the sentence goes to the standard error."""
    typer.echo(sentence, err=True)
    return typer.Exit(1)
