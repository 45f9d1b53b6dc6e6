"""What the audit record tells of a person: the entries that bear the mark of a row of theirs.

An entry leads to nobody (`models/audit.py`), so no declared path comes here
from a person. But who has their rows has the marks of these.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from troth.privacy.audit import mark, sentence
from troth.privacy.gathering import Gathering
from troth.privacy.models import AuditEntry
from troth.privacy.models.audit import MARKS
from troth.privacy.statements import Key, Keys, Statement, selecting


def add_record(found: Gathering) -> None:
    """Adds to what these people get the entries about them. Whom else an entry is about is not given."""
    mine = {mark(model._meta.label, key) for model in found.keys for key in found.owned(model)}
    entries: dict[Key, set[str]] = {}
    for name in MARKS:
        for key, *marks in _entries_by(name).rows(mine):
            entries[key] = {one for one, value in zip(MARKS, marks, strict=True) if value not in mine}
    found.add(AuditEntry, entries)


@cache
def _entries_by(name: str) -> Statement:
    column: Any = AuditEntry._meta.get_field(name)
    # Said as the index on it says: one that is empty is not in there.
    rows = AuditEntry._base_manager.filter(**{f"{name}__in": Keys(column)}).exclude(**{name: ""})
    return selecting(rows.order_by(), column, "pk", *MARKS)


def in_words(values: Mapping[str, Any]) -> str:
    """What an entry says to who gets it: they are the one that is given."""
    people = {
        name: _("you") if values.get(name) else _("somebody") if values[f"{name}_kind"] else _("the program")
        for name in MARKS
    }
    return sentence(values["action"], values["facts"], **people)
