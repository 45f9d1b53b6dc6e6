"""The engine's work for later. Tasks take ids only."""

from uuid import UUID

from django_tasks import task

from troth.privacy import exports, leaving, retention
from troth.privacy.purposes import for_the_engine


@task()
@for_the_engine()
def make_export(export_id: str) -> None:
    """Makes a copy of somebody's data."""
    exports.make_export(UUID(export_id))


@task()
@for_the_engine()
def do_what_is_due() -> None:
    """What the clock does by itself within a day: erasures go on, and what is past its period goes."""
    leaving.pick_up()
    retention.sweep()


@for_the_engine()
def tend_exports() -> None:
    """Clears away old copies, and has those made again whose run was lost."""
    for id in exports.tend():
        make_export.enqueue(str(id))
