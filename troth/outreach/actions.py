"""Writing to people."""

from django.db import transaction

from troth.outreach.letters import as_html
from troth.outreach.models import Letter
from troth.outreach.tasks import deliver


@transaction.atomic
def send_letter(recipient: str, subject: str, text: str, html: str = "") -> None:
    """Puts a mail on its way, in the caller's transaction: what is rolled back is never sent.

    Without `html`, the text is set in the house's own layout.
    """
    subject = " ".join(subject.split())[:250]
    letter = Letter.objects.create(
        recipient=recipient, subject=subject, text=text, html=html or as_html(subject, text)
    )
    deliver.enqueue(str(letter.id))
