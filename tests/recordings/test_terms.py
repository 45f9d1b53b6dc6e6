"""How an organization records: its administrators choose the country, what who does not agree may do, who watches."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.recordings.films import recorded
from troth.accounts.models import Person
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.organizations.models import Organization
from troth.privacy.models import AuditEntry
from troth.privacy.retention import days_of
from troth.recordings.models import Asking, Recording, Shared, Terms
from troth.recordings.queries import terms_of

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
PAGE = "/organization/recordings/"
RETENTION = "/organization/retention/"
CHOSEN = {"region": "US", "asking": Asking.MUST_LEAVE, "shared": Shared.HOST, "may_download": "on"}


def test_sec_2_an_administrator_chooses_among_the_countries_there_are(
    admin: Person, demo: Organization, as_person: As, two_countries: Any
) -> None:
    client = as_person(admin)
    page = client.get(PAGE).text
    assert [country in page for country in ("Netherlands", "United States", "Singapore")] == [
        True,
        True,
        False,
    ]
    assert terms_of(demo.pk).region == "NL"
    assert client.post(PAGE, CHOSEN).status_code == 302
    terms = Terms.objects.get(organization=demo)
    assert (terms.region, terms.asking, terms.shared, terms.may_download) == (
        "US",
        Asking.MUST_LEAVE,
        Shared.HOST,
        True,
    )
    client.post(PAGE, CHOSEN)
    entry = AuditEntry.objects.get(scope=str(demo.pk), action="recording.terms_changed")
    assert entry.facts == {
        "region": "us",
        "asking": "must_leave",
        "shared": "host",
        "download": True,
        "transcript": False,
    }
    assert client.post(PAGE, CHOSEN | {"region": "SG"}).status_code == 422
    assert client.post(PAGE, CHOSEN | {"region": ""}).status_code == 302
    assert terms_of(demo.pk).region == ""


def test_who_records_nowhere_is_told(admin: Person, as_person: As, settings: Any) -> None:
    settings.REGIONS = {}
    assert "No country is set up" in as_person(admin).get(PAGE).text


def test_ret_5_the_administrator_sees_what_a_shorter_period_takes(
    weekly: Meeting, admin: Person, alice: Person, as_person: As
) -> None:
    """RET-7: and the period is the organization's own."""
    recorded(weekly, alice, when=now() - timedelta(days=10))
    recorded(weekly, alice, when=now() - timedelta(days=3))
    client, scope = as_person(admin), str(weekly.organization_id)
    assert f'href="{RETENTION}#recordings"' in client.get(PAGE).text
    assert "Recordings: 365 days" in client.get(RETENTION).text
    page = client.post(RETENTION, {"rule": "recording_days", "days": 5}).text
    assert "Keep recordings for 5 days instead of 365?" in page
    assert "1 recording<" in page
    assert "past meeting" not in page
    assert days_of(scope, "recording_days") == 365
    sure = {"rule": "recording_days", "days": 5, "confirmed": 5}
    assert client.post(RETENTION, sure).status_code == 302
    assert (days_of(scope, "recording_days"), days_of(scope, "meeting_days")) == (5, 365)
    assert Recording.objects.count() == 1
    entry = AuditEntry.objects.get(scope=scope, action="retention.recordings_changed")
    assert entry.facts == {"before": 365, "days": 5}
    assert "Kept for 5 days" in client.get(PAGE).text
    assert client.post(RETENTION, {"rule": "letters", "days": 5}).status_code == 404
    assert client.post(RETENTION, {"rule": "recording_days", "days": 0}).status_code == 422
