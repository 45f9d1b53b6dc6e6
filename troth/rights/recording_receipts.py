"""The receipt that a person keeps of what they answered to being recorded (ISO/IEC TS 27560:2023, section 6.4).

With the fields of `receipts.py`, for a no as well: it too is something to
show. Who decides about a recording is the organization; the operator
processes it.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from troth.lib.clock import now
from troth.lib.countries import country_name
from troth.lib.problems import not_found
from troth.privacy.declarations import Declaration, Keep
from troth.privacy.registry import registry
from troth.privacy.retention import days_of
from troth.privacy.taxonomy import CATEGORIES
from troth.privacy.vocabulary import Basis, Purpose
from troth.recordings.models import Answer, Choice
from troth.recordings.questions import TRANSCRIBED
from troth.rights.asker import Asker
from troth.rights.choices import who_asks
from troth.rights.receipts import OPERATOR, SCHEMA

ORGANIZATION = "organization"
"""The id of the party that decides."""


def answers_of(asker: Asker) -> QuerySet[Answer]:
    """What somebody with an account answered to being recorded, the latest first."""
    person = who_asks(asker).person
    mine = Answer.objects.filter(attendance__person=person) if person else Answer.objects.none()
    return mine.select_related(
        "text", "attendance__notice", "recording__session__meeting__organization"
    ).order_by("-answered_at")


def access_answer(asker: Asker, answer_id: UUID) -> Answer:
    """An answer of somebody's own."""
    answer = answers_of(asker).filter(id=answer_id).first()
    if answer is None:
        raise not_found()
    return answer


def receipt_of_answer(answer: Answer) -> dict[str, Any]:
    """An answer's receipt as JSON's types, with the names of the standard. Times are ISO 8601, UTC."""
    organization = answer.recording.session.meeting.organization
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
            "recording": str(answer.recording_id),
            "purposes": [
                {
                    "purpose": Purpose.SERVE.value,
                    "purpose_type": list(Purpose.SERVE.fideslang),
                    "purpose_description": str(Purpose.SERVE.label),
                    "lawful_basis": Basis.CONSENT.value,
                    "pii_information": list(_information(str(organization.pk), _rooms_of(answer))),
                    "pii_controllers": [ORGANIZATION],
                    "storage_locations": [country_name(answer.recording.region)],
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


def _rooms_of(answer: Answer) -> tuple[str, ...]:
    """The rooms whose tables hold what the answer is about."""
    return ("recordings", "transcripts") if answer.text.question == TRANSCRIBED.key else ("recordings",)


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


def _events(answer: Answer) -> Iterator[dict[str, str]]:
    agreed = answer.choice == Choice.AGREED
    yield {
        "event_time": answer.answered_at.isoformat(),
        "event_type": "explicit",
        "event_state": "consent_given" if agreed else "consent_refused",
        "collection_method": "meeting",
        "entity_id": answer.attendance.name,
        "validity_duration": "until withdrawn or the end of the recording",
    }
    if answer.withdrawn_at:
        yield {
            "event_time": answer.withdrawn_at.isoformat(),
            "event_type": "explicit",
            "event_state": "consent_withdrawn",
            "collection_method": "meeting",
            "entity_id": answer.attendance.name,
        }
