"""Personal data, declared: the vocabulary, the declarations, and what follows from them.

Knows no product model. A room imports what it needs to declare its tables
from here; `docs/privacy-engine.md` tells the whole story.
"""

from troth.privacy.addresses import AddressField
from troth.privacy.declarations import (
    ROW,
    SELF,
    Counts,
    Declaration,
    Keep,
    KeepWhileOwned,
    Nameless,
    Path,
    Personal,
    nothing_personal,
)
from troth.privacy.reading import Everything, Readable
from troth.privacy.vocabulary import Basis, Controller, Purpose, Recipient, Region, Source, Subject, Then

__all__ = [
    "ROW",
    "SELF",
    "AddressField",
    "Basis",
    "Controller",
    "Counts",
    "Declaration",
    "Everything",
    "Keep",
    "KeepWhileOwned",
    "Nameless",
    "Path",
    "Personal",
    "Purpose",
    "Readable",
    "Recipient",
    "Region",
    "Source",
    "Subject",
    "Then",
    "nothing_personal",
]
