"""A file of contacts between upload and result."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.organizations.models.contact import SEEN_BY, Kind
from troth.privacy import (
    SELF,
    Basis,
    Controller,
    Declaration,
    Everything,
    Keep,
    Personal,
    Purpose,
    Readable,
    Source,
    Subject,
)


class ImportState(models.TextChoices):
    """Where an import stands. A worker moves it out of READING and WRITING, the operator out of READY."""

    READING = "reading", _("Being read")
    READY = "ready", _("Read, not yet carried out")
    WRITING = "writing", _("Being carried out")
    DONE = "done", _("Carried out")
    REFUSED = "refused", _("Not readable")


class ContactImport(models.Model):
    """The uploaded file waits in `content` until the import is carried out or dismissed, a day at most.

    `rows_done` counts the rows of the file that the present state has behind
    it: an import whose worker dies goes on there. `report` is what
    `contacts/report.py` says: lines and reasons, no values of the file but
    the names of its columns.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=20, choices=ImportState.choices, default=ImportState.READING)
    kind = models.CharField(max_length=20, choices=Kind.choices, blank=True)
    source = models.JSONField()
    content = models.BinaryField()
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)

    objects = Readable()
    everything = Everything()

    privacy = Declaration(
        about=_("Files of contacts on their way in"),
        controller=Controller.OPERATOR,
        owners={SELF: tuple(kind.subject for kind in Kind)},
        readers={"started_by": Subject.MEMBER},
        purposes={Purpose.SERVE: Basis.LEGITIMATE_INTEREST},
        keep=Keep(start="uploaded_at", days=1, since=_("the upload")),
        personal={
            "content": Personal("user.contact", Source.NOTED, SEEN_BY),
            "report": Personal("user.contact", Source.NOTED, SEEN_BY),
            "started_by": Personal("user.unique_id", Source.USE, SEEN_BY),
        },
        other=("id", "uploaded_at", "state", "kind", "source", "rows", "rows_done"),
    )

    def __str__(self) -> str:
        return str(self.id)
