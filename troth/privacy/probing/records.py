"""Whether the record of what was done is whole, and can't be changed."""

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.privacy.append_only import TRIGGERS
from troth.privacy.audit import verify_chain
from troth.privacy.looking import look_at
from troth.privacy.models import AuditChain, AuditEntry
from troth.privacy.promises import Look, Probe
from troth.privacy.verify import Fault


def chains_whole() -> Look:
    wrong = []
    for scope in AuditChain.objects.values_list("scope", flat=True):
        try:
            verify_chain(scope)
        except Fault as fault:
            wrong.append(str(fault))
    return look_at(AuditEntry.objects.count(), wrong, _("The record of what was done is not whole: %(what)s"))


def record_guarded() -> Look:
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        there = {row[0] for row in cursor.fetchall()}
    wrong = [name for name, *_rest in TRIGGERS if name not in there]
    return look_at(
        len(TRIGGERS), wrong, _("The database would let the record be changed: %(what)s is missing.")
    )


RECORDS = (
    Probe(("SEC-1", "USE-10"), "privacy.chains", chains_whole, gettext_lazy("The record of what was done")),
    Probe(("SEC-1",), "privacy.append_only", record_guarded, gettext_lazy("The guard of that record")),
)
