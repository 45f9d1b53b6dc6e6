"""The receipt that a person keeps of a consent (ISO/IEC TS 27560:2023, section 6.4).

It repeats the whole record (6.3): header, PII processing, parties, events.
"""

from typing import Any

from django.conf import settings
from django.urls import reverse

from troth.lib.clock import now
from troth.privacy.declarations import Declaration, Keep, Retention
from troth.privacy.models import Consent, Notice
from troth.privacy.registry import Table, registry
from troth.privacy.taxonomy import CATEGORIES
from troth.privacy.vocabulary import Basis, Purpose, Region

SCHEMA = "ISO/IEC TS 27560:2023"
OPERATOR = "operator"
"""The id of the one party beside the person."""


def receipt_of(consent: Consent) -> dict[str, Any]:
    """A consent's receipt as JSON's types, with the names of the standard. Times are ISO 8601, UTC."""
    return {
        "receipt": {
            "schema_version": SCHEMA,
            "receipt_id": str(consent.receipt),
            "issued_at": now().isoformat(),
        },
        "record": {
            "schema_version": SCHEMA,
            "record_id": str(consent.pk),
            "pii_principal_id": consent.address,
        },
        "pii_processing": {
            "privacy_notice": _notice(consent),
            "language": settings.LANGUAGE_CODE,
            "consent_text": {
                "question": consent.question,
                "version": consent.text.version,
                "words": consent.text.words,
                "effect_of_withdrawal": consent.text.limits,
                "sha256": consent.text.digest,
            },
            "purposes": [_purpose(Purpose(consent.text.purpose))],
        },
        "party_identification": [
            {
                "party_id": OPERATOR,
                "party_name": settings.OPERATOR_NAME,
                "party_email": settings.OPERATOR_EMAIL,
                "party_url": settings.PUBLIC_URL,
                "party_role": "pii_controller",
            }
        ],
        "events": _events(consent),
    }


def _notice(consent: Consent) -> str:
    """The address of the privacy notice that was in force."""
    notice = Notice.objects.filter(in_force_from__lte=consent.given_at).order_by("-number").first()
    path = reverse("notice_version", args=[notice.number]) if notice else reverse("notice")
    return settings.PUBLIC_URL + path


def _purpose(purpose: Purpose) -> dict[str, Any]:
    return {
        "purpose": purpose.value,
        "purpose_type": list(purpose.fideslang),
        "purpose_description": str(purpose.label),
        "lawful_basis": Basis.CONSENT.value,
        "pii_information": [part for table in registry() for part in _information(table, purpose)],
        "pii_controllers": [OPERATOR],
        "storage_locations": [str(Region.HOME.label)],
        "withdrawal_method": settings.PUBLIC_URL + reverse("your_data_choices"),
        "privacy_rights": settings.PUBLIC_URL + reverse("your_data"),
    }


def _information(table: Table, purpose: Purpose) -> list[dict[str, str]]:
    """The fields of a table that are used for the purpose with consent."""
    declaration = table.declaration
    if not isinstance(declaration, Declaration):
        return []
    return [
        {
            "pii_type": personal.category,
            "pii_attribute_id": f"{table.label}.{name}",
            "pii_description": str(CATEGORIES[personal.category]),
            "retention_period": _period(declaration.keep_of(name)),
        }
        for name, personal in declaration.personal.items()
        if declaration.purposes_of(name).get(purpose) == Basis.CONSENT
    ]


def _period(keep: Retention | None) -> str:
    """A period in days as ISO 8601 writes it."""
    return f"P{keep.days}D" if isinstance(keep, Keep) else "while the person uses the service"


def _events(consent: Consent) -> list[dict[str, str]]:
    events = [
        {
            "event_time": consent.given_at.isoformat(),
            "event_type": "explicit",
            "event_state": "consent_given",
            "collection_method": consent.given_how,
            "entity_id": consent.address,
            "validity_duration": "until withdrawn",
        }
    ]
    if consent.withdrawn_at:
        events.append(
            {
                "event_time": consent.withdrawn_at.isoformat(),
                "event_type": "explicit",
                "event_state": "consent_withdrawn",
                "collection_method": consent.withdrawn_how,
                "entity_id": consent.address,
            }
        )
    return events
