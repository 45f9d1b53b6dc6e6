"""What probes say in: a count, and a sentence where something is wrong."""

from collections.abc import Collection

from troth.privacy.promises import Look

TOLD = 5
"""Names in a sentence; more are counted."""


def look_at(counted: int, wrong: Collection[str], sentence: str) -> Look:
    """In order where nothing is wrong; else the sentence, with `%(what)s` for what is. They name no person."""
    if not wrong:
        return Look(counted)
    told = sorted(wrong)
    more = f" (+{len(told) - TOLD})" if len(told) > TOLD else ""
    return Look(counted, sentence % {"what": ", ".join(told[:TOLD]) + more})


def look_for(counted: int, found: int, sentence: str) -> Look:
    """In order where none is found; else the sentence, with `%(count)s` for how many."""
    return Look(counted, sentence % {"count": found} if found else "")
