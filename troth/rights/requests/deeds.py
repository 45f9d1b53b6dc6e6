"""What an officer can do with a request: one row for each, from the words on its button to the action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from troth.accounts.models import Person
from troth.privacy import Purpose
from troth.rights.models import Ground, Kind, Law, SubjectRequest
from troth.rights.requests import actions, closing, doing
from troth.rights.requests.forms import (
    AnswerForm,
    ObjectionForm,
    ReasonForm,
    RefusalForm,
    RequestHoldForm,
    SortForm,
    TextForm,
)

Act = Callable[[SubjectRequest, Person, dict[str, Any]], str]
"""Does it and answers a sentence that says so. Raises Problem 409 where it may not be."""


@dataclass(frozen=True)
class Deed:
    """One of them. `offered` says whether the page of a request shows it; `lasting` that it can't be undone."""

    name: str
    words: str | Promise
    icon: str
    lead: str | Promise
    act: Act
    offered: Callable[[SubjectRequest], bool]
    form: type[forms.Form] | None = None
    lasting: bool = False


def _write(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    if actions.write(one, officer, values["text"]):
        return _now("Your message is on its way.")
    return _now("Noted. There is no mail address: send it by letter, or call.")


def _confirm(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    actions.confirm_receipt(one, officer)
    return _now("Noted: receipt is confirmed.")


def _verify(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    actions.verify(one, officer)
    return _now("Noted: it is known whose request this is.")


def _more(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    actions.ask_for_more(one, officer, values["text"])
    return _now("Asked. The clock stands until they answer.") if one.clock.stands else _now("Asked.")


def _extend(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    actions.extend(one, officer, values["text"])
    return _now("The longer time is taken, and told.")


def _answer(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    closing.fulfil(one, officer, values["text"], partly=values["partly"])
    return _now("Answered and closed.")


def _refuse(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    closing.refuse(one, officer, Ground(values["ground"]), values["text"])
    return _now("Refused, told and closed.")


def _sort(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    actions.sort(one, officer, Kind(values["kind"]), Law(values["law"]))
    return _now("Sorted.")


def _object(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    doing.end_uses(one, officer, map(Purpose, values["purposes"]))
    return _now("These uses have ended. Answer and close now.")


def _copy(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    doing.make_copy(one, officer)
    return _now(
        "The copy is being made. They are told where to fetch it; answer and close when it is enough."
    )


def _erase(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    held = doing.erase(one, officer)
    if not held:
        return _now("Erased. They have a link that brings everything back within fourteen days.")
    return ngettext(
        "Erased, but for %(held)s record that a hold keeps. They were told.",
        "Erased, but for %(held)s records that a hold keeps. They were told.",
        held,
    ) % {"held": held}


def _hold(one: SubjectRequest, officer: Person, values: dict[str, Any]) -> str:
    doing.hold(one, officer, values["authority"], values["reason"], values["until"])
    return _now("The hold is in force.")


def _knows_whom(one: SubjectRequest) -> bool:
    return bool(one.verified_at and doing.address_of(one))


DEEDS: Mapping[str, Deed] = {
    deed.name: deed
    for deed in (
        Deed(
            "answer",
            _("Answer and close"),
            "check",
            _("Say what was done. The answer is mailed and the request is closed."),
            _answer,
            lambda one: not one.needs_proof,
            AnswerForm,
        ),
        Deed(
            "write",
            _("Write"),
            "mail",
            _("Mailed to them, and kept with the request until 90 days after its end."),
            _write,
            lambda one: True,
            TextForm,
        ),
        Deed(
            "sort",
            _("Sort"),
            "tags",
            _("What is asked for, and the law that applies, decide when it is due. They are told."),
            _sort,
            lambda one: True,
            SortForm,
        ),
        Deed(
            "confirm",
            _("Receipt is confirmed"),
            "mail-check",
            _("You told them, by letter or telephone, that the request is here and when it is answered."),
            _confirm,
            lambda one: one.acknowledged_at is None,
        ),
        Deed(
            "verify",
            _("It is theirs"),
            "badge-check",
            _("You made sure by other means whose request it is. Keep no copy of a document for that."),
            _verify,
            lambda one: one.verified_at is None,
        ),
        Deed(
            "more",
            _("Ask who it is"),
            "circle-question-mark",
            _(
                "Only where there is reasonable doubt, and once (GDPR art. 12(6)). Ask for as little as is enough. In "
                "the EU and the UK the clock stands until they answer."
            ),
            _more,
            lambda one: one.verified_at is None and one.more_asked_at is None and not one.is_overdue,
            TextForm,
        ),
        Deed(
            "extend",
            _("Take longer"),
            "calendar-clock",
            _("Once, before it is due, and only with a reason, which they are told."),
            _extend,
            lambda one: one.may_be_extended,
            ReasonForm,
        ),
        Deed(
            "object",
            _("End uses"),
            "circle-off",
            _("From then on their data is not used for that any more, and it is remembered."),
            _object,
            lambda one: one.kind in {Kind.OBJECTION, Kind.OPT_OUT} and bool(one.mail_address),
            ObjectionForm,
        ),
        Deed(
            "copy",
            _("Make a copy for them"),
            "package",
            _("Everything that is known about them, as a file that only they can fetch."),
            _copy,
            lambda one: one.kind in {Kind.ACCESS, Kind.PORTABILITY} and _knows_whom(one),
        ),
        Deed(
            "hold",
            _("Hold their data"),
            "scale",
            _("Nothing of it is deleted until the hold ends, whoever asks."),
            _hold,
            _knows_whom,
            RequestHoldForm,
        ),
        Deed(
            "erase",
            _("Erase them"),
            "eraser",
            _(
                "The request is closed with it. For fourteen days a link in their mail brings everything back."
            ),
            _erase,
            lambda one: one.kind == Kind.ERASURE and _knows_whom(one),
            lasting=True,
        ),
        Deed(
            "refuse",
            _("Refuse"),
            "ban",
            _("The reason is mailed, and where they may complain. The request is closed."),
            _refuse,
            lambda one: True,
            RefusalForm,
            lasting=True,
        ),
    )
}


def offered(one: SubjectRequest) -> list[Deed]:
    """What may be done with a request now."""
    return [deed for deed in DEEDS.values() if deed.offered(one)] if one.is_open else []
