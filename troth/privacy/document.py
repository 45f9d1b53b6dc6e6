"""The text of the privacy notice, written from the declarations (POL-4).

`compose` answers the same document for the same declarations and settings,
made of JSON's types only, with every word in it: a version that was published
reads the same for ever. Its shape is `NoticeDocument`.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypedDict, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from troth.privacy.declarations import Declaration, Keep, Personal, Retention
from troth.privacy.ground import Ground, ground_of, rules_of
from troth.privacy.keepsakes import ground_of_cookies, sentences_about_cookies
from troth.privacy.outside import Outside, sentences_about
from troth.privacy.policy import SectionEntry, sections_of, sentences
from troth.privacy.registry import Registry
from troth.privacy.taxonomy import CATEGORIES
from troth.privacy.vocabulary import Basis, Controller, Purpose, Recipient, Source, Subject

T = TypeVar("T")


class Term(TypedDict):
    """A word of the notice and what it means here."""

    term: str
    meaning: str


class Fact(TypedDict):
    """Things known about a person that came, are used, seen and kept in one way.

    `purposes` and `kept` are empty where they are the topic's.
    """

    what: list[str]
    source: list[str]
    seen_by: list[str]
    purposes: list[str]
    kept: str


class Topic(TypedDict):
    """One table, in the words of its declaration. `purposes` and `kept` hold where a fact has none of its own."""

    about: str
    controller: str
    purposes: list[str]
    kept: str
    facts: list[Fact]


class Part(TypedDict):
    """What concerns one kind of person. `kind` is the Subject's id."""

    kind: str
    title: str
    topics: list[Topic]


class Operator(TypedDict):
    """Who runs the installation, empty where the settings do not say."""

    name: str
    email: str
    address: str


class NoticeDocument(TypedDict):
    """The whole notice: its sentences, what its words mean, a part for each kind of person, and what stands behind."""

    operator: Operator
    sections: list[SectionEntry]
    terms: list[Term]
    parts: list[Part]
    ground: Ground


def compose(registry: Registry, outside: Sequence[Outside] = ()) -> NoticeDocument:
    """The notice for these declarations, these recipients outside, and this installation's settings and cookies.

    In its default language.
    """
    with override(settings.LANGUAGE_CODE):
        operator = operator_of_settings()
        said = [*sentences(), *sentences_about(outside), *sentences_about_cookies()]
        return NoticeDocument(
            operator=operator,
            sections=sections_of(registry, said),
            terms=_terms(operator),
            parts=list(_parts(registry)),
            ground=Ground(
                operator=operator["name"],
                entries=ground_of(registry),
                outside={one["name"]: [one["country"]] for one in outside},
                cookies=ground_of_cookies(),
                rules=rules_of(),
            ),
        )


def operator_of_settings() -> Operator:
    """Who runs this installation, as its settings say."""
    return Operator(
        name=getattr(settings, "OPERATOR_NAME", ""),
        email=getattr(settings, "OPERATOR_EMAIL", ""),
        address=getattr(settings, "OPERATOR_ADDRESS", ""),
    )


def digest_of(document: NoticeDocument) -> str:
    """SHA-256 of the document as JSON with sorted keys, in hexadecimal."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _terms(operator: Operator) -> list[Term]:
    runs = _("Whoever runs this installation.")
    if operator["name"]:
        runs = _("%(operator)s, who runs this installation.") % {"operator": operator["name"]}
    return [
        Term(term=_("Service"), meaning=_("The meetings, and the pages and mail around them.")),
        Term(term=_("Operator"), meaning=runs),
        Term(term=_("Organization"), meaning=_("The customer whose people hold meetings here.")),
        Term(
            term=_("Controller"),
            meaning=_(
                "Who decides about data. For what happens in a meeting that is its organization, and the "
                "operator works on its instructions; for accounts and the website it is the operator."
            ),
        ),
        Term(
            term=_("Obfuscated"),
            meaning=_("Stripped of everything that tells who it was about; it can still be counted."),
        ),
    ]


def _parts(registry: Registry) -> Iterator[Part]:
    declared = [
        (table.declaration, registry.kinds(table))
        for table in registry
        if isinstance(table.declaration, Declaration) and table.declaration.personal
    ]
    for kind in Subject:
        mine = [one for one, kinds in declared if kind in kinds]
        topics = [
            topic_of(one, controller)
            for controller in Controller
            for one in mine
            if one.controller == controller
        ]
        if topics:
            yield Part(kind=kind.value, title=str(kind.label), topics=topics)


def topic_of(declaration: Declaration, controller: Controller) -> Topic:
    """A table in plain words, in the language in force."""
    facts = list(_facts(declaration))
    topic = Topic(
        about=str(declaration.about),
        controller=str(controller.label),
        purposes=_most_frequent([fact["purposes"] for fact in facts]),
        kept=_most_frequent([fact["kept"] for fact in facts]),
        facts=facts,
    )
    for fact in facts:
        if fact["purposes"] == topic["purposes"]:
            fact["purposes"] = []
        if fact["kept"] == topic["kept"]:
            fact["kept"] = ""
    return topic


def _most_frequent(values: list[T]) -> T:
    """The value that is there most often, the first of equals."""
    return max(values, key=values.count)


def _facts(declaration: Declaration) -> Iterator[Fact]:
    """The fields by category, use and period; then those that differ in nothing but the category, together."""
    groups: dict[tuple[str, str, str], list[Personal]] = {}
    for name, personal in declaration.personal.items():
        purposes = json.dumps(_purposes(declaration.purposes_of(name)), ensure_ascii=False)
        groups.setdefault((personal.category, purposes, _kept(declaration.keep_of(name))), []).append(
            personal
        )
    facts: dict[str, Fact] = {}
    for (category, purposes, kept), fields in groups.items():
        fact = Fact(
            what=[],
            source=_labels(Source, {personal.source for personal in fields}),
            seen_by=_seen_by({one for personal in fields for one in personal.seen_by}),
            purposes=json.loads(purposes),
            kept=kept,
        )
        merged = facts.setdefault(json.dumps(fact, ensure_ascii=False), fact)
        merged["what"].append(str(CATEGORIES[category]))
    yield from facts.values()


def _labels(words: type[Source] | type[Recipient], found: Collection[Source | Recipient]) -> list[str]:
    return [str(word.label) for word in words if word in found]


def _seen_by(recipients: set[Recipient]) -> list[str]:
    others = recipients - {Recipient.NOBODY_ELSE}
    return _labels(Recipient, others or recipients)


def _purposes(declared: Mapping[Purpose, Basis]) -> list[str]:
    return [
        _("%(purpose)s (%(basis)s)") % {"purpose": purpose.label, "basis": declared[purpose].label}
        for purpose in Purpose
        if purpose in declared
    ]


def _kept(keep: Retention | None) -> str:
    if keep is None:
        return ""
    then = keep.then.label
    if not isinstance(keep, Keep):
        return _("As long as you use the service; then %(then)s.") % {"then": then}
    days = ngettext("%(days)d day", "%(days)d days", keep.days) % {"days": keep.days}
    period = _("%(days)s after %(start)s") % {"days": days, "start": keep.since} if keep.since else days
    return _("%(period)s; then %(then)s.") % {"period": period, "then": then}
