"""What a compiler of ours does beside writing SQL."""

from typing import Any

from django.db.models import Field
from django.db.models.expressions import Col

from troth.privacy.purposes import may_read, refuse_unless_readable


class Guard:
    """Before a compiler of Django's. Raises PurposeRefused for a column that is asked for; leaves others out.

    Django writes each part of a query with `compile`: what is selected,
    joined, filtered, grouped, ordered and computed, and a query inside
    another with a compiler of its own. What an assignment or an INSERT writes
    is no column there. Some parts write those they are made of by themselves
    (`Aggregate` its filter), so that these are looked at with them.
    """

    def compile(self, node: Any) -> Any:
        if isinstance(node, Col):
            if not may_read(node.target):
                refuse_unless_readable(node.target)
        elif hasattr(node, "get_source_expressions"):
            for part in node.get_source_expressions():
                if isinstance(part, Col):
                    refuse_unless_readable(part.target)
        return super().compile(node)  # type: ignore[misc]

    def get_default_columns(self, select_mask: Any, *args: Any, **kwargs: Any) -> Any:
        """The columns that a model is loaded with, but for those it may not be: they are deferred.

        Those that `only` names were asked for, and are refused with the rest.
        """
        columns = super().get_default_columns(select_mask, *args, **kwargs)  # type: ignore[misc]
        is_only = bool(select_mask) and not self.query.deferred_loading[1]  # type: ignore[attr-defined]
        return columns if is_only else [one for one in columns if _stays(one.target)]


def _stays(field: "Field[Any, Any]") -> bool:
    # A row without its key is nothing that Django can load: compile refuses it.
    return field.primary_key or may_read(field)
