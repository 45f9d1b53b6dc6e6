"""Writing to people."""

from django.db import transaction

from troth.outreach.addressees import at_address
from troth.outreach.kinds import MessageKind, Topic
from troth.outreach.letters import as_html
from troth.outreach.models import Letter
from troth.outreach.preferences import wants
from troth.outreach.tasks import deliver


@transaction.atomic
def send_letter(
    kind: MessageKind,
    recipient: str,
    subject: str,
    text: str,
    html: str = "",
    *,
    topic: Topic | None = None,
) -> bool:
    """Puts a mail on its way, in the caller's transaction: what is rolled back is never sent.

    One that can be refused has a topic, and goes only to whom its purpose
    stands for and who wants to hear about that: asked here, and again when it
    is handed over. False where it does not go. Without `html`, the text is set
    in the house's own layout; what can be refused always is, for its ways out.
    """
    if kind.can_be_refused:
        if topic is None or topic.kind is not kind or html:
            raise ValueError(
                f"A letter of kind {kind.value} has a topic of that kind and no HTML of its own."
            )
        if not wants(at_address(recipient), topic):
            return False
    elif topic is not None:
        raise ValueError("Nobody can refuse a transactional letter, so it has no topic.")
    subject = " ".join(subject.split())[:250]
    letter = Letter.objects.create(
        kind=kind,
        topic=topic or "",
        recipient=recipient,
        subject=subject,
        text=text,
        html="" if kind.can_be_refused else html or as_html(subject, text),
    )
    deliver.enqueue(str(letter.id))
    return True
