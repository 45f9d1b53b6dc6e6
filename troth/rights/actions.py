"""What people do about their data."""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from troth.accounts.models import Person
from troth.outreach.actions import send_letter
from troth.privacy.graph import rows_of
from troth.privacy.leaving import WINDOW, leave
from troth.privacy.people import people_at


def erase_oneself(person: Person) -> tuple[str, int]:
    """Erases an account with all that is its person's, as `erase_at` does."""
    return erase_at(person.email, "person")


def erase_at(address: str, origin: str, window: timedelta = WINDOW) -> tuple[str, int]:
    """Erases everybody who is at an address; answers the link back, and how many rows a hold keeps.

    The link is mailed too; without a window there is none. Raises what stands
    in the way, as `leave` does.
    """
    erasure, token = leave(rows_of(people_at(address)), origin, window=window)
    if not token:
        return "", erasure.held
    link = settings.PUBLIC_URL + reverse("return", args=[token])
    context = {"link": link, "days": WINDOW.days, "due_at": erasure.due_at, "held": erasure.held}
    subject = render_to_string("rights/email/erased_subject.txt", context)
    send_letter(address, subject, render_to_string("rights/email/erased_message.txt", context))
    return link, erasure.held
