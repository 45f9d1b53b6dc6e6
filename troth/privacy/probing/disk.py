"""Whether what lies beside the database is private, and goes when it should."""

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troth.lib.clock import now
from troth.privacy import exports, ledger, sealing
from troth.privacy.looking import look_at, look_for
from troth.privacy.models import Erasure, ErasureState, Export
from troth.privacy.models.exports import KEPT_DAYS
from troth.privacy.promises import Look, Probe

SLACK = timedelta(days=1)


def no_old_copies() -> Look:
    files = list(exports.folder().iterdir())
    fresh = Export.everything.filter(asked_at__gt=now() - timedelta(days=KEPT_DAYS) - SLACK)
    known = set(fresh.values_list("name", flat=True))
    old = [path for path in files if path.name.partition(".")[0] not in known and _is_settled(path)]
    return look_for(len(files), len(old), _("%(count)s copies of people's data lie here past their week."))


def _is_settled(path: Path) -> bool:
    """Whether a file has been there for long enough that the clock has come by."""
    return path.stat().st_mtime < (now() - timedelta(hours=1)).timestamp()


def no_old_seals() -> Look:
    files = list(sealing.folder().iterdir()) if sealing.folder().exists() else []
    leaving = Erasure.objects.filter(state=ErasureState.LEAVING, due_at__gt=now() - SLACK)
    known = set(leaving.values_list("id", flat=True))
    old = [path for path in files if not path.name.startswith(".") and _id(path) not in known]
    return look_for(
        len(files), len(old), _("%(count)s sealed files of people who are gone for good are still here.")
    )


def _id(path: Path) -> UUID | None:
    try:
        return UUID(path.stem)
    except ValueError:
        return None


def private() -> Look:
    found = list(_private_things())
    wrong = [path.name for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077]
    return look_at(len(found), wrong, _("Others on this machine may open: %(what)s."))


def _private_things() -> Iterator[Path]:
    data = Path(settings.DATA)
    for path in (data / "keys.json", ledger.folder(), exports.folder(), sealing.folder()):
        if path.exists():
            yield path
    for path in (ledger.folder() / "key", ledger.folder() / "erased"):
        if path.exists():
            yield path


def overwritten() -> Look:
    """SQLite overwrites what is deleted; PostgreSQL vacuums it, if no table is left out of that."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete")
            is_on = cursor.fetchone()[0] == 1
        else:
            cursor.execute("SELECT reloptions::text FROM pg_class WHERE reloptions IS NOT NULL")
            left_out = any("autovacuum_enabled=false" in row[0] for row in cursor.fetchall())
            cursor.execute("SHOW autovacuum")
            is_on = cursor.fetchone()[0] == "on" and not left_out
    return Look(1, "" if is_on else _("The database does not clear away what is deleted."))


ON_DISK = (
    Probe(("RET-5", "SEC-1"), "privacy.copies_on_disk", no_old_copies, gettext_lazy("Files of copies")),
    Probe(("RET-2", "SEC-1"), "privacy.seals", no_old_seals, gettext_lazy("Sealed files of erasures")),
    Probe(("SEC-1",), "privacy.private", private, gettext_lazy("Who may open the installation's files")),
    Probe(("SEC-1", "RET-5"), "privacy.overwritten", overwritten, gettext_lazy("Clearing what is deleted")),
)
