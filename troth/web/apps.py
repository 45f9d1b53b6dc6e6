from typing import Any

from django.apps import AppConfig
from django.db.models.signals import pre_save


class WebConfig(AppConfig):
    """Keeps what an exception says out of the table of tasks."""

    name = "troth.web"

    def ready(self) -> None:
        from django_tasks_db.models import DBTaskResult

        pre_save.connect(_keep_places, sender=DBTaskResult, dispatch_uid="web")


def _keep_places(instance: Any, **_kw: object) -> None:
    from troth.web.logs import places_only

    if "Traceback (most recent call last)" in instance.traceback:
        instance.traceback = places_only(instance.traceback)
