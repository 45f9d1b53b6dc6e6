"""The receipt that a person keeps of what they answered in a meeting, to being recorded or to captions
(ISO/IEC TS 27560:2023, section 6.4).

With the fields of `receipts.py`, for a no as well: it too is something to
show. Who decides is the organization; the operator processes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.captions.models import CaptionsAnswer
from troth.lib.clock import now
from troth.lib.countries import country_name
from troth.lib.problems import not_found
from troth.meetings.models import Attendance, Meeting
from troth.meetings.models.answered import AGREED
from troth.privacy.declarations import Declaration, Keep
from troth.privacy.models import ConsentText
from troth.privacy.registry import registry
from troth.privacy.retention import days_of
from troth.privacy.taxonomy import CATEGORIES
from troth.privacy.vocabulary import Basis, Purpose
from troth.recordings.models import Answer
from troth.recordings.questions import TRANSCRIBED
from troth.rights.asker import Asker
from troth.rights.choices import who_asks
from troth.rights.receipts import OPERATOR, SCHEMA

ORGANIZATION = "organization"
"""The id of the party that decides."""


@dataclass(frozen=True)
class Given:
    """What somebody answered in a meeting, and the words for it.

    `rooms` have the tables whose data is kept because of it, `countries` are where; neither for what is kept nowhere.
    `about` names what was asked about.
    """

    id: UUID
    attendance: Attendance
    text: ConsentText
    agreed: bool
    said: str
    answered_at: datetime
    withdrawn_at: datetime | None
    meeting: Meeting
    heading: str | Promise
    standing: str | Promise
    lasts: str
    rooms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    about: tuple[tuple[str, str], ...] = ()


def _given(answer: Answer | CaptionsAnswer, **words: Any) -> Given:
    return Given(
        id=answer.id,
        attendance=answer.attendance,
        text=answer.text,
        agreed=answer.choice == AGREED,
        said=answer.get_choice_display(),
        answered_at=answer.answered_at,
        withdrawn_at=answer.withdrawn_at,
        **words,
    )


def _to_recording(answer: Answer) -> Given:
    agreed = answer.choice == AGREED
    told = answer.text.question == TRANSCRIBED.key
    return _given(
        answer,
        meeting=answer.recording.session.meeting,
        heading=_("Receipt: you agreed to be recorded") if agreed else _("Receipt: you stayed unrecorded"),
        standing=_("You are in the film") if agreed else _("You are not in the film"),
        lasts="until withdrawn or the end of the recording",
        rooms=("recordings", "transcripts") if told else ("recordings",),
        countries=(country_name(answer.recording.region),),
        about=(("recording", str(answer.recording_id)),),
    )


def _to_captions(answer: CaptionsAnswer) -> Given:
    agreed = answer.choice == AGREED
    return _given(
        answer,
        meeting=answer.attendance.session.meeting,
        heading=_("Receipt: you agreed to captions") if agreed else _("Receipt: you stayed out of captions"),
        standing=_("Your words were shown, and kept nowhere") if agreed else _("Your words were not shown"),
        lasts="until withdrawn or the end of the meeting",
        about=(("meeting", str(answer.attendance.session_id)),),
    )


def answers_of(asker: Asker, most: int) -> list[Given]:
    """The latest that somebody with an account answered in meetings, the last first."""
    return sorted(_answers(asker, most), key=lambda given: given.answered_at, reverse=True)[:most]


def access_answer(asker: Asker, answer_id: UUID) -> Given:
    """An answer of somebody's own."""
    for given in _answers(asker, 1, id=answer_id):
        return given
    raise not_found()


def _answers(asker: Asker, most: int, **which: UUID) -> Iterator[Given]:
    person = who_asks(asker).person
    if person is None:
        return
    recorded = Answer.objects.filter(attendance__person=person, **which).order_by("-answered_at")
    for answer in recorded.select_related(
        "text", "attendance__notice", "recording__session__meeting__organization"
    )[:most]:
        yield _to_recording(answer)
    captioned = CaptionsAnswer.objects.filter(attendance__person=person, **which).order_by("-answered_at")
    for one in captioned.select_related(
        "text", "attendance__notice", "attendance__session__meeting__organization"
    )[:most]:
        yield _to_captions(one)


def receipt_of_answer(answer: Given) -> dict[str, Any]:
    """An answer's receipt as JSON's types, with the names of the standard. Times are ISO 8601, UTC."""
    organization = answer.meeting.organization
    number = answer.attendance.notice.number
    return {
        "receipt": {
            "schema_version": SCHEMA,
            "receipt_id": str(answer.id),
            "issued_at": now().isoformat(),
        },
        "record": {
            "schema_version": SCHEMA,
            "record_id": str(answer.id),
            "pii_principal_id": answer.attendance.name,
        },
        "pii_processing": {
            "privacy_notice": settings.PUBLIC_URL + reverse("notice_version", args=[number]),
            "language": settings.LANGUAGE_CODE,
            "consent_text": {
                "question": answer.text.question,
                "version": answer.text.version,
                "words": answer.text.words,
                "effect_of_withdrawal": answer.text.limits,
                "sha256": answer.text.digest,
            },
            **dict(answer.about),
            "purposes": [
                {
                    "purpose": Purpose.SERVE.value,
                    "purpose_type": list(Purpose.SERVE.fideslang),
                    "purpose_description": str(Purpose.SERVE.label),
                    "lawful_basis": Basis.CONSENT.value,
                    "pii_information": list(_information(str(organization.pk), answer.rooms)),
                    "pii_controllers": [ORGANIZATION],
                    "storage_locations": list(answer.countries),
                    "withdrawal_method": answer.text.limits,
                    "privacy_rights": settings.PUBLIC_URL + reverse("your_data"),
                }
            ],
        },
        "party_identification": [
            {"party_id": ORGANIZATION, "party_name": organization.name, "party_role": "pii_controller"},
            {
                "party_id": OPERATOR,
                "party_name": settings.OPERATOR_NAME,
                "party_email": settings.OPERATOR_EMAIL,
                "party_url": settings.PUBLIC_URL,
                "party_role": "pii_processor",
            },
        ],
        "events": list(_events(answer)),
    }


def _information(scope: str, rooms: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The fields of these rooms that are kept because somebody agreed, by the organization's own period."""
    for table in registry():
        declaration = table.declaration
        if not isinstance(declaration, Declaration) or table.label.partition(".")[0] not in rooms:
            continue
        for name, personal in declaration.personal.items():
            keep = declaration.keep_of(name)
            if declaration.purposes_of(name).get(Purpose.SERVE) == Basis.CONSENT and isinstance(keep, Keep):
                days = days_of(scope, keep.rule) if keep.rule else keep.days
                yield {
                    "pii_type": personal.category,
                    "pii_attribute_id": f"{table.label}.{name}",
                    "pii_description": str(CATEGORIES[personal.category]),
                    "retention_period": f"P{days}D",
                }


def _events(answer: Given) -> Iterator[dict[str, str]]:
    yield {
        "event_time": answer.answered_at.isoformat(),
        "event_type": "explicit",
        "event_state": "consent_given" if answer.agreed else "consent_refused",
        "collection_method": "meeting",
        "entity_id": answer.attendance.name,
        "validity_duration": answer.lasts,
    }
    if answer.withdrawn_at:
        yield {
            "event_time": answer.withdrawn_at.isoformat(),
            "event_type": "explicit",
            "event_state": "consent_withdrawn",
            "collection_method": "meeting",
            "entity_id": answer.attendance.name,
        }
