"""Everything about a person in one file: a ZIP archive, written as it is read.

data.json     every row, as `export-schema.json` describes (docs/privacy-engine.md, "Access")
schema.json   that schema
index.html    the same to read and to print; of a long table the newest rows
files/…       what lies beside the rows
"""

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import override as override_zone
from django.utils.translation import override

from troth.lib.clock import now
from troth.privacy.gathering import Gathered, Gathering, secrets_of
from troth.privacy.graph import Rows
from troth.privacy.map import TableEntry, make_map
from troth.privacy.notice import notice_in_force
from troth.privacy.places import files_of, read
from troth.privacy.plain import Batch, batches, latest, sections_of
from troth.privacy.purposes import for_the_engine
from troth.privacy.recorded import add_record
from troth.privacy.registry import ModelClass, registry

SCHEMA = Path(__file__).with_name("export-schema.json")
FORMAT = 1
READABLE = 500
"""Rows of one table in the index."""

Tell = Callable[[int, int], object]
"""Told how many rows are written and how many there are; may raise to stop."""


@dataclass(frozen=True)
class Beside:
    """A file of a row, and its path in the archive."""

    path: str
    table: str
    key: str


@for_the_engine()
def write_archive(roots: Rows, target: IO[bytes], tell: Tell = lambda done, total: None) -> None:
    """Writes the archive of these people. Memory holds the rows' keys and one batch of rows."""
    found = Gathering(roots)
    add_record(found)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        files = list(_write_files(archive, found))
        write_file(archive, "data.json", _document(found, files, tell))
        write_file(archive, "schema.json", [SCHEMA.read_text()])
        write_file(archive, "index.html", _index(found, files))


def write_file(archive: ZipFile, name: str, pieces: Iterable[str]) -> None:
    """Writes a text into an archive, a piece at a time."""
    with archive.open(name, "w", force_zip64=True) as entry:
        for piece in pieces:
            entry.write(piece.encode())


def _write_files(archive: ZipFile, found: Gathering) -> Iterator[Beside]:
    """What lies beside rows that are the person's own. One that is gone by then is left out."""
    for model in found.keys:
        label = model._meta.label
        for key, name in files_of(model, found.owned(model)):
            content = read(name)
            if content is not None:
                last = _safe(PurePosixPath(name.partition(":")[2]).name)
                path = f"files/{label}/{_safe(str(key))}/{last}"
                archive.writestr(ZipInfo(path, now().timetuple()[:6]), content, ZIP_STORED)
                yield Beside(path, label, str(key))


def _safe(text: str) -> str:
    """Text as a part of a path, on any system."""
    return re.sub(r"[^\w.-]", "_", text).lstrip(".")


def _document(found: Gathering, files: list[Beside], tell: Tell) -> Iterator[str]:
    """`data.json`, a piece at a time."""
    head = {
        "format": FORMAT,
        "made_at": now().isoformat(),
        "installation": settings.PUBLIC_URL,
        "operator": {"name": settings.OPERATOR_NAME, "email": settings.OPERATOR_EMAIL},
        "notice": notice_in_force().number,
        "people": [
            {"table": model._meta.label, "key": str(key)}
            for model, keys in found.roots.items()
            for key in sorted(keys)
        ],
        "files": [{"path": one.path, "table": one.table, "key": one.key} for one in files],
    }
    return in_tables(head, _tables(found, tell))


def _tables(found: Gathering, tell: Tell) -> Iterator[tuple[dict[str, object], Iterator[object]]]:
    described = {entry["table"]: entry for entry in make_map(registry())["tables"]}
    total, done = sum(len(keys) for keys in found.keys.values()), 0
    tell(done, total)

    def rows_of(model: ModelClass) -> Iterator[object]:
        nonlocal done
        for batch in batches(found, model):
            yield from (_row(row, batch) for row in batch.rows)
            done += len(batch.rows)
            tell(done, total)

    for model in found.keys:
        yield _heading(found, model, described), rows_of(model)


def in_tables(
    head: dict[str, object], tables: Iterable[tuple[Mapping[str, object], Iterable[object]]]
) -> Iterator[str]:
    """JSON, a piece at a time: `head` with `tables`, each of them its heading with its `rows`."""
    yield as_json(head)[:-1] + ', "tables": ['
    for number, (heading, rows) in enumerate(tables):
        yield (",\n" if number else "\n") + as_json(heading)[:-1] + ', "rows": ['
        for place, row in enumerate(rows):
            yield (",\n" if place else "\n") + as_json(row)
        yield "]}"
    yield "]}\n"


def _heading(found: Gathering, model: ModelClass, described: dict[str, TableEntry]) -> dict[str, object]:
    entry, secrets = described[model._meta.label], secrets_of(found.house.declared[model])
    return {
        "table": entry["table"],
        "about": entry["about"],
        "controller": entry["controller"],
        "fields": [one for one in entry["personal"] if one["field"] not in secrets],
        "not_given": secrets,
    }


def _row(row: Gathered, batch: Batch) -> dict[str, object]:
    end = batch.ends.get(row.key)
    return {
        "key": str(row.key),
        "yours": row.owned,
        "until": end.isoformat() if end else None,
        "values": row.values,
    }


def as_json(value: object) -> str:
    """JSON, with moments as ISO 8601 and bytes as base64."""
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value)


def _index(found: Gathering, files: list[Beside]) -> Iterator[str]:
    """`index.html`, a table at a time; times in UTC."""
    sections = sections_of(found)
    with override_zone(UTC), override(settings.LANGUAGE_CODE):
        context = {
            "sections": sections.values(),
            "files": files,
            "made_at": now(),
            "installation": settings.PUBLIC_URL,
            "operator_name": settings.OPERATOR_NAME,
            "operator_email": settings.OPERATOR_EMAIL,
        }
        yield render_to_string("privacy/archive_head.html", context)
        for model, section in sections.items():
            whole = replace(section, entries=latest(found, model, READABLE, long=True))
            yield render_to_string("privacy/archive_section.html", {"section": whole})
        yield render_to_string("privacy/archive_foot.html", context)
