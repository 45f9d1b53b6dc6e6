"""What the tables of tasks, cache and migrations hold about people."""

from django.utils.translation import gettext_lazy as _

from troth.privacy import (
    SELF,
    Basis,
    Controller,
    Declaration,
    Keep,
    Personal,
    Purpose,
    Source,
    Subject,
    nothing_personal,
)

TABLES = {
    # Tasks take ids of rows and never what stands in them, so a task is about nobody.
    "django_tasks_database.DBTaskResult": nothing_personal(
        "id",
        "status",
        "enqueued_at",
        "started_at",
        "finished_at",
        "args_kwargs",
        "priority",
        "task_path",
        "worker_ids",
        "queue_name",
        "backend_name",
        "run_after",
        "return_value",
        "exception_class_path",
        "traceback",
    ),
    "web_cache": Declaration(
        about=_("Counts against guessing and flooding"),
        controller=Controller.OPERATOR,
        owners={SELF: (Subject.MEMBER, Subject.GUEST, Subject.VISITOR)},
        purposes={Purpose.SECURE: Basis.LEGITIMATE_INTEREST},
        keep=Keep(start="expires", days=1, since=_("it expired")),
        personal={
            "cache_key": Personal("user.device.ip_address", Source.USE),
            "value": Personal("user.behavior", Source.USE),
        },
        other=("expires",),
    ),
    "django_migrations": nothing_personal("id", "app", "name", "applied"),
}
