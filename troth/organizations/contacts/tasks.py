"""Files of contacts, worked through. Tasks carry an import's id and nothing else."""

from django_tasks import task

from troth.organizations.contacts import actions


@task()
def read(import_id: str) -> None:
    """Finds out what an uploaded file would do."""
    actions.read_upload(import_id)


@task()
def carry_out(import_id: str) -> None:
    """Does it."""
    actions.carry_out_upload(import_id)
