"""What is declared of a recipient, checked: for the page and for the command."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from troth.lib.countries import countries
from troth.privacy.addresses import as_kept
from troth.privacy.models.recipients import Function
from troth.privacy.recipients import doors, is_secret, is_within
from troth.privacy.registry import registry
from troth.privacy.taxonomy import CATEGORIES
from troth.privacy.transfers import AGREED
from troth.privacy.vocabulary import Purpose

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


class WrongFact(Exception):
    """A declaration that can't be. `name` is the fact's, and the sentence says what to write."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


def facts_of(
    key: str,
    *,
    name: str,
    function: str,
    country: str,
    door: str,
    categories: Collection[str],
    purposes: Collection[str],
    mechanisms: Collection[str],
    address: str,
) -> dict[str, Any]:
    """The facts of a recipient, in order. Raises WrongFact.

    At a door the host is the one that it leads to now; what goes through it is
    taken where nothing is said, and must be among what is.
    """
    if len(key) > 40 or not KEY.fullmatch(key):
        raise WrongFact("key", _("The key is of small letters, digits and dashes, 40 at most."))
    name, country, address = " ".join(name.split()), country.strip().upper(), as_kept(address)
    if not name or len(name) > 120 or not name.isprintable():
        raise WrongFact("name", _("The name has 1 to 120 letters."))
    if function not in Function.values:
        raise WrongFact("function", _("The function is one of %s.") % ", ".join(Function.values))
    if country not in countries():
        raise WrongFact("country", _("The country is a code of two letters, as DE."))
    if address:
        try:
            validate_email(address)
        except ValidationError:
            raise WrongFact("address", _("This is no mail address.")) from None
    host = ""
    if door:
        behind = next((one for one in doors() if one.key == door), None)
        if behind is None:
            raise WrongFact("door", _("There is no door “%s”.") % door)
        host = behind.host
        if not host:
            raise WrongFact("door", _("This door leads to your own machine: nobody is behind it."))
        categories, purposes = categories or behind.categories, purposes or behind.purposes
        _all_in("categories", behind.categories, categories, _("What goes through this door: tick %s too."))
        _all_in("purposes", behind.purposes, purposes, _("What this door is for: tick “%s” too."))
    _known("categories", categories, CATEGORIES, _("“%s” is no category of data."))
    _known("purposes", purposes, Purpose.values, _("“%s” is no purpose."))
    _known("mechanisms", mechanisms, [*AGREED], _("“%s” is nothing that covers a transfer."))
    if any(map(is_secret, categories)):
        raise WrongFact("categories", _("Secrets by which people sign in are given to nobody."))
    if not categories:
        raise WrongFact("categories", _("Say what it is given."))
    if not purposes:
        raise WrongFact("purposes", _("Say what it is given that for."))
    return {
        "name": name,
        "function": function,
        "country": country,
        "door": door,
        "host": host,
        "categories": sorted({str(one) for one in categories}),
        "purposes": [one.value for one in Purpose if one in purposes],
        "mechanisms": [one.value for one in AGREED if one in mechanisms],
        "address": address,
    }


def _known(name: str, given: Iterable[str], known: Collection[str], sentence: str) -> None:
    for one in given:
        if one not in known:
            raise WrongFact(name, sentence % one)


def _all_in(name: str, needed: Iterable[str], given: Collection[str], sentence: str) -> None:
    for one in needed:
        if not is_within(one, given):
            raise WrongFact(name, sentence % words_of(one))


def words_of(category: str) -> str:
    """A category in plain words, or a purpose."""
    if category in Purpose.values:
        return str(Purpose(category).label)
    return str(CATEGORIES.get(category, category))


def categories_here() -> list[tuple[str, str | Promise]]:
    """The categories of data that this installation has anything of, with their words; secrets are for nobody."""
    found = {
        personal.category
        for declaration in (table.declaration for table in registry())
        for personal in getattr(declaration, "personal", {}).values()
        if not is_secret(personal.category)
    }
    found |= {category for door in doors() for category in door.categories}
    return sorted(((one, capfirst(words_of(one))) for one in found), key=lambda one: str(one[1]))
