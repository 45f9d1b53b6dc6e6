"""Changing how an organization records."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from troth.organizations.models import Membership, Organization
from troth.privacy.audit import record
from troth.recordings.models import Terms
from troth.recordings.queries import terms_of

NAMES = ("region", "asking", "shared", "may_download", "transcribe")


@transaction.atomic
def change_terms(own: Membership, values: Mapping[str, Any]) -> None:
    """Makes these the organization's rules for recordings that begin from now on."""
    Organization.objects.select_for_update().get(pk=own.organization_id)
    before = terms_of(own.organization_id)
    if before.pk and all(getattr(before, name) == values[name] for name in NAMES):
        return
    Terms.objects.update_or_create(
        organization_id=own.organization_id, defaults={name: values[name] for name in NAMES}
    )
    record(
        "recording.terms_changed",
        scope=own.organization_id,
        actor=own.person,
        region=values["region"].lower() or "none",
        asking=values["asking"],
        shared=values["shared"],
        download=values["may_download"],
        transcript=values["transcribe"],
    )
