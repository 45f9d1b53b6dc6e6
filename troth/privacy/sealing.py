"""What an erasure takes away, sealed for the days in which its person may come back.

The rows leave the database at once. What is needed to bring them back goes
into one file, encrypted (Fernet: AES-128-CBC with HMAC-SHA256) with a key that
only the link in the person's mail carries: nobody here can read it, and when
the days are over the file goes.
"""

import base64
import json
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from troth.lib.files import write_whole
from troth.privacy import places
from troth.privacy.erasing import Plan
from troth.privacy.parting import referring
from troth.privacy.registry import ModelClass
from troth.privacy.statements import Key, chunks


class NotThere(Exception):
    """There is no sealed file that this token opens."""


class _Exact(DjangoJSONEncoder):
    """Keeps microseconds, which Django's own cuts to thousandths."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime | time) else super().default(o)


def folder() -> Path:
    """Where the sealed files are."""
    return Path(settings.DATA) / "leaving"


def seal(erasure: UUID, token: str, plan: Plan, things: Iterable[str]) -> None:
    """Writes what a plan takes away, on disk before it returns. To be called before the plan is carried out."""
    content = {"rows": _rows(plan), "values": list(_values(plan)), "files": dict(_files(things))}
    packed = zlib.compress(json.dumps(content, cls=_Exact).encode())
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(_path(erasure), _lock(token).encrypt(packed))


def break_seal(erasure: UUID, token: str) -> list[str]:
    """Puts the rows back, in the caller's transaction, and then the files; answers the files' names.

    A row whose meeting, organization or other ground is gone meanwhile stays
    away. Raises NotThere; IntegrityError where somebody has taken the place.
    """
    try:
        content = json.loads(zlib.decompress(_lock(token).decrypt(_path(erasure).read_bytes())))
    except (FileNotFoundError, InvalidToken):
        raise NotThere from None
    waiting = [one.object for one in serializers.deserialize("json", content["rows"])]
    while waiting:
        later = [row for row in waiting if not _ground(row, waiting)]
        if len(later) == len(waiting):
            break
        waiting = later
    for label, key, name, value in content["values"]:
        model = apps.get_model(label)
        field: Any = model._meta.get_field(name)
        if field.is_relation and not field.related_model._base_manager.filter(pk=value).exists():
            continue
        model._base_manager.filter(pk=key).update(**{field.attname: field.to_python(value)})
    for name, text in content["files"].items():
        places.put(name, base64.b64decode(text))
    return list(content["files"])


def _ground(row: Model, waiting: list[Model]) -> bool:
    """Saves the row if everything it points at is there, or can do without; says whether it did."""
    coming = {(type(one), one.pk) for one in waiting}
    for field in row._meta.concrete_fields:
        target: Any = field.related_model
        value = getattr(row, field.attname)
        if target is None or value is None or target._base_manager.filter(pk=value).exists():
            continue
        if (target, value) in coming and (target, value) != (type(row), row.pk):
            return False
        if not field.null:
            return False
        setattr(row, field.attname, None)
    row.save_base(raw=True, force_insert=True)
    return True


def unseal_never(erasure: UUID) -> None:
    """The file goes: from now on there is no way back."""
    _path(erasure).unlink(missing_ok=True)


def forget_drafts(known: set[UUID], older_than: float) -> None:
    """Removes files of erasures that were never made, last touched before that time (seconds since 1970)."""
    for path in folder().glob("*") if folder().exists() else ():
        belongs = path.suffix == ".sealed" and UUID(path.stem) in known
        if not belongs and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)


def _path(erasure: UUID) -> Path:
    return folder() / f"{erasure}.sealed"


def _lock(token: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(sha256(b"troth seal " + token.encode()).digest()))


def _rows(plan: Plan) -> str:
    def every() -> Iterator[Model]:
        for model, keys in plan.going.items():
            for chunk in chunks(keys):
                yield from model._base_manager.filter(pk__in=chunk)

    return str(serializers.serialize("json", every(), cls=_Exact))


def _values(plan: Plan) -> Iterator[tuple[str, Key, str, object]]:
    """Each value that is blanked in a row that stays, and each reference that is let go of."""
    for (model, name), keys in plan.blanked.items():
        yield from _asked(model, "pk", keys, name)
    for model, keys in plan.nameless.items():
        declaration = model.privacy  # type: ignore[attr-defined]
        for name in declaration.personal:
            if name not in declaration.nameless.stays:
                yield from _asked(model, "pk", keys, name)
    for end, keys in plan.going.items():
        for relation in referring(end):
            if relation.field.null:
                yield from _asked(relation.related_model, relation.field.name, keys, relation.field.name)


def _asked(model: ModelClass, by: str, keys: set[Key], name: str) -> Iterator[tuple[str, Key, str, object]]:
    attribute = model._meta.get_field(name).attname  # type: ignore[union-attr]
    by = by if by == "pk" else f"{by}__pk"
    for chunk in chunks(keys):
        for key, value in model._base_manager.filter(**{f"{by}__in": chunk}).values_list("pk", attribute):
            yield model._meta.label, key, name, value


def _files(things: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in things:
        content = places.read(name)
        if content is not None:
            yield name, base64.b64encode(content).decode()
