"""docs/contacts.md says what is so."""

import re
from itertools import pairwise
from pathlib import Path

from troth.organizations.contacts.provenance import SOURCES, Provenance, today
from troth.organizations.models import Contact, Kind

TEXT = (Path(__file__).parents[2] / "docs" / "contacts.md").read_text()


def test_the_sources_stand_in_the_document_in_their_order() -> None:
    lines = re.findall(r"^\d\. (.*)$", TEXT, re.MULTILINE)
    ranks = [re.findall(r"`(\w+)`", line) for line in lines]
    assert [word for rank in ranks for word in rank] == [source.value for source in SOURCES]
    by_word = {source.value: Provenance(source, today()) for source in SOURCES}
    for stronger, weaker in pairwise(ranks):
        assert by_word[stronger[-1]].outranks(by_word[weaker[0]])
        assert not by_word[stronger[0]].outranks(by_word[stronger[-1]])


def test_kinds_and_period_are_the_declared_ones() -> None:
    assert all(f"`{kind}`" in TEXT for kind in Kind.values)
    assert f"Contacts go {getattr(Contact.privacy.keep, 'days', None)} days after" in TEXT
