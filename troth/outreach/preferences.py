"""What somebody wants to hear: whether a purpose stands for them, and which topics they refuse.

Whether a purpose stands is the engine's to say (`troth.privacy.consents`);
here are the topics within one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac

from troth.lib.clock import now
from troth.outreach.addressees import Addressee
from troth.outreach.kinds import REFUSABLE, MessageKind, Topic, topics_of
from troth.outreach.models import Letter, TopicOptOut
from troth.privacy.consents import end_objection, give, object_to, stands
from troth.privacy.models import Export, Proof
from troth.privacy.opt_outs import remember
from troth.privacy.people import is_known
from troth.privacy.purposes import under
from troth.privacy.questions import Question, general_questions, needs_consent


@dataclass(frozen=True)
class Choice:
    """Whether somebody gets messages of a kind, and about which topics if so.

    `question` is what they agree to by taking it, where it takes their consent.
    """

    kind: MessageKind
    is_taken: bool
    topics: tuple[Topic, ...]
    question: Question | None


def wants(addressee: Addressee, topic: Topic) -> bool:
    """Whether a letter about this may go to somebody now."""
    return _stands(addressee, topic.kind) and topic not in _refused(addressee)


def count_refusing(topic: Topic, addresses: Iterable[str]) -> int:
    """At how many of these addresses the topic is refused."""
    marks = set(TopicOptOut.objects.filter(topic=topic).values_list("mark", flat=True))
    return sum(_mark("address", address) in marks for address in addresses) if marks else 0


def choices_of(addressee: Addressee) -> list[Choice]:
    """What somebody gets, by kind."""
    refused = _refused(addressee)
    found = []
    for kind in REFUSABLE:
        topics = tuple(topic for topic in topics_of(kind) if topic not in refused)
        is_taken = bool(topics) and _stands(addressee, kind)
        found.append(Choice(kind, is_taken, topics, _question(addressee, kind)))
    return found


@transaction.atomic
def choose(
    addressee: Addressee, kind: MessageKind, topics: Collection[Topic], how: str, version: int = 0
) -> None:
    """Somebody takes these topics of a kind, and no others; none is an objection to the kind.

    `how` is a word of `troth.privacy.models.How`, `version` that of the
    question they saw. Raises `consents.StaleText` where it is another by now.
    """
    if not topics:
        refuse(addressee, kind, how)
        return
    for topic in topics_of(kind):
        if topic in topics:
            TopicOptOut.objects.filter(topic=topic, mark__in=_marks(addressee)).delete()
        else:
            for mark in _marks(addressee):
                TopicOptOut.objects.get_or_create(mark=mark, topic=topic, defaults={"said_at": now()})
    if not _stands(addressee, kind):
        if question := _question(addressee, kind):
            give(question.key, person=addressee.person, address=addressee.address, how=how, version=version)
        else:
            end_objection(kind.purpose, person=addressee.person, address=addressee.address, how=how)


def refuse(addressee: Addressee, kind: MessageKind, how: str) -> None:
    """Somebody wants nothing more of a kind (LAW-4). Twice is once.

    Of somebody who is not known here only a keyed hash is remembered: an
    objection is no reason to have an address.
    """
    if _is_known(addressee):
        object_to(kind.purpose, person=addressee.person, address=addressee.address, how=how)
    else:
        with under(kind.purpose):
            remember(addressee.address, kind.purpose)


def _is_known(addressee: Addressee) -> bool:
    # Mail on its way, links and copies are there because somebody asked.
    return addressee.person is not None or is_known(addressee.address, besides=(Letter, Proof, Export))


def _stands(addressee: Addressee, kind: MessageKind) -> bool:
    return stands(kind.purpose, person=addressee.person, address=addressee.address)


def _question(addressee: Addressee, kind: MessageKind) -> Question | None:
    is_account = addressee.person is not None
    if not needs_consent(kind.purpose, account=is_account):
        return None
    return next((one for one in general_questions(kind.purpose) if one.is_asked_of(is_account)), None)


def _refused(addressee: Addressee) -> set[Topic]:
    marks = _marks(addressee)
    return {Topic(one) for one in TopicOptOut.objects.filter(mark__in=marks).values_list("topic", flat=True)}


def _marks(addressee: Addressee) -> list[str]:
    """What stands for somebody: of an account its id too, so that the choice goes along to another address."""
    marks = [_mark("address", addressee.address)]
    if addressee.person is not None:
        marks.append(_mark("account", addressee.person.pk.hex))
    return marks


def _mark(what: str, value: str) -> str:
    return salted_hmac("troth.outreach.topics", f"{what}:{value}", algorithm="sha256").hexdigest()
