"""`troth restore`: a backup takes the installation's place, and whoever was erased since is erased again.

    checked and laid out in restoring/ ─ marker ─ swapped ─ migrated ─ forgotten ─ marker gone

Killed before the marker, nothing has happened. After it, whatever starts first
(`troth run`, `serve`, `work`, `migrate`) goes on and serves nobody before the
end. Each step may be done twice.
"""

import json
import os
import shutil
import sys
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from troth.lib.files import sync
from troth.privacy import snapshots
from troth.web import preparation
from troth.web.backup import FILES, KEYS, private
from troth.web.config import BadSettings, Config, load
from troth.web.database import database_of
from troth.web.locks import hold_lock, share, shut_out
from troth.web.unpacking import NoBackup, unpack

HOLDS = "holds.json"
PEOPLE = "accounts_person"
"""The table that tells whether somebody lives here already."""


def marker_of(config: Config) -> Path:
    """The file that says that a restore is to be brought to its end."""
    return config.data / "restoring.json"


def _stage(config: Config) -> Path:
    return config.data / "restoring"


def restore(source: Path, *, replace: bool, without_ledger: bool = False) -> None:
    """Lays a backup out and begins its restore; `finish_restore` in a process that starts anew ends it.

    Raises BadSettings where it can't be: nothing has changed then. So it does
    where the ledger that was beside the backup is not here, unless that is to be
    `without_ledger`.
    """
    config = load()
    with hold_lock(config), shut_out(config, wait=False):
        database, stage = database_of(config), _stage(config)
        if marker_of(config).exists():
            raise BadSettings("A restore has begun and is not finished: troth migrate goes on with it.")
        try:
            if snapshots.others(database):
                raise BadSettings(
                    "Somebody is connected to the database. Stop every troth serve and troth work first."
                )
            peopled = snapshots.has_rows(database, PEOPLE)
            if peopled and not replace:
                raise BadSettings(
                    "There are people in this installation. With --replace they and all that is theirs "
                    "give way to the backup."
                )
        except snapshots.Unusable as error:
            raise BadSettings(str(error)) from None
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(mode=0o700)
        try:
            manifest = unpack(source, stage, database)
            _refuse_newer(manifest)
            if not without_ledger:
                _refuse_forgetful(manifest)
            if peopled:
                _lay_out_holds(config)
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise
        _mark(config, manifest)


def _refuse_newer(manifest: dict[str, Any]) -> None:
    preparation.set_up()
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    known |= {f"{app}.{name}" for one in loader.disk_migrations.values() for app, name in one.replaces}
    if unknown := set(manifest.get("migrations", ())) - known:
        raise NoBackup(
            f"The backup was made by version {manifest.get('version')}, which is newer than this one: "
            f"it has {', '.join(sorted(unknown)[:3])}. Restore it with that version."
        )


def _refuse_forgetful(manifest: dict[str, Any]) -> None:
    from troth.privacy import ledger

    if not ledger.goes_on_from(manifest.get("ledger", {"lines": 0})):
        raise NoBackup(
            f"The ledger of who was erased is missing: whoever was erased since would come back. Copy the old "
            f"installation's to {ledger.folder()}, or restore with --without-ledger."
        )


def _lay_out_holds(config: Config) -> None:
    """What is held here stays held: a backup that was made before knows nothing of it."""
    from django.db import connections

    from troth.privacy.holding import unreleased

    try:
        with private(_stage(config) / HOLDS) as file:
            file.write(unreleased().encode())
    finally:
        connections.close_all()


def _mark(config: Config, manifest: dict[str, Any]) -> None:
    """From here on there is no way back. What is laid out is on disk before."""
    for folder, _, names in os.walk(_stage(config)):
        for name in names:
            with (Path(folder) / name).open("rb") as file:
                os.fsync(file.fileno())
        sync(Path(folder))
    draft = _stage(config) / "marker"
    with private(draft) as file:
        file.write(json.dumps({"made_at": manifest["made_at"]}).encode())
        file.flush()
        os.fsync(file.fileno())
    draft.replace(marker_of(config))
    sync(config.data)


def finish_restore(config: Config) -> bool:
    """Brings a restore that has begun to its end, and says whether there was one. To be called before Django is loaded,
    for the keys change. Raises BadSettings where it can't."""
    if not (marker_of(config).exists() or _stage(config).exists()):
        return False
    with shut_out(config, wait=True):
        begun = marker_of(config).exists()
        if begun:
            _swap(config)
            preparation.migrate()
            _forget(json.loads(marker_of(config).read_text())["made_at"], _stage(config) / HOLDS)
            marker_of(config).unlink()
            sync(config.data)
        shutil.rmtree(_stage(config), ignore_errors=True)
    return begun


def join(config: Config) -> IO[str]:
    """Ends what a killed restore left, and says that this process serves for as long as the file stays open."""
    while True:
        finish_restore(config)
        serving = share(config)
        if not marker_of(config).exists():
            return serving
        serving.close()


def _swap(config: Config) -> None:
    """What is still laid out takes its place: what is not has it already."""
    stage = _stage(config)
    if (stage / "database").exists():
        try:
            snapshots.put_back(database_of(config), stage / "database")
        except snapshots.Unusable as error:
            # Nothing has been changed yet: what was there stays.
            marker_of(config).unlink()
            shutil.rmtree(stage, ignore_errors=True)
            raise BadSettings(f"The backup can't be restored, and nothing was changed. {error}") from None
    if (stage / FILES).exists():
        shutil.rmtree(config.data / FILES, ignore_errors=True)
        (stage / FILES).replace(config.data / FILES)
    if (stage / KEYS).exists():
        (stage / KEYS).replace(config.data / KEYS)
    sync(config.data)


def _forget(made_at: str, holds: Path) -> None:
    """What happened since the backup was made and must not come back with it, but for what is held."""
    from django.db import connections, transaction

    from troth.privacy.audit import record
    from troth.privacy.holding import carry_over
    from troth.privacy.leaving import forget_again, pick_up
    from troth.privacy.retention import sweep

    try:
        if holds.exists():
            carry_over(holds.read_text())
        again = forget_again()
        pick_up()
        sweep()
        with transaction.atomic():
            record("backup.restored", scope="", made_at=datetime.fromisoformat(made_at), again=again)
    finally:
        connections.close_all()


def go_on() -> None:
    """Replaces this process, which has the old keys, by one that ends the restore."""
    os.execv(sys.executable, [sys.executable, "-m", "troth.web.cli", "migrate"])
