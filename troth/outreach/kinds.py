"""The kinds of message, and what each is about. Each kind has its rule, and the rule acts in outreach (USE-6..8)."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from troth.privacy import Purpose


class MessageKind(TextChoices):
    """TRANSACTIONAL goes to whom it concerns, and nobody can opt out of it. The others need a purpose that stands."""

    TRANSACTIONAL = "transactional", _("What you have to know")
    ENGAGEMENT = "engagement", _("Getting more out of it")
    PROMOTIONAL = "promotional", _("Offers")

    @property
    def words(self) -> str | Promise:
        """What messages of this kind are, in a sentence for who gets them."""
        return _WORDS[self]

    @property
    def purpose(self) -> Purpose:
        """What a message of this kind is sent for."""
        return _PURPOSES[self]

    @property
    def can_be_refused(self) -> bool:
        """Whether it carries a way out, and goes only where its purpose stands."""
        return self is not MessageKind.TRANSACTIONAL


_PURPOSES = {
    MessageKind.TRANSACTIONAL: Purpose.SERVE,
    MessageKind.ENGAGEMENT: Purpose.ENGAGE,
    MessageKind.PROMOTIONAL: Purpose.PROMOTE,
}

_WORDS = {
    MessageKind.TRANSACTIONAL: _(
        "Invitations, receipts, answers, changes to your account or to what was agreed. They come with the service."
    ),
    MessageKind.ENGAGEMENT: _(
        "How to get more out of what you use, and questions about how it works for you."
    ),
    MessageKind.PROMOTIONAL: _("Other services, news and events."),
}

REFUSABLE = tuple(kind for kind in MessageKind if kind.can_be_refused)


class Topic(TextChoices):
    """What a message that can be refused is about; each can be refused by itself."""

    TRAINING = "training", _("Training and tips")
    FEATURES = "features", _("New features")
    SATISFACTION = "satisfaction", _("Questions about how it works for you")
    SERVICES = "services", _("Other services")
    NEWSLETTER = "newsletter", _("The newsletter")
    EVENTS = "events", _("Events")

    @property
    def kind(self) -> MessageKind:
        engaging = (Topic.TRAINING, Topic.FEATURES, Topic.SATISFACTION)
        return MessageKind.ENGAGEMENT if self in engaging else MessageKind.PROMOTIONAL


def topics_of(kind: MessageKind) -> tuple[Topic, ...]:
    """What messages of a kind can be about; nothing where the kind can't be refused."""
    return tuple(topic for topic in Topic if topic.kind is kind)
