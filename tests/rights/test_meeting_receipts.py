"""What a person keeps of their answers to being recorded and to captions (USE-11)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.privacy.past import attends, held
from tests.recordings.films import recorded
from troth.accounts.models import Person
from troth.captions.models import CaptionsAnswer, CaptionsChoice
from troth.captions.questions import CAPTIONS
from troth.lib.clock import now
from troth.meetings.models import Meeting
from troth.privacy.registry import registry
from troth.privacy.retention import set_period
from troth.recordings.models import Answer, Recording
from troth.recordings.questions import RECORDING
from troth.rights.policy import facts

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]


@pytest.fixture
def met(weekly: Meeting, alice: Person, bob: Person) -> Recording:
    return recorded(weekly, alice, unrecorded=[bob], region="US")


def receipt(answer: Answer) -> str:
    return f"/your-data/meetings/{answer.id}/"


def test_use_11_who_agreed_keeps_the_words_and_when(met: Recording, alice: Person, as_person: As) -> None:
    answer = Answer.objects.get(attendance__person=alice)
    client = as_person(alice)
    choices = client.get("/your-data/choices/").text
    assert receipt(answer) in choices
    assert "I agree" not in choices.partition("What you are asked")[0]
    page = client.get(receipt(answer)).text
    for words in (
        str(RECORDING.words),
        "you agreed to be recorded",
        "Demo Company",
        "United States",
        "Weekly",
    ):
        assert words in page
    given = client.get(f"{receipt(answer)}receipt.json")
    assert given["Content-Disposition"] == f'attachment; filename="meeting-receipt-{answer.id}.json"'
    told: Any = given.json()
    assert told["receipt"]["schema_version"] == told["record"]["schema_version"] == "ISO/IEC TS 27560:2023"
    assert told["record"] | {"schema_version": ""} == {
        "schema_version": "",
        "record_id": str(answer.id),
        "pii_principal_id": "Alice Adams",
    }
    about = told["pii_processing"]
    assert about["recording"] == str(met.id)
    assert about["consent_text"]["words"] == str(RECORDING.words)
    assert about["consent_text"]["sha256"] == answer.text.digest
    purpose = about["purposes"][0]
    assert (purpose["purpose"], purpose["lawful_basis"], purpose["storage_locations"]) == (
        "serve",
        "consent",
        ["United States"],
    )
    assert {"recordings.Recording.film", "recordings.Tile.attendance"} <= {
        one["pii_attribute_id"] for one in purpose["pii_information"]
    }
    assert [one["party_role"] for one in told["party_identification"]] == ["pii_controller", "pii_processor"]
    assert [(one["event_state"], one["event_time"]) for one in told["events"]] == [
        ("consent_given", answer.answered_at.isoformat())
    ]


def test_use_11_a_no_has_a_receipt_and_so_has_taking_it_back(
    met: Recording, alice: Person, bob: Person, as_person: As
) -> None:
    no = Answer.objects.get(attendance__person=bob)
    assert "you stayed unrecorded" in as_person(bob).get(receipt(no)).text
    told = as_person(bob).get(f"{receipt(no)}receipt.json").json()
    assert [one["event_state"] for one in told["events"]] == ["consent_refused"]
    Answer.objects.filter(attendance__person=alice).update(withdrawn_at=now())
    yes = Answer.objects.get(attendance__person=alice)
    assert "Taken back" in as_person(alice).get(receipt(yes)).text
    told = as_person(alice).get(f"{receipt(yes)}receipt.json").json()
    assert [one["event_state"] for one in told["events"]] == ["consent_given", "consent_withdrawn"]


def test_a_receipt_is_for_who_answered(
    met: Recording, alice: Person, bob: Person, carol: Person, as_person: As
) -> None:
    answer = Answer.objects.get(attendance__person=bob)
    for person in (alice, carol):
        assert as_person(person).get(receipt(answer)).status_code == 404
        assert receipt(answer) not in as_person(person).get("/your-data/choices/").text
    assert Client().get(receipt(answer)).status_code == 401


def test_a_receipt_tells_the_organizations_own_period(met: Recording, alice: Person, as_person: As) -> None:
    """RET-7: and ends with it."""
    scope = str(alice.membership.organization_id)
    set_period(scope, "recording_days", 30)
    page = f"{receipt(Answer.objects.get(attendance__person=alice))}receipt.json"
    purpose = as_person(alice).get(page).json()["pii_processing"]["purposes"][0]
    assert {one["retention_period"] for one in purpose["pii_information"]} == {"P30D"}
    Recording.objects.update(ended_at=now() - timedelta(days=31))
    assert as_person(alice).get(page).status_code == 404


def test_use_11_captions_have_a_receipt_too(weekly: Meeting, alice: Person, as_person: As) -> None:
    attendance = attends(held(weekly, now()), alice)
    answer = CaptionsAnswer.objects.create(
        attendance=attendance, text=CAPTIONS.text, choice=CaptionsChoice.AGREED, answered_at=now()
    )
    client = as_person(alice)
    page = f"/your-data/meetings/{answer.id}/"
    assert page in client.get("/your-data/choices/").text
    read = client.get(page).text
    for words in (str(CAPTIONS.words), "you agreed to captions", "kept nowhere", "Demo Company"):
        assert words in read
    assert "Kept in" not in read
    about = client.get(f"{page}receipt.json").json()["pii_processing"]
    assert (about["purposes"][0]["pii_information"], about["purposes"][0]["storage_locations"]) == ([], [])


def test_being_recorded_is_asked_in_a_meeting_and_nowhere_else(alice: Person, as_person: As) -> None:
    """USE-11: agreeing beforehand to every recording is no consent to one."""
    client = as_person(alice)
    assert str(RECORDING.words) not in client.get("/your-data/choices/").text
    asked = {"question": RECORDING.key, "version": RECORDING.text.version}
    assert client.post("/your-data/choices/agree/", asked).status_code == 404


def test_sec_2_the_notice_names_the_countries_of_recordings(settings: Any) -> None:
    settings.REGIONS = {"NL": "/srv/nl", "AU": "/srv/au"}
    found = registry()
    assert facts.home(found) is None
    assert facts.home_but_recordings(found) == {}
    assert facts.recording_countries(found) == {"countries": "Netherlands, Australia"}
    settings.REGIONS = {}
    assert facts.home(found) == {}
    assert facts.home_but_recordings(found) is facts.recording_countries(found) is None
