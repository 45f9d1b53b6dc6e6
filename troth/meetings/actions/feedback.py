"""How it was, by those who were there."""

from troth.meetings.models import Attendance, Feedback


def give(attendance: Attendance, stars: int, reasons: list[str], comment: str) -> None:
    """Notes one person's word on a session, in the place of an earlier one."""
    Feedback.objects.update_or_create(
        attendance=attendance,
        defaults={"stars": stars, "reasons": reasons, "comment": comment},
    )
