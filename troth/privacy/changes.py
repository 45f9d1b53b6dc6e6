"""What changed between two versions of the notice: its sentences, and whether a person has to read it again (POL-2).

Material is what gives a person less: another operator, a category, a purpose
or a recipient that was not there, a longer period, another basis than
consent in the place of the one there was, or a promise that is gone. Other
words, a shorter period, and what is not done any more are not. A table that
is new is held against all that was known of its people before.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from troth.privacy.ground import longer
from troth.privacy.taxonomy import CATEGORIES
from troth.privacy.vocabulary import Basis, Purpose, Recipient, Subject

Document = Mapping[str, Any]
"""A NoticeDocument, or one that an earlier version of the program published, with less in it."""


@dataclass(frozen=True)
class Change:
    """A sentence that came, went, or reads otherwise: the part it stands in, and its words before and after."""

    where: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        return "added" if not self.before else "changed" if self.after else "removed"


def changes_between(before: Document, after: Document) -> list[Change]:
    """The sentences in which two versions differ, in the order of reading; what several parts share is told once."""
    old, new = _sentences(before), _sentences(after)
    found: dict[tuple[str, str], list[str]] = {}
    for key in [*new, *(key for key in old if key not in new)]:
        where = (new if key in new else old)[key][0]
        pair = (old.get(key, ("", ""))[1], new.get(key, ("", ""))[1])
        if pair[0] != pair[1]:
            found.setdefault(pair, []).append(where)
    return [Change("; ".join(dict.fromkeys(where)), *pair) for pair, where in found.items()]


def _sentences(document: Document) -> dict[tuple[str, ...], tuple[str, str]]:
    """Each sentence under what it is about: the title of its part, and its words."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for place, text in enumerate(document.get("summary", ())):
        found["summary", str(place)] = (_("In one minute"), text)
    for section in document.get("sections", ()):
        for sentence in section["sentences"]:
            found["section", sentence["id"]] = (section["title"], sentence["text"])
    for part in document.get("parts", ()):
        for topic in part["topics"]:
            for key, text in _of_topic(topic):
                found["part", part["kind"], topic["about"], *key] = (part["title"], text)
    for term in document.get("terms", ()):
        found["term", term["term"]] = (
            _("What the words mean"),
            _("%(term)s: %(meaning)s") % term,
        )
    return found


def _of_topic(topic: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    yield (
        ("topic",),
        _("%(about)s. Decided by: %(controller)s. Used %(purposes)s. Kept: %(kept)s")
        % {**topic, "purposes": "; ".join(topic["purposes"])},
    )
    for fact in topic["facts"]:
        text = _("%(about)s: %(what)s. From: %(source)s. Seen by: %(seen_by)s.") % {
            "about": topic["about"],
            "what": ", ".join(fact["what"]),
            "source": ", ".join(fact["source"]),
            "seen_by": ", ".join(fact["seen_by"]),
        }
        if fact["purposes"]:
            text += " " + _("Used %(purposes)s.") % {"purposes": "; ".join(fact["purposes"])}
        if fact["kept"]:
            text += " " + _("Kept: %(kept)s") % fact
        yield tuple(fact["what"]), text


def material_changes(before: Document, after: Document) -> list[str]:
    """What a person has to read again for, in words; empty where it is wording, or less than before."""
    ground, earlier = after.get("ground"), before.get("ground")
    if not ground or not earlier:
        return [_("It is told in another way than before.")] if ground else []
    return list(
        dict.fromkeys(
            [
                *_operator(earlier, ground),
                *_entries(earlier, ground),
                *_rules(earlier, ground),
                *_outside(earlier, ground),
                *_cookies(earlier, ground),
                *_gone(before, after),
            ]
        )
    )


def _operator(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if before["operator"] and before["operator"] != after["operator"]:
        yield _("Another operator runs this installation.")


def _entries(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What is new about people, each once with the kinds of people it is about."""
    kinds: dict[str, list[str]] = {}
    for kind, text in _new_in(before["entries"], after["entries"]):
        kinds.setdefault(text, []).append(str(Subject(kind).label).lower())
    for text, found in kinds.items():
        yield _("%(what)s (%(kinds)s)") % {"what": text, "kinds": ", ".join(dict.fromkeys(found))}


def _new_in(
    before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    earlier = {(one["kind"], one["table"], one["category"]): one for one in before}
    whole = _over_all_tables(earlier.values())
    for entry in after:
        kind, category = entry["kind"], entry["category"]
        names = {"about": entry["about"], "category": CATEGORIES[category]}
        old = earlier.get((kind, entry["table"], category)) or whole.get((kind, category))
        if old is None:
            yield kind, _("%(about)s: new is %(category)s.") % names
            continue
        for purpose, bases in entry["purposes"].items():
            words = {**names, "purpose": Purpose(purpose).label}
            if purpose not in old["purposes"]:
                yield kind, _("%(about)s: new is that %(category)s is used %(purpose)s.") % words
            for basis in sorted(set(bases) - {*old["purposes"].get(purpose, bases), Basis.CONSENT.value}):
                yield (
                    kind,
                    _("%(about)s: %(category)s is used %(purpose)s on another basis, %(basis)s.")
                    % {**words, "basis": Basis(basis).label},
                )
        for recipient in sorted(set(entry["seen_by"]) - set(old["seen_by"])):
            yield (
                kind,
                _("%(about)s: new is that %(category)s is seen by %(recipient)s.")
                % {**names, "recipient": Recipient(recipient).label},
            )
        if _is_longer(old["days"], entry["days"]):
            yield kind, _("%(about)s: %(category)s is kept longer.") % names


def _over_all_tables(entries: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """All that was known of a kind of person in a category."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in entries:
        whole = found.setdefault(
            (one["kind"], one["category"]), {"purposes": {}, "seen_by": set(), "days": one["days"]}
        )
        for purpose, bases in one["purposes"].items():
            whole["purposes"].setdefault(purpose, set()).update(bases)
        whole["seen_by"].update(one["seen_by"])
        whole["days"] = longer(whole["days"], one["days"])
    return found


def _is_longer(before: int | None, after: int | None) -> bool:
    return before is not None and (after is None or after > before)


def _rules(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name, (default, _least, most) in after["rules"].items():
        old = before["rules"].get(name)
        if old and (default > old[0] or most > old[2]):
            days = ngettext("%(days)d day", "%(days)d days", most) % {"days": most}
            yield _("An administrator may keep meetings longer than before, up to %(days)s.") % {"days": days}


def _outside(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name, countries in after["outside"].items():
        if name not in before["outside"]:
            yield _("New is that %(recipient)s gets data.") % {"recipient": name}
        elif more := sorted(set(countries) - set(before["outside"][name])):
            yield (
                _("New is that data goes to %(recipient)s in %(countries)s.")
                % {"recipient": name, "countries": ", ".join(more)}
            )


def _cookies(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    purposes = {one["purpose"] for one in before["cookies"].values()}
    for name, one in after["cookies"].items():
        old = before["cookies"].get(name)
        if one["purpose"] not in purposes:
            yield _("Cookies are used for something new: %(name)s.") % {"name": name}
        if old and _is_longer(old["seconds"], one["seconds"]):
            yield _("“%(name)s” stays in the browser longer.") % {"name": name}


def _gone(before: Document, after: Document) -> Iterator[str]:
    kept = {
        one for section in after["sections"] for entry in section["sentences"] for one in entry["promises"]
    }
    for section in before["sections"]:
        for entry in section["sentences"]:
            if gone := sorted(set(entry["promises"]) - kept):
                yield (
                    _("This is not promised any more (%(ids)s): %(text)s")
                    % {"ids": ", ".join(gone), "text": entry["text"]}
                )
