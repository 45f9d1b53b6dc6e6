"""How a fault in a declaration is told."""

from django.core.checks import Error

from troth.privacy.registry import Table


def fault(number: int, table: Table, sentence: str, hint: str) -> Error:
    """An error `privacy.E0NN` about a table."""
    return Error(sentence, hint=hint, obj=table.model, id=f"privacy.E{number:03}")


def one_of(words: type) -> str:
    """The names of an enumeration, as one writes them."""
    return ", ".join(f"{words.__name__}.{word.name}" for word in words)  # type: ignore[attr-defined]
