"""Each kind of message keeps its rule, whoever sends it (USE-6, USE-7, USE-8)."""

import pytest
from django.core import mail

from tests.outreach.people import contact, run_due_tasks, sent
from troth.accounts.models import Person
from troth.outreach.actions import send_letter
from troth.outreach.addressees import at_address
from troth.outreach.kinds import REFUSABLE, MessageKind, Topic, topics_of
from troth.outreach.models import Letter
from troth.outreach.preferences import choose, refuse
from troth.privacy.consents import give, object_to, withdraw
from troth.privacy.models import How
from troth.privacy.purposes import under
from troth.privacy.vocabulary import Purpose

pytestmark = pytest.mark.usefixtures("real_tasks", "operated")
TRANSACTIONAL, ENGAGEMENT, PROMOTIONAL = MessageKind
DORA = "dora@customer.example"


def offer(address: str = DORA, topic: Topic = Topic.EVENTS) -> bool:
    return send_letter(topic.kind, address, "Come and see", "On Monday.", topic=topic)


def test_every_topic_is_of_a_kind_that_can_be_refused() -> None:
    assert not topics_of(TRANSACTIONAL)
    assert {topic for kind in REFUSABLE for topic in topics_of(kind)} == set(Topic)


@pytest.mark.django_db
def test_USE_6_what_one_has_to_know_comes_whatever_was_refused(alice: Person) -> None:
    for kind in REFUSABLE:
        refuse(at_address(alice.email), kind, How.PAGE)
    assert send_letter(TRANSACTIONAL, alice.email, "Your password", "It was changed.")
    run_due_tasks()
    [message] = mail.outbox
    assert not {name for name in message.extra_headers if name.startswith("List-")}
    assert "unsubscribe" not in str(message.message()).lower()


def test_USE_8_an_offer_goes_to_a_contact_until_they_object() -> None:
    contact()
    assert offer()
    object_to(Purpose.PROMOTE, address=DORA.upper(), how=How.MAIL)
    assert not offer()
    assert Letter.objects.count() == 1


def test_USE_8_an_offer_goes_to_a_member_only_with_their_consent(alice: Person) -> None:
    assert not offer(alice.email)
    give(Purpose.PROMOTE, person=alice, how=How.PAGE)
    assert offer(alice.email)
    withdraw(Purpose.PROMOTE, person=alice, how=How.PAGE)
    assert not offer(alice.email)


def test_USE_7_an_objection_stops_engagement_and_nothing_else(alice: Person) -> None:
    give(Purpose.PROMOTE, person=alice, how=How.PAGE)
    assert offer(alice.email, Topic.TRAINING)
    refuse(at_address(alice.email), ENGAGEMENT, How.PAGE)
    assert not offer(alice.email, Topic.TRAINING)
    assert offer(alice.email, Topic.NEWSLETTER)


@pytest.mark.parametrize("kind", REFUSABLE)
def test_LAW_4_what_was_refused_since_it_was_written_does_not_leave(kind: MessageKind) -> None:
    contact()
    assert offer(topic=topics_of(kind)[0])
    refuse(at_address(DORA), kind, How.PAGE)
    run_due_tasks()
    assert not mail.outbox
    assert not Letter.everything.exists(), "nor does it lie about"


def test_a_topic_is_refused_by_itself() -> None:
    contact()
    choose(at_address(DORA), PROMOTIONAL, [Topic.EVENTS], How.PAGE)
    assert offer(topic=Topic.EVENTS)
    assert not offer(topic=Topic.NEWSLETTER)
    choose(at_address(DORA), PROMOTIONAL, [Topic.NEWSLETTER], How.PAGE)
    run_due_tasks()
    assert not mail.outbox, "the one about events was written before"
    assert offer(topic=Topic.NEWSLETTER)


def test_a_member_s_choice_of_topics_goes_along_to_another_address(alice: Person) -> None:
    choose(at_address(alice.email), ENGAGEMENT, [Topic.TRAINING], How.PAGE)
    alice.email = "alice@new.example"
    alice.save()
    assert offer(alice.email, Topic.TRAINING)
    assert not offer(alice.email, Topic.FEATURES)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (PROMOTIONAL, {}),
        (PROMOTIONAL, {"topic": Topic.TRAINING}),
        (ENGAGEMENT, {"topic": Topic.TRAINING, "html": "<p>Mine</p>"}),
        (TRANSACTIONAL, {"topic": Topic.EVENTS}),
    ],
)
def test_a_letter_that_says_what_it_is_wrongly_is_refused(kind: MessageKind, more: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="topic"):
        send_letter(kind, DORA, "Subject", "Text", **more)


def test_who_is_to_be_written_to_is_read_for_that_and_nothing_else(alice: Person) -> None:
    """The worker's task runs to serve; what an offer needs, it reads to promote (USE-12)."""
    give(Purpose.PROMOTE, person=alice, how=How.PAGE)
    with under(Purpose.SERVE):
        assert offer(alice.email)
        run_due_tasks()
    assert sent() == [alice.email]
