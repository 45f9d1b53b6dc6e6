"""Days as laws count them (Regulation (EEC, Euratom) 1182/71). Knows no public holidays: business days are Monday to
Friday."""

from calendar import monthrange
from datetime import date, datetime, time, timedelta, tzinfo

DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same date so many months later, or the last day of that month (Regulation 1182/71, art. 3(2)(c))."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def next_working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend (Regulation 1182/71, art. 3(4))."""
    return day + max(0, 7 - day.weekday()) * DAY if day.weekday() > 4 else day


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The date of a moment where somebody lives."""
    return moment.astimezone(zone).date()


def end_of(day: date, zone: tzinfo) -> datetime:
    """The first moment that is too late for a day: “expiry of the last hour” (art. 3(2))."""
    return datetime.combine(day + DAY, time.min, zone)
