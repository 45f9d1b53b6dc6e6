"""What somebody does not want to hear about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from troth.outreach.kinds import Topic
from troth.privacy import (
    SELF,
    Basis,
    Controller,
    Declaration,
    KeepWhileOwned,
    Personal,
    Purpose,
    Source,
    Subject,
)


class TopicOptOut(models.Model):
    """Whoever is at an address, or has an account, refuses a topic while they take others of its kind.

    `mark` is a keyed hash of either (`preferences.py`), and all there ever is
    of them: so the choice outlasts an erasure, and says nothing about anybody
    who is not known already (RET-8, RET-9).
    """

    mark = models.CharField(max_length=64)
    topic = models.CharField(max_length=20, choices=Topic.choices)
    said_at = models.DateTimeField()

    privacy = Declaration(
        about=_("What you don't want mail about"),
        controller=Controller.OPERATOR,
        # Nothing in a row leads to a person, so no path can: the row is what there is of them.
        owners={SELF: tuple(kind for kind in Subject if kind not in (Subject.GUEST, Subject.VISITOR))},
        purposes=dict.fromkeys(
            (Purpose.SERVE, Purpose.ENGAGE, Purpose.PROMOTE, Purpose.LEGAL), Basis.LEGAL_OBLIGATION
        ),
        keep=KeepWhileOwned(),
        personal={
            "mark": Personal("user.unique_id.pseudonymous", Source.USE),
            "topic": Personal("user.privacy_preferences"),
        },
        other=("id", "said_at"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mark", "topic"], name="one_opt_out_a_topic")]

    def __str__(self) -> str:
        return str(self.pk)
